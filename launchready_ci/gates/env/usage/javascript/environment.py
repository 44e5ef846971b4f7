"""Where does a file hold the environment: ``process.env`` and its like, and names given to it?"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from launchready_ci.gates.env.usage.javascript.file import File

QUOTED_ENV = r"\s*(?:\?\.)?\[\s*[\"'`]\0{3}[\"'`]\s*\]"
CAST = r"(?:\s+as\s+[\w.]+\s*\))"
OBJECT = (
    r"(?<![\w$])(?:(?<!\.)|(?<=\.\.\.))(?:(?:globalThis|global|window|self)\s*(?:\?\.|\.)\s*)?(?:"
    rf"process{CAST}?\s*!?(?:\s*(?:\?\.|\.)\s*env\b|{QUOTED_ENV})"
    rf"|import\s*\.\s*meta{CAST}?\s*(?:\?\.|\.)\s*env\b|(?:Bun|Deno)\s*\.\s*env\b)"
)
ENVIRONMENT = re.compile(
    rf"(?:{OBJECT}|(?<![\w$.])(?:loadEnv(?=\s*\()|(?:use|get|read)Env(?=\(\s*\))))"
)
AFTER = re.compile(r"(?:\s*!(?!=)|\s+as\s+[\w.$]+(?:<[^<>]*(?:<[^<>]*>)?[^<>]*>)?(?:\[\])?|\s*\))*")
GIVEN = re.compile(
    r"(?:(?P<this>this\s*\.\s*#?)|(?<![\w$.]))(?P<name>[A-Za-z_$][\w$]*)\s*\??(?::[^=;(){}\[\]]*)?\s*=\s*"
    r"(?:\{\s*\.\.\.\s*|Object\.assign\(\{\},\s*|await\s+|\(\s*|[\w$]+\s*(?:\?\?|\|\|)\s*)*$"
)
WHOLE = re.compile(
    r"=\s*(?:globalThis\s*\.\s*)?(?:process|Bun|import\s*\.\s*meta)(?![\w$]|\s*[.\[(])"
)
TAKEN = re.compile(r"\{(?P<names>[^{}]*\benv\b[^{}]*)\}\s*(?::[^=;{}]*)?$")
"""``const { env } =``, before the whole of ``process``."""
TYPE = re.compile(
    r"(?:NodeJS\s*\.\s*(?:ProcessEnv|Dict\s*<\s*string\s*>)|typeof\s+process\s*\.\s*env|ProcessEnv|ImportMetaEnv)"
    r"(?![\w$])"
)
TYPED = re.compile(r"(?<![\w$.])(?P<name>[A-Za-z_$][\w$]*)\s*\??\s*:\s*(?:Readonly\s*<\s*)?$")
"""What has that type, before it."""
NEAR = 400
MODULES = {
    "process": ("env",),
    "node:process": ("env",),
    "bun": ("env",),
    "$env/dynamic/private": ("env",),
    "$env/dynamic/public": ("env",),
    "react-native-config": ("default", "Config"),
    "$env/static/private": ("*",),
    "$env/static/public": ("*",),
}
"""Modules with the environment in one of their names, or as a whole."""


PROCESS = ("process", "node:process", "bun")


class Use(NamedTuple):
    """One place that the environment stands at, by whatever name."""

    start: int
    end: int
    kind: str = ""
    """``Deno`` and ``import`` (of ``import.meta.env``) have rules of their own."""


def uses(file: File, imported: frozenset[str]) -> list[Use]:
    """Every place; ``imported`` are local names of environments that other modules export."""
    found = [
        Use(match.start(), match.end(), match[0].partition(".")[0].strip())
        for match in _environments(file)
        if not match[0].endswith("Env")
    ]
    names = dict(aliases(file)) | dict.fromkeys(imported, (0, len(file.code)))
    if names:
        ordered = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        for match in re.finditer(rf"(?<![\w$.])(?:{ordered})(?![\w$])", file.code):
            start, end = names[match[0]]
            if start <= match.start() <= end and not _shadowed(
                file, match[0], match.start(), start
            ):
                found.append(Use(match.start(), match.end()))
    return sorted(set(found))


@lru_cache(maxsize=1024)
def aliases(file: File) -> Mapping[str, tuple[int, int]]:
    """Names for the environment, and where each is one."""
    everywhere: tuple[int, int] = 0, len(file.code)
    found: dict[str, tuple[int, int]] = dict.fromkeys(_imported(file), everywhere)
    for match in _environments(file):
        end = _whole(file, match)
        before = file.code[max(0, match.start() - 160) : match.start()]
        if end and (given := GIVEN.search(before)):
            found[f"this.{given['name']}"] = everywhere
            if not given["this"]:
                scope = _scope(file, match.start(), parameter=before[: given.start()])
                found[given["name"]] = scope
    for match in WHOLE.finditer(file.code):
        taken = TAKEN.search(file.code, max(0, match.start() - NEAR), match.start())
        for part in taken["names"].split(",") if taken else ():
            name, _, local = part.partition("=")[0].partition(":")
            if taken and name.strip() == "env":
                found[local.strip() or "env"] = _scope(file, taken.start())
    for match in TYPE.finditer(file.code):
        if typed := TYPED.search(file.code, max(0, match.start() - NEAR), match.start()):
            found[typed["name"]] = _scope(file, typed.start(), parameter="(")
    return found


@lru_cache(maxsize=1024)
def exported(file: File) -> frozenset[str]:
    """Names of the environment that other modules may import."""
    own = {name for name, scope in aliases(file).items() if scope == (0, len(file.code))}
    return frozenset(
        name for name in own if re.search(rf"\bexport\b[^;\n]*\b{re.escape(name)}\b", file.code)
    )


@lru_cache(maxsize=1024)
def _environments(file: File) -> list[re.Match[str]]:
    return list(ENVIRONMENT.finditer(file.code))


def _imported(file: File) -> Iterator[str]:
    for local, (module, name) in file.imports.items():
        if name in MODULES.get(module, ()):
            yield local
        elif module in PROCESS and name in ("*", "default"):
            yield f"{local}.env"


def _whole(file: File, match: re.Match[str]) -> bool:
    """Is it the environment itself, and not one of its variables, that stands here?"""
    end = match.end()
    if match[0].endswith("Env"):
        return True
    after = AFTER.match(file.code, end)
    at = after.end() if after else end
    following = file.code[at : at + 12].lstrip()
    if match[0].startswith("Deno"):
        return following.startswith(".toObject(")
    return not following.startswith((".", "[", "?.", "("))


def _scope(file: File, at: int, parameter: str = "") -> tuple[int, int]:
    """The function whose parameter it is, the one that it is declared in, or the file."""
    if parameter.rstrip().endswith(("(", ",")):
        for function in file.functions:
            if function.at <= at < function.start:
                return function.at, function.end
    inside = next(file.around(file.functions, at), None)
    return (inside.start, inside.end) if inside else (0, len(file.code))


def _shadowed(file: File, name: str, at: int, since: int) -> bool:
    """Is it another thing of that name: a parameter in between, a key, a property's declaration?"""
    for function in file.around(file.functions, at):
        if name in function.parameters and function.at > since:
            return True
    following = file.code[at + len(name) : at + len(name) + 4].lstrip()
    return following.startswith(":") and file.code[max(0, at - 80) : at].rstrip()[-1:] in ("{", ",")
