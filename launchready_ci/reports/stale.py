"""Which reports did a run ask for that never began? What an earlier run left there is emptied."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise

from launchready_ci.reports import ReportError, open_targets


def empty(words: Sequence[str], environ: Mapping[str, str]) -> None:
    """Empty every report that a command line names, whatever else is wrong with it."""
    for asked in [*_named(words)] or environ.get("LAUNCHREADY_OUTPUT", "").splitlines():
        with suppress(ReportError):
            open_targets([asked.strip()])


def _named(words: Sequence[str]) -> Iterator[str]:
    for word, after in pairwise([*words, ""]):
        if word == "--output" and after:
            yield after
        elif word.startswith("--output="):
            yield word.partition("=")[2]
