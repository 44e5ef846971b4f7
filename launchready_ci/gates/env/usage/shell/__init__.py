"""Which variables do shell scripts read that neither they nor a script they source assign?"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from launchready_ci.gates.env.usage.reading import Lines, Read
from launchready_ci.gates.env.usage.shell.script import Expansion, Script, scan


class _File(NamedTuple):
    lines: Lines
    name: str
    script: Script


class Shell:
    """All scripts of a repository; ``take`` each, then ask for the reads."""

    def __init__(self) -> None:
        self._files: list[_File] = []

    def take(self, path: str, text: str) -> None:
        """Scan a script; its text is kept only where it reads something."""
        script = scan(text)
        if script.expansions or script.assigned:
            lines = Lines(path, text if script.expansions else "")
            self._files.append(_File(lines, path.rpartition("/")[2], script))

    def reads(self) -> Iterator[Read]:
        """Every read: what a script assigns is also known where it is sourced, and the reverse."""
        together = {file.name: {file.name} for file in self._files}
        for file in self._files:
            for other in file.script.sourced & together.keys():
                together[file.name].add(other)
                together[other].add(file.name)
        assigned: dict[str, set[str]] = {}
        for file in self._files:
            assigned.setdefault(file.name, set()).update(file.script.assigned)
        for file in self._files:
            others = (assigned[name] for name in together[file.name] if name != file.name)
            yield from reads(file.lines, file.script.expansions, "shell", set().union(*others))


def reads(
    lines: Lines, expansions: Iterable[Expansion], source: str, given: Iterable[str] = ()
) -> Iterator[Read]:
    """These expansions as reads, without the names that something else has given a value."""
    for name, start, default in expansions:
        if name not in given:
            yield lines.read(name, start, source, default=default)
