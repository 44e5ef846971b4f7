"""Which contract answers for a file, where a repository has several?

That of the nearest folder above it, and beside that those of the folders further up: in a monorepo
each app has its own, and what all of them need stands at the root. A contract beside no code
(``docker/.env.example``) answers for the folder above; the sources that launchready.yaml names
answer for everything.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from launchready_ci.gates.env.contract import Contract, Declared

Source = tuple[str, str, Sequence[Declared]]
"""The folder of a source, its name, and what it declares."""


class Scope(NamedTuple):
    """A folder that has a contract."""

    folder: str
    """``""`` is the root."""
    own: Contract
    """What stands there."""
    known: Contract
    """That, and what the folders above declare."""

    def related(self, other: "Scope | None") -> bool:
        """Is the other one further up or down? What no contract answers for is near to all."""
        return other is None or below(self.folder, other.folder) or below(other.folder, self.folder)


class Scopes(NamedTuple):
    """All of them, by folder."""

    by_folder: Mapping[str, Scope] = {}

    @classmethod
    def of(cls, sources: Iterable[Source], holds_code: Callable[[str], bool]) -> "Scopes":
        """Put the sources where they answer; ``holds_code`` tells it of a folder and below."""
        found: dict[str, list[Source]] = {}
        for source in sources:
            folder = source[0]
            while folder and not holds_code(folder):
                folder = folder.rpartition("/")[0]
            found.setdefault(folder, []).append(source)
        return cls({folder: _scope(folder, found) for folder in sorted(found)})

    def answers(self, path: str) -> Scope | None:
        """The scope that a file is in."""
        folder = path.rpartition("/")[0]
        while folder and folder not in self.by_folder:
            folder = folder.rpartition("/")[0]
        return self.by_folder.get(folder)


def below(folder: str, above: str) -> bool:
    """Is it the same folder, or one inside of it?"""
    return not above or folder == above or folder.startswith(f"{above}/")


def _scope(folder: str, found: Mapping[str, Sequence[Source]]) -> Scope:
    above = [other for other in found if other != folder and below(folder, other)]
    near = [folder, *sorted(above, key=len, reverse=True)]
    return Scope(folder, _merged(found[folder]), _merged([s for f in near for s in found[f]]))


def _merged(sources: Sequence[Source]) -> Contract:
    names = [name for _, name, _ in sources]
    return Contract.of(names, (one for _, _, declared in sources for one in declared))
