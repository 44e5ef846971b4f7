"""Is what was found staged in the last commit already, or gone from the folder?"""

from functools import cached_property, lru_cache

from launchready_ci.gate import CannotLook
from launchready_ci.gates.secrets import history, views
from launchready_ci.gates.secrets.engine import Found, Hit
from launchready_ci.git import Git, data
from launchready_ci.sources import Text, from_disk


class Committed:
    """The files of HEAD."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._file = lru_cache(1)(self._read)

    @cached_property
    def blobs(self) -> frozenset[str]:
        """Their ids."""
        return history.in_tree(self._git)

    def holds(self, found: Found, hit: Hit) -> bool:
        """Does the file of that path hold the same credential?"""
        committed = self._file(found.text.path)
        return committed is not None and found.data[hit.start : hit.end] in committed

    def mended(self, found: Found, hit: Hit) -> bool:
        """Is it gone from the file on the disk, which only has to be staged again?"""
        on_disk = from_disk(self._git.root, found.text.path, named=True)
        gone = found.data[hit.start : hit.end]
        return isinstance(on_disk, Text) and gone not in views.decode(on_disk.data).data

    def has(self, path: str) -> bool:
        return self._file(path) is not None

    def _read(self, path: str) -> bytes | None:
        try:
            return views.decode(self._git.read("cat-file", "blob", b"HEAD:./" + data(path)))[0]
        except CannotLook:  # a new file, or no commit yet
            return None
