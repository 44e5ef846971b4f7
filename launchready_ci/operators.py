"""Is a value what a condition asks for? ``{at_least: 1}``, ``{one_of: [200, 204]}``, or the value.

Each operator says in words what it expects, and ``display`` what came instead.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from launchready_ci.nearest import nearest
from launchready_ci.nodes import shown
from launchready_ci.redact import redact

Mask = Callable[[str], str]
LONGEST = 1000
"""Of a pattern, and of a text that a pattern is tried on in one piece."""
TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
"""The names of JSON Schema."""


class Absent:
    """What is not there, which is not null."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent()


class Operator(NamedTuple):
    """One operator with its operand."""

    words: str
    """After ``expected``."""
    holds: Callable[[Any], bool]


def operators(wanted: object, plain: str = "is") -> tuple[Operator, ...]:
    """The operators of a condition; raises ValueError where there is no such operator."""
    if wanted is None:
        return ()
    if not isinstance(wanted, Mapping) or not wanted.keys() & OPERATORS.keys():
        return (OPERATORS[plain](wanted),)
    unknown = next((key for key in wanted if key not in OPERATORS), None)
    if unknown is not None:
        raise ValueError(f"unknown operator {shown(unknown)}{nearest(unknown, OPERATORS)}")
    return tuple(OPERATORS[name](operand) for name, operand in wanted.items())


def _is(operand: object) -> Operator:
    def holds(got: object) -> bool:
        # 1 is no true, and a status is compared as what it is
        return (
            type(got) is bool is type(operand) and got == operand
            if bool in (type(got), type(operand))
            else got == operand
        )

    return Operator(display(operand), holds)


def _contains(operand: object) -> Operator:
    def holds(got: object) -> bool:
        if isinstance(got, str):
            return isinstance(operand, str) and operand in got
        return isinstance(got, (list, dict)) and operand in got

    return Operator(f"to contain {display(operand)}", holds)


def _bound(word: str, compare: Callable[[float, float], bool]) -> Callable[[object], Operator]:
    def make(operand: object) -> Operator:
        if isinstance(operand, bool) or not isinstance(operand, (int, float)):
            told = f"{word.replace(' ', '_')} takes a number"
            raise ValueError(told)  # noqa: TRY004 - a fault of launchready.yaml, as the others
        limit = operand

        def holds(got: object) -> bool:
            number = _number(got)
            return number is not None and compare(number, limit)

        return Operator(f"{word} {operand}", holds)

    return make


def _number(got: object) -> float | None:
    """A number; of a header the text of one."""
    if isinstance(got, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", got):
        return float(got)
    return got if isinstance(got, (int, float)) and not isinstance(got, bool) else None


def _matches(operand: object) -> Operator:
    if not isinstance(operand, str) or len(operand) > LONGEST:
        raise ValueError("matches takes a regular expression as text")
    try:
        pattern = re.compile(operand)
    except (re.error, OverflowError, RecursionError):
        raise ValueError("matches: this is no regular expression") from None

    def holds(got: object) -> bool:
        # line by line and cut: a pattern that backtracks meets no megabyte
        lines = got.splitlines() if isinstance(got, str) else ()
        return any(pattern.search(line[:LONGEST]) for line in lines)

    return Operator(f"to match {shown(operand)}", holds)


def _exists(operand: object) -> Operator:
    if not isinstance(operand, bool):
        raise ValueError("exists takes true or false")  # noqa: TRY004 - as above
    words = "it to be there" if operand else "it to be absent"
    return Operator(words, lambda got: (got is not ABSENT) is operand)


def _type(operand: object) -> Operator:
    if not isinstance(operand, str) or operand not in TYPES:
        raise ValueError(f"type takes one of {', '.join(TYPES)}")

    def holds(got: object) -> bool:
        value = None if got is ABSENT else got
        if isinstance(value, bool):
            return operand == "boolean"
        whole = isinstance(value, float) and value.is_integer() and operand == "integer"
        return whole or isinstance(value, TYPES[operand])

    return Operator(f"the type {operand}", holds)


def _one_of(operand: object) -> Operator:
    if not isinstance(operand, list) or not operand:
        raise ValueError("one_of takes a list")
    choices = [_is(item).holds for item in operand]
    words = f"one of {', '.join(map(display, operand))}"
    return Operator(words, lambda got: any(holds(got) for holds in choices))


OPERATORS: Mapping[str, Callable[[object], Operator]] = {
    "is": _is,
    "at_least": _bound("at least", lambda got, limit: got >= limit),
    "at_most": _bound("at most", lambda got, limit: got <= limit),
    "contains": _contains,
    "matches": _matches,
    "exists": _exists,
    "type": _type,
    "one_of": _one_of,
}


def display(value: object, mask: Mask = redact) -> str:
    """A value in a message: JSON, short, and with nothing that looks like a credential."""
    if value is ABSENT:
        return "absent"
    if isinstance(value, str):
        return shown(mask(value)[:LONGEST]) or "empty"
    return shown(mask(json.dumps(value, ensure_ascii=False, default=str))[:LONGEST])


def span(seconds: float) -> str:
    """``800 ms`` or ``1.2 s``."""
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"
