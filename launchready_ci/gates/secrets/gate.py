"""Is a credential in what goes into Git?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from launchready_ci.gate import Context, Facts, Gate, NotLookedAt, Unreadable
from launchready_ci.gates.secrets.rules import OURS, RULES, STOCK, Searched, unreadable
from launchready_ci.globs import check
from launchready_ci.options import option

if TYPE_CHECKING:
    from launchready_ci.sources import Text

SOURCES = ("files", "staged", "tree", "range", "history", "stdin", "pre_push")
PARTIAL = ("files", "staged", "range", "stdin", "pre_push")
"""Of those, the ones that cannot say that a baseline entry is stale."""
PROGRESS = 200
"""Texts between two progress lines."""


@dataclass(frozen=True)
class Secrets:
    """What is searched. Without an option: the tracked files, as ``--tree``."""

    exclude: tuple[str, ...] = ()
    files: tuple[str, ...] = option("FILES", default=(), help="Files as they are on disk.")
    staged: bool = option("--staged", default=False, help="What is staged, read from the index.")
    tree: bool = option("--tree", default=False, help="The tracked files. [default]")
    range: str = option("--range", default="", metavar="A..B", help="All that commits brought in.")
    history: bool = option("--history", default=False, help="Every commit of every ref.")
    stdin: bool = option("--stdin", default=False, help="What comes on a pipe.")
    hook: bool = option(
        "--hook",
        default=False,
        help="For pre-commit: FILES in the index, a range, or what is staged.",
    )
    pre_push: str = option(
        "--pre-push",
        default="",
        metavar="REMOTE",
        help="For Git's hook: what REMOTE would receive.",
    )
    detectors: str = option(
        "--detectors",
        default=OURS,
        metavar="SET",
        help=f"{OURS}, or exactly what {STOCK} finds by default. [default: {OURS}]",
    )
    run_custom_detectors: bool = option(
        "--run-custom-detectors",
        default=False,
        help=f"With {STOCK}: also run the code that the .secrets.baseline names, if you trust it.",
    )
    secrets_baseline: str = option(
        "--secrets-baseline",
        default=".secrets.baseline",
        metavar="PATH",
        help="A detect-secrets baseline, read and never written. [default: .secrets.baseline]",
    )

    def __post_init__(self) -> None:
        """Refuse a glob that cannot be read, and two sources at once (ValueError)."""
        if self.exclude:
            check("exclude", self.exclude)
        if self.detectors not in (OURS, STOCK):
            raise ValueError(f"--detectors: expected {OURS} or {STOCK}")
        if self.run_custom_detectors and self.detectors != STOCK:
            raise ValueError(f"--run-custom-detectors needs --detectors {STOCK}")
        asked = [name for name in SOURCES if getattr(self, name)]
        if len(asked) > 1:
            words = " and ".join("FILES" if n == "files" else _flag(n) for n in asked)
            raise ValueError(f"{words} exclude each other")
        if self.hook and asked and not self.files:
            raise ValueError(f"--hook and {_flag(asked[0])} exclude each other")


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def collect(config: Secrets, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Search every text; the values that are found go no further than the batch."""
    from launchready_ci.gates.secrets.chosen import Excluded, nothing_to_search, texts

    excluded = Excluded(config.exclude)
    stream = texts(config, context, excluded)
    first = next(stream, None)
    context.complete = not config.hook and not any(getattr(config, name) for name in PARTIAL)
    if first is None:
        yield NotLookedAt(Searched, nothing_to_search(config, context, excluded))
    else:
        yield from _search(config, context, chain([first], stream))


def _search(
    config: Secrets, context: Context, texts: "Iterable[Text | Unreadable]"
) -> Iterator[Facts | Unreadable]:
    from launchready_ci.gates.secrets.batch import Batch  # nothing staged pays for none of it
    from launchready_ci.gates.secrets.chosen import search

    batch = Batch(config, context)
    for number, item in enumerate(search(config, context, texts)):
        if isinstance(item, Unreadable):
            batch.mask(item.subject)
            yield item
            continue
        batch.add(item)
        if number % PROGRESS == 0:
            context.progress(f"secrets: {number} texts searched")
        if batch.full:
            yield from batch.facts()
    yield from batch.facts()


GATE = Gate("secrets", ("pre-commit",), Secrets, collect, RULES, unreadable)
