"""Is there nothing to tell about a commit? Then a hook ends before rules and reports are imported.

Importing them takes longer than looking at a commit. Nothing but speed hangs on this module: it
answers only the command lines of the hooks, only where nothing at all is found, and in the words of
the console report. All the rest is left to the gate, which looks for itself.
"""

import os
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from launchready_ci import __version__, known
from launchready_ci.checkout import CONFIG, slip, top_level
from launchready_ci.findings import GateReport, Outcome, Report, Unreadable
from launchready_ci.git import BLOBS, PLACES, STAGED, Git, leave
from launchready_ci.unusable import CannotLook

QUESTIONS = (["secrets", "--staged"], ["secrets", "--hook"])
"""Command lines; file names may follow the second one."""
UNUSUAL = ("GITHUB_EVENT_NAME", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "PRE_COMMIT_FROM_REF", *PLACES)
"""Variables with which it is another question, or more than this repository's files decide."""
LARGE = 8 * 1024 * 1024
"""Bytes; of more, the gate shows its progress, and does not read what is excluded."""


class Commit(NamedTuple):
    """What a hook asks about."""

    git: Git
    names: Sequence[str]
    """The files that a hook names; none: whatever is staged."""
    files: tuple[str, str]
    """launchready.yaml and the baseline, which may not be there."""
    state: bytes
    """Of those two, before anything was read."""

    @classmethod
    def of(cls, words: Sequence[str], environ: Mapping[str, str]) -> "Commit | None":
        """The commit that a command line asks about; None of any other command line."""
        if words[:2] not in QUESTIONS or any(map(environ.get, UNUSUAL)):
            return None
        names = words[2:]
        if names and (words[1] != "--hook" or any(name.startswith("-") for name in names)):
            return None
        root = top_level(os.getcwd())
        files = os.path.join(root, CONFIG), os.path.join(root, "launchready.baseline")
        try:
            git, state = Git.at(root, environ), known.state(*files)
        except (CannotLook, OSError):
            return None
        return cls(git, names, files, state) if git.root == os.path.realpath(root) else None

    def passes(self) -> bool:
        """Tell that nothing is found, where something was searched and that is so."""
        began = time.monotonic()
        files = self._searched() if self._in_order() else 0
        return files > 0 and _told(files, time.monotonic() - began)

    def _in_order(self) -> bool:
        """Are both files absent, or as they were when the gate took them?"""
        there = [os.path.lexists(path) for path in self.files]
        if not there[0] and slip(self.git.root):
            return False
        return not any(there) or known.is_known(self.state)

    def _searched(self) -> int:
        """How many files were searched, where nothing was found; else 0."""
        if not self.names:
            self.git.ahead(*STAGED)
        self.git.ahead(*BLOBS)
        from launchready_ci import sources
        from launchready_ci.gates.secrets import engine, paths

        texts = sources.named(self.git, self.names) if self.names else sources.staged(self.git)
        size, searched = 0, []
        try:
            for found in engine.search(texts):
                if isinstance(found, Unreadable) or found.hits:
                    return 0
                searched.append(found.text._replace(data=b""))
                size += len(found.data)
                if size > LARGE:
                    return 0
            if any(paths.search(searched)):
                return 0
        except CannotLook:
            return 0
        finally:
            leave()
        return len(searched) if size else 0

    def remember(self) -> None:
        """The gate has taken both files: as long as they stay as they are, it would again."""
        if not self._in_order() and not _asks_environment(self.files[0]):
            known.remember(self.state, *self.files)


def _told(files: int, seconds: float) -> bool:
    from launchready_ci import reports

    looked_at = {"files": files}
    gate = GateReport("secrets", "pre-commit", Outcome.PASSED, seconds, looked_at=looked_at)
    report = Report(__version__, "", seconds, Outcome.PASSED, (gate,))
    try:
        reports.open_targets([], {"console": {"colour": reports.colour()}}).write(report)
    except reports.ReportError:  # to be told by the gate's own report
        return False
    return True


def _asks_environment(path: str) -> bool:
    """Does the gate's section hold ``${NAME}``? Then it is not the file alone that is in order."""
    from launchready_ci.nodes import Scalar, walk
    from launchready_ci.yaml_marks import parse

    try:
        with open(path, "rb") as file:
            section = parse(path, file.read()).entries.get("secrets")
    except FileNotFoundError:
        return False
    values = walk(section.value) if section else ()
    return any("${" in value.text for _, value in values if isinstance(value, Scalar))
