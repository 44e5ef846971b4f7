"""How does an @env-spec parser (varlock) read a file?

https://github.com/dmno-dev/varlock/blob/main/packages/env-spec-parser/grammar.peggy
"""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.dotenv.reading import Reading

KEY = re.compile(r"[ \t]*(?:export [ \t]*)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=")
CALL = re.compile(r"[A-Za-z]\w*\((?:[^()\n]|\([^()\n]*\))*\)", re.ASCII)
TRIPLE = {
    quote: re.compile(rf"{quote * 3}(.*?\n.*?)(?<!\\){quote * 3}", re.DOTALL) for quote in '"`'
}
# a backslash before a quote always escapes it: the grammar never goes back
QUOTED = {
    "'": re.compile(r"'((?:[^'\\]|\\'|\\(?!'))*)'"),
    '"': re.compile(r'"((?:[^"\\]|\\"|\\(?!"))*)"'),
    "`": re.compile(r"`((?:[^`\n\\]|\\`|\\(?!`))*)`"),
}
TAIL = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
SKIPPED = re.compile(r"(?:[ \t]*(?:#[^\n]*)?(?:\n|\Z))")
COMPUTED = "\0computed"
"""Stands for the result of a function call: no other parser makes one."""


def env_spec(text: str) -> Iterator[Reading]:
    """Read the statements; one that does not fit makes the whole file invalid."""
    at = 0
    while at < len(text):
        skipped = SKIPPED.match(text, at)
        if skipped and skipped.end() > at:
            at = skipped.end()
            continue
        reading = _statement(text, at)
        yield reading
        at = max(reading.end, at + 1)


def _statement(text: str, at: int) -> Reading:
    key = KEY.match(text, at)
    if key is None:
        return _refused(text, at)
    for value, quote, end in _values(text, key.end()):
        tail = TAIL.match(text, end)
        if tail:
            return Reading(key.start(1), tail.end(), key[1], value, quote)
    return _refused(text, at)


def _values(text: str, at: int) -> Iterator[tuple[str, str, int]]:
    """What the value may be, as the grammar orders it."""
    if call := CALL.match(text, at):
        yield COMPUTED, "", call.end()
    quote = text[at : at + 1]
    if quote in TRIPLE and (triple := TRIPLE[quote].match(text, at)):
        yield triple[1], quote, triple.end()
    if quote in QUOTED:
        if quoted := QUOTED[quote].match(text, at):
            yield _unescaped(quoted[1], quote), quote, quoted.end()
        return
    plain = re.compile(r"[^#\n]*").match(text, at)
    assert plain, "it may be empty"  # noqa: S101 - for the type checkers
    if plain[0].lstrip(" \t")[:1] not in QUOTED:  # quotes do not follow a space
        yield plain[0].strip(), "", plain.end()


def _unescaped(text: str, quote: str) -> str:
    text = text.replace(f"\\{quote}", quote)
    return text if quote == "'" else text.replace("\\n", "\n")


def _refused(text: str, at: int) -> Reading:
    end = text.find("\n", at)
    return Reading(at, len(text) if end < 0 else end, "")
