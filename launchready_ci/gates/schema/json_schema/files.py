"""The files that are held against schemas, each read once."""

from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.findings import Finding, Location
from launchready_ci.gate import CannotLook, Context, Unreadable
from launchready_ci.gates.schema import documents
from launchready_ci.gates.schema.documents import Document, Malformed, TooMuch
from launchready_ci.gates.schema.json_schema.facts import Mappings, Syntax


class Content(NamedTuple):
    """What a file says: a YAML stream may hold several documents, or none."""

    path: str
    documents: tuple[Document, ...]

    @property
    def values(self) -> list[object]:
        """Of every document; an empty file says null."""
        return [document.value for document in self.documents] or [None]


class Files:
    """What has been read so far."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.contents: dict[str, Content] = {}
        """Those that could be read."""
        self._seen: set[str] = set()

    def read(self, path: str) -> Iterator[Syntax | Mappings | Unreadable]:
        """Read a file that was not read before."""
        if path in self._seen:
            return
        self._seen.add(path)
        here = Location(path)
        try:
            found = documents.load(self.context.root, path)
        except CannotLook as error:
            yield Unreadable(str(error), path, here)
            return
        except TooMuch as error:
            yield Unreadable(str(error), path, error.location)
            return
        except Malformed as error:
            wrong = (Finding(error.message, error.location),)
            yield Syntax(subject=path, location=here, wrong=wrong)
            return
        self.context.count("files")
        self.contents[path] = Content(path, found)
        ignores = {place: rules for one in found for place, rules in one.ignores.items()}
        yield Syntax(subject=path, location=here)
        twice = tuple(duplicate for one in found for duplicate in one.duplicates)
        yield Mappings(subject=path, location=here, duplicates=twice, ignores=ignores)
