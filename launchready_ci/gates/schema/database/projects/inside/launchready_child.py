"""What alembic and Django have in common, inside the project's own Python (3.9 or later).

The parent writes orders, each a line of JSON, and reads a line for each migration that is done and
one for the end of the order. The project itself has an empty stdin, and its stdout is stderr.
"""

import json
import os
import sys
from types import FrameType, TracebackType
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Tuple

from launchready_guard import REFUSED, Elsewhere, Throwaway

LONGEST = 2_000
"""Characters of an error."""
NOTED = ("CREATE", "DROP", "ALTER", "DELETE", "TRUNCATE", "INSERT", "REPLACE", "WITH")
"""First words of statements that the parent may say something about."""
Frames = Iterable[Tuple[FrameType, int]]
Place = Callable[[Frames], Optional[int]]


class Line:
    """To the parent and back."""

    def __init__(self) -> None:
        self._orders = os.fdopen(os.dup(0), "rb")
        self._answers = os.fdopen(os.dup(1), "wb")
        empty = os.open(os.devnull, os.O_RDONLY)
        os.dup2(empty, 0)
        os.close(empty)
        os.dup2(2, 1)

    def orders(self) -> Iterator[Any]:
        """What the parent wants."""
        for line in self._orders:
            yield json.loads(line)

    def tell(self, what: Dict[str, Any]) -> None:
        """Answer the parent."""
        self._answers.write(json.dumps(what).encode() + b"\n")
        self._answers.flush()

    def done(self, migration: str, statements: "Statements") -> None:
        """Say that a migration is done, and wait until the parent has looked."""
        self.tell({"done": migration, "statements": statements.taken()})
        next(self.orders())


class Statements:
    """What one migration ran, each statement once with its line in the migration's file."""

    def __init__(self) -> None:
        self._noted: Dict[Tuple[str, Optional[int]], None] = {}

    def note(self, sql: str, place: Place) -> None:
        """Keep a statement; rows that are only put in say nothing."""
        words = sql.lstrip(" \t\r\n(").upper()
        if words.startswith(NOTED) and not (words.startswith("INSERT") and "SELECT" not in words):
            self._noted[sql, place(_callers())] = None

    def taken(self) -> "List[Tuple[str, Optional[int]]]":
        """All since the last time."""
        noted, self._noted = list(self._noted), {}
        return noted


def _callers() -> Frames:
    frame: Optional[FrameType] = sys._getframe(2)  # noqa: SLF001
    while frame is not None:
        yield frame, frame.f_lineno
        frame = frame.f_back


def _trace(trace: "Optional[TracebackType]") -> Frames:
    """From the innermost."""
    found: List[Tuple[FrameType, int]] = []
    while trace is not None:
        found.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    return reversed(found)


def main(make: "Callable[[Line, Throwaway], Any]") -> None:
    """Do what the parent wants of the project's migrations, as ``make`` knows them."""
    sys.path[0] = os.getcwd()
    line, throwaway = Line(), Throwaway()
    throwaway.guard()
    migrations = make(line, throwaway)
    orders = {name: getattr(migrations, name) for name in ("start", "up", "down", "drift")}
    serve(orders, line, migrations.place)


def serve(orders: "Dict[str, Callable[..., Any]]", line: Line, place: Place) -> None:
    """Do what the parent wants, until it wants no more."""
    for order in line.orders():
        try:
            line.tell({"said": orders[order["do"]](*order["with"])})
        except BaseException as error:  # noqa: BLE001 - also of SystemExit
            line.tell(_told(error, place))
    sys.stderr.flush()
    os._exit(0)


def _told(error: BaseException, place: Place) -> "Dict[str, Any]":
    try:
        text = str(getattr(error, "orig", None) or error)
    except Exception:  # noqa: BLE001 - of the project
        text = ""
    at = getattr(error, "filename", None), getattr(error, "lineno", None)
    frames = list(_trace(error.__traceback__))
    refused = next(
        iter([one for one in _causes(error) if isinstance(one, Elsewhere)] or REFUSED), None
    )
    if not (isinstance(error, SyntaxError) and isinstance(at[0], str)):
        at = _own(frames)
    return {
        "error": type(error).__name__,
        "text": str(refused or text)[:LONGEST],
        "missing": error.name if isinstance(error, ModuleNotFoundError) else "",
        "file": at[0],
        "line": at[1],
        "step_line": place(frames),
        "refused": refused is not None,
    }


def _causes(error: "Optional[BaseException]") -> Iterator[BaseException]:
    seen: "List[BaseException]" = []
    while error is not None and error not in seen:
        yield error
        seen.append(error)
        error = error.__cause__ or error.__context__


def _own(frames: Frames) -> "Tuple[Optional[str], Optional[int]]":
    """The innermost place within the project."""
    root = os.getcwd() + os.sep
    for frame, line in frames:
        name = frame.f_code.co_filename
        whole = os.path.abspath(name)
        if whole.startswith(root) and name[:1] != "<" and "site-packages" not in whole:
            return whole, line
    return None, None
