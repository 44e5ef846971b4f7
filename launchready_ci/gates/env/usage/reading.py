"""What is a read, and where in its text does it stand?"""

from bisect import bisect_right
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.suppressions import ignored

NOTHING: frozenset[str] = frozenset()


class Read(NamedTuple):
    """One place where code or a file reads a variable."""

    name: str
    location: Location
    """Of the name."""
    default: bool
    """A missing variable does not stop the code: a default, ``.get``, a guard, an option."""
    source: str
    """``python``, ``javascript``, ``go``, ``shell``, ``dockerfile``, ``compose``, …"""
    test: bool
    """In a test folder or a test file: counts apart."""
    ignored: frozenset[str] = NOTHING
    """Rules that a comment on its line switches off."""
    kind: str = "env"
    """Of a workflow: ``secret`` (``secrets.X``), ``var`` (``vars.X``) or ``env``."""
    instead: tuple[str, ...] = ()
    """Other names that the same place reads and that would do as well (``APP_X`` for ``X``)."""


class Lines:
    """Places in one decoded text, and what the comments on its lines switch off."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.starts = [0]
        self.starts += [i + 1 for i, character in enumerate(text) if character == "\n"]

    def place(self, start: int, end: int) -> Location:
        """The location of ``text[start:end]``, which stands on one line."""
        line = bisect_right(self.starts, start)
        column = start - self.starts[line - 1] + 1
        return Location(self.path, line, column, line, column + end - start)

    def ignored(self, line: int) -> frozenset[str]:
        """What a comment on this line (from 1) switches off."""
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return ignored(self.text[self.starts[line - 1] : end].encode("utf-8", "surrogatepass"))
