"""The files of one OpenAPI document; each is read once, and none outside the repository."""

import os

from launchready_ci.findings import Location
from launchready_ci.gates.schema.documents import Document, Malformed, TooMuch, load
from launchready_ci.unusable import CannotLook

MOST = 2000
"""Files of one document."""


class Files:
    """Reads by a path from the root; what could not be looked at is kept in ``too_much``."""

    def __init__(self, root: str, folder: str = "") -> None:
        """Read below the root, and below the folder that somebody named from there."""
        self.root = root
        self.folder = folder
        self.too_much: list[TooMuch] = []
        self._read: dict[str, Document | str] = {}

    def get(self, path: str) -> Document | str:
        """The document, or why there is none."""
        if path not in self._read:
            self._read[path] = self._document(path)
        return self._read[path]

    def add(self, document: Document) -> None:
        """Take what has been read already."""
        self._read[document.path] = document

    def documents(self) -> dict[str, Document]:
        """All that were read."""
        return {path: got for path, got in self._read.items() if isinstance(got, Document)}

    def _document(self, path: str) -> Document | str:
        if len(self._read) >= MOST:
            self.too_much.append(TooMuch(Location(path), f"more than {MOST:,} files are not read"))
            return "too many files"
        if self._outside(path):
            return "it lies outside the repository, and is not read"
        return self._loaded(path)

    def _outside(self, path: str) -> bool:
        whole = os.path.realpath(os.path.join(self.root, path))
        tops = (os.path.realpath(os.path.join(self.root, top)) for top in ("", self.folder))
        return all(os.path.commonpath((top, whole)) != top for top in tops)

    def _loaded(self, path: str) -> Document | str:
        try:
            found = load(self.root, path)
        except TooMuch as error:
            self.too_much.append(error)
            return error.message
        except Malformed as error:
            return f"{error.location}: {error.message}"
        except CannotLook as error:
            return str(error)
        one = len(found) == 1
        return found[0] if one else f"{path} holds {len(found) or 'no'} documents, expected one"
