"""What is a read, and where in its text does it stand?"""

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gates.env.usage.paths import is_test
from launchready_ci.suppressions import WORD, ignored

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
    """Of a workflow: ``secret`` (``secrets.X``), ``var`` (``vars.X``) or ``env``; what only a
    build is given (``ARG``, ``build: args:``) is ``arg``; everything else is ``env``."""
    instead: tuple[str, ...] = ()
    """Other names that the same place reads and that would do as well (``APP_X`` for ``X``)."""
    bare: bool = False
    """``default``, but nothing stands in for the variable: ``os.getenv(X)``, which gives None."""

    @property
    def optional(self) -> bool:
        """Does the code know what to do without it?"""
        return self.default and not self.bare


class Lines:
    """Places in one decoded text, and what the comments on its lines switch off."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.test = is_test(path)
        self.switched = WORD.decode() in text

    @cached_property
    def starts(self) -> list[int]:
        """The index at which each line begins."""
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def place(self, start: int, end: int) -> Location:
        """The location of ``text[start:end]``, which stands on one line."""
        line = bisect_right(self.starts, start)
        column = start - self.starts[line - 1] + 1
        return Location(self.path, line, column, line, column + end - start)

    def ignored(self, line: int) -> frozenset[str]:
        """What a comment on this line (from 1) switches off."""
        if not self.switched:
            return NOTHING
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return ignored(self.text[self.starts[line - 1] : end].encode("utf-8", "surrogatepass"))

    def read(  # noqa: PLR0913 - each is a field of Read
        self,
        name: str,
        start: int,
        source: str,
        *,
        default: bool = False,
        kind: str = "env",
        test: bool = False,
        instead: tuple[str, ...] = (),
    ) -> Read:
        """A read of this name, which stands at this index."""
        place = self.place(start, start + len(name))
        off = self.ignored(place.line)
        return Read(name, place, default, source, self.test or test, off, kind, instead)
