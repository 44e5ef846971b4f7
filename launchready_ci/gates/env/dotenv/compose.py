"""How does Docker Compose (compose-go 2) read an ``env_file`` and ``.env``?

https://github.com/compose-spec/compose-go/blob/main/dotenv/parser.go
"""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.dotenv.reading import Reading

BLANK = "[\t\v\f\r \x85\xa0]"
START = re.compile(r"(?:\s|#[^\n]*(?:\n|\Z))*")
NAME = re.compile(rf"(?:export\s+)?{BLANK}*((?:[\w.\[\]-]|{BLANK})*)([=:\n]|\Z)")
QUOTED = {
    quote: re.compile(rf"{quote}((?:\\.|[^{quote}\\])*){quote}", re.DOTALL) for quote in "'\""
}
ESCAPE = re.compile(r"\\([abcfnrtv$\"\\]|0[0-7]{0,3})")
SIMPLE = dict(zip('abfnrtv"\\', '\a\b\f\n\r\t\v"\\', strict=True))
TEMPLATE = re.compile(r"\$(?:\$|[A-Za-z_]|\{[A-Za-z_][A-Za-z0-9_]*(?::?[-+?]|\}))")
DEMANDS = re.compile(r"(?<!\$)\$\{\w+:?\?")


def compose(text: str) -> Iterator[Reading]:
    """Read the statements; what it does not understand is an error that ends ``docker compose``."""
    at = 1 if text.startswith("\ufeff") else 0
    while True:
        found = START.match(text, at)
        at = found.end() if found else at
        if at >= len(text):
            return
        name = NAME.match(text, at)
        if name is None or " " in name[1].strip():
            end = _line_end(text, at)
            yield Reading(at, end, "")
            at = end
        elif name[2] == "\n":  # a name alone is inherited, and here nobody has set it
            at = name.end()
        else:
            reading = _statement(text, name)
            yield reading
            at = max(reading.end, at + 1)


def _statement(text: str, name: re.Match[str]) -> Reading:
    start, key = name.start(1), name[1].rstrip()
    at = name.end() if name[2] else start  # nothing separates: all of it is the value of ""
    key = key if name[2] else ""
    while at < len(text) and re.match(BLANK, text[at]):
        at += 1
    quote = text[at : at + 1]
    if quote not in QUOTED:
        end = _line_end(text, at)
        value = text[at:end].partition(" #")[0].rstrip()
        return _judged(Reading(start, end, key, value))
    quoted = QUOTED[quote].match(text, at)
    if quoted is None:
        return Reading(start, _line_end(text, at), "")
    value = quoted[1].replace(f"\\{quote}", quote)
    if quote == '"':
        value = ESCAPE.sub(_unescaped, value)
    return _judged(Reading(start, quoted.end(), key, value, quote))


def _judged(reading: Reading) -> Reading:
    """The same, or the error where ``$`` begins nothing it knows, or a variable is demanded."""
    if not reading.name or reading.name[0].isdigit():
        return reading._replace(name="")
    if reading.quote == "'":
        return reading
    rest = TEMPLATE.sub("", reading.value.replace("\\$", ""))
    refused = "$" in rest or DEMANDS.search(reading.value)
    # $(date) is the one unknown that people write on purpose; what becomes of it is an expansion
    return reading._replace(name="") if refused and "$(" not in rest else reading


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code == "$":
        return "\\$"
    if code.startswith("0"):
        return chr(int(code, 8)) if len(code) == 4 and int(code, 8) < 256 else match[0]
    return SIMPLE.get(code, match[0])


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
