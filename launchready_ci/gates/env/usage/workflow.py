"""Which secrets, variables and environment variables does a GitHub workflow or action use?

https://docs.github.com/en/actions/reference/workflows-and-actions/contexts. A read's ``kind`` tells
``secrets.X`` from ``vars.X`` and from what the steps expand in a shell.
"""

import re
from collections.abc import Iterator

from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.usage.reading import Lines, Read
from launchready_ci.gates.env.usage.shell import reads as shell_reads
from launchready_ci.gates.env.usage.shell.script import scan
from launchready_ci.gates.env.usage.yaml_values import Value, values

EXPRESSION = re.compile(r"\$\{\{((?:[^}']|'[^']*'|\}(?!\}))*)\}\}")
CONTEXT = re.compile(
    r"'(?:[^']|'')*'|(?<![\w.-])(?P<context>secrets|vars|env)"
    r"(?:\.(?P<name>[A-Za-z_][\w-]*)|\[\s*'(?P<key>[A-Za-z_]\w*)'\s*\])"
)
KINDS = {"secrets": "secret", "vars": "var", "env": "env"}
OPTIONAL = re.compile(r"\s*(?:\|\||[!=]=|&&)")
WRITTEN = re.compile(r"([A-Za-z_]\w*)(?:=|<<)")
SHELLS = ("", "bash", "sh")


def reads(path: str, text: str) -> Iterator[Read | Unreadable]:
    """Every variable that a context or a step's script names and nothing in the file sets."""
    lines = Lines(path, text)
    found = list(values(path, text))
    given = _given(text, found)
    shells = {
        v.keys[:-1]: v.text for v in found if isinstance(v, Value) and v.keys[-1:] == ("shell",)
    }
    for value in found:
        if isinstance(value, Unreadable):
            yield value
            continue
        yield from _contexts(lines, value, given)
        step = value.keys[:-1] if value.keys[-1:] == ("run",) and "steps" in value.keys else None
        if step and shells.get(step, "").partition(" ")[0] in SHELLS:
            yield from _run(lines, value, given)


def _given(text: str, found: list[Value | Unreadable]) -> set[str]:
    """The names under ``env:``, and those that a step writes to ``$GITHUB_ENV``."""
    given = {str(v.keys[-1]) for v in found if isinstance(v, Value) and v.keys[-2:-1] == ("env",)}
    for line in text.split("\n") if "GITHUB_ENV" in text else ():
        if "GITHUB_ENV" in line:
            given.update(WRITTEN.findall(line))
    return given


def _contexts(lines: Lines, value: Value, given: set[str]) -> Iterator[Read]:
    """Of ``${{ … }}``, and of ``if:``, which is an expression without it."""
    condition = value.keys[-1:] == ("if",)
    bounds = [match.span(1) for match in EXPRESSION.finditer(lines.text, value.start, value.end)]
    if condition and not bounds:
        bounds = [(value.start, value.end)]
    for start, end in bounds:
        for match in CONTEXT.finditer(lines.text, start, end):
            if match["context"] is None:
                continue
            group = "name" if match["name"] else "key"
            name, kind = match[group], KINDS[match["context"]]
            if kind == "env" and name in given:
                continue
            default = condition or OPTIONAL.match(lines.text, match.end(), end) is not None
            yield lines.read(name, match.start(group), "workflow", default=default, kind=kind)


def _run(lines: Lines, value: Value, given: set[str]) -> Iterator[Read]:
    written = lines.text[value.start : value.end]
    script = EXPRESSION.sub(lambda match: "_" * len(match[0]), written)
    quoted = script[:1] in "'\"" and len(script) > 1
    inside = script[1:-1] if quoted else script
    yield from shell_reads(lines, scan(inside, value.start + quoted).expansions, "workflow", given)
