"""How often and how long did each statement run, and how often within one request?"""

import re
from collections import Counter, OrderedDict
from dataclasses import dataclass

from launchready_ci.gate import CannotLook
from launchready_ci.gates.schema.database.configuration import EngineName
from launchready_ci.gates.schema.database.queries.logfile import Line
from launchready_ci.gates.schema.database.queries.normal import normal
from launchready_ci.gates.schema.database.statements import Statement, split

STATEMENTS = 10_000
"""So many different ones are kept."""
REQUESTS = 2_000
"""So many may be under way at once; the log of the one seen longest ago is closed."""
TEXTS = 20_000
"""So many texts are remembered, so that one that comes again need not be read again."""

VALUES = re.compile(r"(?<![\w$'])\d+(?![\w.'])|(?<!['\w])'[^'%_\\]*+'(?!')")
"""The plain ones: texts that differ in nothing else are the same statement."""


@dataclass
class Ran:
    """All runs of one statement."""

    statement: Statement
    """Without values."""
    runs: int = 0
    seconds: float = 0.0
    timed: int = 0
    slowest: float = 0.0
    most: int = 0
    """Runs within one request."""
    requests: int = 0
    """In which it ran."""
    often: int = 0
    """Requests in which it ran as often as counts for a loop."""

    @property
    def mean(self) -> float:
        """Seconds."""
        return self.seconds / self.timed if self.timed else 0.0


class Tally:
    """Takes the lines of a log in their order; memory does not grow with the log."""

    def __init__(self, engine: EngineName, repeats: int) -> None:
        self._engine: EngineName = engine
        self._repeats = repeats
        self.ran: dict[str, Ran] = {}
        """By the statement without its values."""
        self._texts: dict[str, Ran | None] = {}
        self._open: OrderedDict[str, Counter[str]] = OrderedDict()

    def take(self, path: str, line: Line) -> None:
        """Count a run; raises CannotLook where there are too many different statements."""
        ran = self._ran(path, line)
        if ran is None:
            return
        ran.runs += 1
        if line.seconds is not None:
            ran.seconds += line.seconds
            ran.timed += 1
            ran.slowest = max(ran.slowest, line.seconds)
        if line.request:
            counted = self._open.setdefault(line.request, Counter())
            counted[ran.statement.sql] += 1
            self._open.move_to_end(line.request)
            if len(self._open) > REQUESTS:
                self._close(self._open.popitem(last=False)[1])

    def close(self) -> None:
        """No more lines come."""
        while self._open:
            self._close(self._open.popitem()[1])

    def _close(self, counted: Counter[str]) -> None:
        for sql, runs in counted.items():
            ran = self.ran[sql]
            ran.requests += 1
            ran.most = max(ran.most, runs)
            ran.often += runs >= self._repeats

    def _ran(self, path: str, line: Line) -> Ran | None:
        text = line.statement
        # far quicker than reading it; where a name may look like a value, nothing is left out
        key = text if '"' in text else VALUES.sub("?", text)
        if key in self._texts:
            return self._texts[key]
        found = self._known(path, line)
        if len(self._texts) < TEXTS:
            self._texts[key] = found
        return found

    def _known(self, path: str, line: Line) -> Ran | None:
        statement = next(split(line.statement, path, self._engine), None)
        if statement is None or not statement.reads_rows:
            return None
        sql = normal(statement)
        if sql not in self.ran:
            if len(self.ran) == STATEMENTS:
                told = f"more than {STATEMENTS} different statements"
                raise CannotLook(f"{path}:{line.number}: {told}; is it a log of one app?")
            place = Statement(sql, path, line.number, 1, self._engine)
            self.ran[sql] = Ran(place)
        return self.ran[sql]
