"""Which variables does a compose file ask for?

https://docs.docker.com/reference/compose-file/interpolation/: ``${X}``, ``$X``, ``${X:-default}``,
``${X:?error}``, ``${X:+instead}``, ``$$`` for a dollar, in every value. A name without a value
under ``environment:`` or ``args:`` is taken from where compose runs.
"""

import re
from collections.abc import Iterator

from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.usage.reading import Lines, Read
from launchready_ci.gates.env.usage.yaml_values import Keys, Value, values

INTERPOLATION = re.compile(
    r"\$\$|\$\{(?P<braced>[A-Za-z_]\w*)(?P<operator>:?[-?+])?|\$(?P<plain>[A-Za-z_]\w*)"
)
NAME = re.compile(r"[A-Za-z_]\w*")


def reads(path: str, text: str) -> Iterator[Read | Unreadable]:
    """Every variable that is filled in or passed on."""
    if "$" not in text and "environment" not in text and "args" not in text:
        return
    lines = Lines(path, text)
    for value in values(path, text):
        if isinstance(value, Unreadable):
            yield value
            continue
        yield from _interpolated(lines, value)
        yield from _passed(lines, value)


def _interpolated(lines: Lines, value: Value) -> Iterator[Read]:
    for match in INTERPOLATION.finditer(lines.text, value.start, value.end):
        if group := "braced" if match["braced"] else "plain" if match["plain"] else "":
            default = (match["operator"] or "?")[-1] in "-+"
            kind = "arg" if _under(value.keys, "args") else "env"
            yield lines.read(
                match[group], match.start(group), "compose", default=default, kind=kind
            )


def _passed(lines: Lines, value: Value) -> Iterator[Read]:
    """``environment: [X]`` and ``environment: {X: }``, the same under ``args:``; of a secret, X."""
    at, name, kind = value.start, value.text, "env"
    if _under(value.keys, "environment") or _under(value.keys, "args"):
        kind = "arg" if _under(value.keys, "args") else "env"
        if isinstance(value.keys[-1], str):
            at, name = value.key_at, value.keys[-1] if _nothing(value) else ""
    elif value.keys[:1] not in (("secrets",), ("configs",)) or value.keys[-1] != "environment":
        return
    at = lines.text.find(name, at)
    if name and NAME.fullmatch(name):
        yield lines.read(name, at, "compose", kind=kind)


def _nothing(value: Value) -> bool:
    return value.text in ("", "~", "null") and value.end - value.start == len(value.text)


def _under(keys: Keys, name: str) -> bool:
    return len(keys) > 1 and keys[-2] == name
