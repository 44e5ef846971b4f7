"""Which variables does a schema describe that the environment is held against?

zod, valibot, yup, Joi, TypeBox and arktype objects that are given ``process.env``, t3-env's
``createEnv``, envalid's ``cleanEnv``, znv's ``parseEnv``, Nest's ``validationSchema``.
"""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.code import WORD
from launchready_ci.gates.env.usage.javascript.environment import Use
from launchready_ci.gates.env.usage.javascript.file import File
from launchready_ci.gates.env.usage.javascript.named import Named
from launchready_ci.gates.env.usage.javascript.names import Names
from launchready_ci.gates.env.usage.javascript.reads import Access

OBJECT = re.compile(
    r"(?:(?<![\w$])(?:strictO|looseO|O|o)bject(?:Async)?|\.\s*(?:extend|safeExtend|keys|append|shape|type)"
    r"|(?<![\w$.])type)\s*(?:<[^()<>]*>)?\s*\(\s*(?=\{)"
)
MERGED = re.compile(
    r"\.\s*(?:merge|and|extend|safeExtend|concat)\s*\(\s*([A-Za-z_$][\w$.]*)|\.\.\.\s*([A-Za-z_$][\w$]*)"
)
CALLEE = re.compile(r"[A-Za-z_$][\w$.]*$")
OPTIONAL = re.compile(
    r"\.\s*(?:default|optional|nullish|catch|prefault|exactOptional)\s*\(|\b[vztT]\w*\s*\.\s*(?:optional|nullish|fallback|exactOptional|Optional)\s*\("
    r"|(?<![\w$.])(?:optional|nullish|fallback)\s*\(|(?<![\w$])default\s*:|[\"']\0+\?[\"']"
)
NEEDED = re.compile(r"\.\s*required\s*\(\s*\)")
LONGEST = 20_000
DEEPEST = 4
UPPER = re.compile(r"[A-Z_][A-Z0-9_]*")
CREATE = re.compile(r"(?<![\w$.])createEnv\s*\(\s*\{")
SECTIONS = {"server", "client", "shared", "experimental__server", "vars"}
CLEAN = re.compile(
    r"(?<![\w$])(?:cleanEnv|customCleanEnv|parseEnv|envsafe|makeEnv)\s*(?:<[^()]*>)?\("
)
CLEANS = re.compile(r"nEnv|eEnv|envsafe")
"""Stands in each of these names, and is found faster."""
VALIDATED = re.compile(r"\bvalidationSchema\s*:\s*")


def described(file: File, uses: list[Use], names: Names) -> Iterator[Access]:
    """What the schemas of this file ask of the environment."""
    code = file.code
    created = CREATE.finditer(code) if "createEnv" in code else ()
    for create in (*created, *_renamed(file)):
        for start, end in file.parts(create.end() - 1):
            key = WORD.match(code, start)
            if key and key[0] in SECTIONS:
                yield from _value(file, code.find(":", start, end) + 1, end, names)
    for clean in CLEAN.finditer(code) if CLEANS.search(code) else ():
        for part in file.parts(clean.end() - 1):
            yield from _value(file, *part, names)
    for use in uses:
        yield from _held(file, use, names)
    for validated in VALIDATED.finditer(code):
        yield from _expression(file, validated.end(), file.statement(validated.end()), names)


def _renamed(file: File) -> Iterator[re.Match[str]]:
    """The calls of a ``createEnv`` that was imported under another name."""
    for local, (module, name) in file.imports.items():
        if name == "createEnv" != local and module.startswith("@t3-oss/"):
            yield from re.finditer(rf"\b{re.escape(local)}\s*\(\s*\{{", file.code)


def _held(file: File, use: Use, names: Names) -> Iterator[Access]:
    """Of a call that is given the whole environment: its other arguments and its receiver."""
    opening = _call(file, use)
    if opening is None:
        return
    callee = CALLEE.search(file.code, max(0, opening - 100), opening)
    method = callee[0].rpartition(".") if callee else ("", "", "")
    parses = re.match(
        r"(?:safe)?[pP]arse|validate|assert|check|cast|decode|create|env|load|[sS]chema", method[2]
    )
    curried = file.code[opening - 1 : opening] == ")"
    if not (parses or curried or "chema" in method[0] + method[2]):
        return
    for part in file.parts(opening):
        if not part[0] <= use.start < part[1]:
            yield from _expression(file, *part, names)
    start = file.chain_start(opening)
    yield from _expression(file, start, opening, names)


def _call(file: File, use: Use) -> int | None:
    """The bracket of the call whose argument is this whole environment."""
    before = file.code[max(0, use.start - 60) : use.start].rstrip()
    following = file.code[use.end : use.end + 40].lstrip()
    if before.endswith("...") and following.startswith((",", "}", ")")):
        before = before.removesuffix("...").rstrip()
        before = before.removesuffix("{").rstrip()
    elif not following.startswith((",", ")", "as ")):
        return None
    if before.endswith("("):
        return use.start - (min(60, use.start) - len(before)) - 1
    return file.enclosing(use.start) if before.endswith(",") else None


def _expression(file: File, start: int, end: int, names: Names, depth: int = 0) -> Iterator[Access]:
    """The keys of the schema that an expression builds, or of the one that it begins with."""
    code, at, some = file.code, start, False
    end = min(end, start + LONGEST)
    while match := OBJECT.search(code, at, end):
        yield from _keys(file, match.end())
        at, some = file.closing.get(match.end(), match.end()) + 1, True
    mentioned = [first or second for first, second in MERGED.findall(code[start:end])]
    if not some and (word := WORD.match(code, start, end)):
        mentioned.append(word[0])
    for word in dict.fromkeys(mentioned) if depth < DEEPEST else ():
        if target := names.value(file, word.partition(".")[0]):
            yield from _expression(*target, names, depth + 1)


def _value(file: File, start: int, end: int, names: Names, depth: int = 0) -> Iterator[Access]:
    """An object of validators, written here or under a name."""
    start, end = file.stripped(start, end)
    if file.code[start : start + 1] == "{":
        yield from _keys(file, start)
        for first, last in file.parts(start):
            if file.code.startswith("...", first) and depth < DEEPEST:
                yield from _value(file, first + 3, last, names, depth + 1)
        return
    yield from _expression(file, start, end, names)
    word = WORD.match(file.code, start, end)
    if word and depth < DEEPEST and word.end() == end and (target := names.value(file, word[0])):
        yield from _value(*target, names, depth + 1)


def _keys(file: File, opening: int) -> Iterator[Access]:
    for start, end in file.parts(opening):
        quoted = file.code[start] in "\"'"
        name = file.text[start + 1 : end].partition(file.text[start])[0] if quoted else ""
        word = WORD.match(file.code, start, end)
        name = name.removesuffix("?") if quoted else word[0] if word else ""
        if UPPER.fullmatch(name):
            value = file.code[start + len(name) : end]
            joi = re.search(r"\b(?:[jJ]oi|[yY]up)\s*\.", value)
            optional = not NEEDED.search(value) if joi else OPTIONAL.search(value) is not None
            quoted_optional = quoted and file.text[start + 1 + len(name)] == "?"
            yield Access(Named(name, file, start + quoted), optional or quoted_optional)
