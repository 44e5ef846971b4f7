"""Lines of a log that say which statement ran, how long, and for which request."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from launchready_ci.conditions import search
from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.database.configuration import Log
from launchready_ci.operators import ABSENT
from launchready_ci.units import duration

LONGEST = 1 << 20
"""Bytes of a line."""
STATEMENT = ("statement", "sql", "query", "db.statement", "db.query.text")
REQUEST = (
    *("request_id", "requestId", "req_id", "request", "correlation_id", "trace_id", "traceId"),
)
MILLISECONDS = ("ms", "duration_ms", "elapsed_ms", "time_ms", "duration")
SECONDS = ("seconds", "duration_s", "duration_seconds")


class Line(NamedTuple):
    """One run of a statement."""

    number: int
    statement: str
    seconds: float | None
    request: str
    """Empty where the line names none."""


class Bad(NamedTuple):
    """A line that says nothing that can be understood."""

    number: int
    reason: str


def read(path: str, log: Log) -> Iterator[Line | Bad | None]:
    """Line by line, None for one without a statement; raises CannotLook."""
    try:
        with open(path, "rb") as file:
            for number, text in enumerate(iter(lambda: file.readline(LONGEST + 1), b""), 1):
                if len(text) > LONGEST:
                    raise CannotLook(f"{path}:{number}: longer than {LONGEST >> 20} MiB")
                yield _line(number, text, log) if text.strip() else None
    except OSError as error:
        raise CannotLook(f"{path} cannot be read: {error.strerror}") from None


def _line(number: int, text: bytes, log: Log) -> Line | Bad | None:
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError):  # of the error's own text no value may come out
        return Bad(number, "no JSON")
    if not isinstance(entry, dict):
        return Bad(number, "expected a JSON object")
    statement = _found(entry, log.statement, STATEMENT)
    if not isinstance(statement, str) or not statement.strip():
        return None
    try:
        seconds = _seconds(entry, log.duration)
    except ValueError:
        return Bad(number, "its duration is neither milliseconds nor a text such as 12ms or 1.5s")
    request = _found(entry, log.request, REQUEST)
    known = isinstance(request, str | int) and not isinstance(request, bool)
    return Line(number, statement, seconds, str(request) if known else "")


def _found(entry: Mapping[str, Any], path: str, names: tuple[str, ...]) -> object:
    if path:
        found = search(path, entry)
        return None if found is ABSENT else found
    return next((entry[name] for name in names if entry.get(name) not in (None, "")), None)


def _seconds(entry: Mapping[str, Any], path: str) -> float | None:
    """Raises ValueError."""
    if not path and (value := _found(entry, "", SECONDS)) is not None:
        return _number(value)
    value = _found(entry, path, MILLISECONDS)
    if value is None:
        return None
    return duration(value) if isinstance(value, str) else _number(value) / 1000


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("no number")  # noqa: TRY004
    if not 0 <= value < 1e12:
        raise ValueError("a duration out of this world")
    return float(value)
