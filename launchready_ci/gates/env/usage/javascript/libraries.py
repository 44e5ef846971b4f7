"""Which variables do the configuration libraries of JavaScript read by names in their own places?

Astro's ``envField``, webpack's ``EnvironmentPlugin``, ``env: "X"`` of convict, oclif and others,
env-var, Nest's ConfigService, Nuxt's ``runtimeConfig``.
"""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.code import WORD
from launchready_ci.gates.env.usage.javascript.file import File
from launchready_ci.gates.env.usage.javascript.named import Named
from launchready_ci.gates.env.usage.javascript.reads import Access
from launchready_ci.gates.env.usage.javascript.schemas import NEEDED, UPPER

FIELD = re.compile(r"(?P<name>[A-Z_][A-Z0-9_]*)\s*:\s*envField\s*\.\s*\w+\s*(?=\()")
DECORATED = re.compile(r"(?:@Env|\.Env\))\(\s*([\"'])(\0+)\1")
SPELT = re.compile(r"[A-Z][A-Z0-9]*_[A-Z0-9_]+")
OPTION = re.compile(r"(?<![\w$])env\s*:\s*([\"'])(\0+)\1")
SERVICE = re.compile(
    r"\b\w*[cC]onfig(?:Service)?\s*!?\s*(?:\?\.|\.)\s*(?P<how>get|getOrThrow)\s*(?:<[^()]*>)?\(\s*([\"'`])(?P<name>\0+)\2"
)
PLUGIN = re.compile(r"\bEnvironmentPlugin\s*\(\s*(?:\[(?P<list>[^\]]*)\]|(?=(?P<object>\{)))")
TEXT = re.compile(r"([\"'`])(\0+)\1")
ENV_VAR = re.compile(r"\.\s*get\s*\(\s*([\"'`])(\0+)\1\s*\)")


def configured(file: File) -> Iterator[Access]:
    """What these libraries are asked for in this file."""
    yield from _astro(file)
    yield from _nest(file)
    yield from _env_var(file)
    yield from _webpack(file)
    for match in DECORATED.finditer(file.code) if "Env" in file.code else ():
        yield _written(file, match.start(2), match.end(2), default=True)
    for match in OPTION.finditer(file.code):
        if SPELT.fullmatch(file.text[match.start(2) : match.end(2)]) or "convict" in file.text:
            yield _written(file, match.start(2), match.end(2), default=True)
    if file.path.rpartition("/")[2].startswith("nuxt.config"):
        for match in re.finditer(r"\bruntimeConfig\s*:\s*(?=\{)", file.code):
            yield from _nuxt(file, match.end(), "NUXT")


def _astro(file: File) -> Iterator[Access]:
    """https://docs.astro.build/en/guides/environment-variables/#type-safe-environment-variables."""
    for match in FIELD.finditer(file.code) if "envField" in file.code else ():
        value = file.code[match.end() : file.closing.get(match.end(), match.end())]
        default = re.search(r"\boptional\s*:\s*true|\bdefault\s*:", value) is not None
        yield Access(Named(match["name"], file, match.start("name")), default)


def _nest(file: File) -> Iterator[Access]:
    if "ConfigService" not in file.text and "@nestjs/config" not in file.text:
        return
    for match in SERVICE.finditer(file.code):
        start, end = match.span("name")
        if UPPER.fullmatch(file.text[start:end]):
            following = file.code[match.end() : match.end() + 2].strip()
            default = match["how"] == "get" and following.startswith(",")
            yield _written(file, start, end, default=default)


def _env_var(file: File) -> Iterator[Access]:
    """``env.get("X").required().asString()``."""
    local = next((name for name, (module, _) in file.imports.items() if module == "env-var"), None)
    if local is None:
        return
    for match in re.finditer(rf"(?<![\w$.]){re.escape(local)}{ENV_VAR.pattern}", file.code):
        rest = file.code[match.end() : file.statement(match.end())]
        yield _written(file, match.start(2), match.end(2), default=not NEEDED.search(rest))


def _webpack(file: File) -> Iterator[Access]:
    """https://webpack.js.org/plugins/environment-plugin/."""
    for match in PLUGIN.finditer(file.code) if "EnvironmentPlugin" in file.code else ():
        for text in TEXT.finditer(file.code, *match.span("list")) if match["list"] else ():
            yield _written(file, text.start(2), text.end(2), default=False)
        for start, end in file.parts(match.start("object")) if match["object"] else ():
            if word := WORD.match(file.code, start, end):
                yield _written(file, start, word.end(), default=True)


def _written(file: File, start: int, end: int, *, default: bool) -> Access:
    return Access(Named(file.text[start:end], file, start), default)


def _nuxt(file: File, opening: int, prefix: str) -> Iterator[Access]:
    """https://nuxt.com/docs/guide/going-further/runtime-config#environment-variables."""
    for start, end in file.parts(opening):
        word = WORD.match(file.code, start, end)
        colon = file.code.find(":", start, end)
        if word is None or colon < 0:
            continue
        name = f"{prefix}_{re.sub(r'(?<=[a-z0-9])(?=[A-Z])', '_', word[0]).upper()}"
        value, _ = file.stripped(colon + 1, end)
        if file.code[value] == "{":
            yield from _nuxt(file, value, name)
        else:
            empty = file.code[value:end].strip() in ('""', "''", "undefined", "null")
            yield Access(Named(name, file, start), default=not empty)
