"""Is a credential in what goes into Git?"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from launchready_ci.gate import Context, Facts, Gate, NotLookedAt, Unreadable
from launchready_ci.gates.secrets import engine, history, sources
from launchready_ci.gates.secrets.batch import Batch
from launchready_ci.gates.secrets.rules import RULES, Searched, unreadable
from launchready_ci.gates.secrets.sources import Text
from launchready_ci.git import Git
from launchready_ci.globs import Matcher, matcher
from launchready_ci.options import option

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
    secrets_baseline: str = option(
        "--secrets-baseline",
        default=".secrets.baseline",
        metavar="PATH",
        help="A detect-secrets baseline, read and never written. [default: .secrets.baseline]",
    )

    def __post_init__(self) -> None:
        """Refuse a glob that cannot be read, and two sources at once (ValueError)."""
        matcher(self.exclude)
        asked = [name for name in SOURCES if getattr(self, name)]
        if len(asked) > 1:
            words = " and ".join("FILES" if n == "files" else _flag(n) for n in asked)
            raise ValueError(f"{words} exclude each other")
        if self.hook and asked and not self.files:
            raise ValueError(f"--hook and {_flag(asked[0])} exclude each other")


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def collect(config: Secrets, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Search every text; the values that are found go no further than this."""
    batch, searched = Batch(config, context), 0
    for item in engine.search(_texts(config, context)):
        if isinstance(item, Unreadable):
            yield item
            continue
        batch.add(item)
        searched += 1
        if searched % PROGRESS == 0:
            context.progress(f"secrets: {searched} texts searched")
        if batch.full:
            yield from batch.facts()
    yield from batch.facts()
    context.complete = not config.hook and not any(getattr(config, n) for n in PARTIAL)
    if not searched:
        yield NotLookedAt(Searched, _nothing(config))


def _texts(config: Secrets, context: Context) -> Iterator[Text | Unreadable]:
    excluded = matcher(config.exclude)
    if config.stdin:
        return sources.stdin(sys.stdin.buffer)
    if config.files and not config.hook:
        return sources.files(context.root, config.files, excluded)
    return _from_git(config, context, excluded)


def _from_git(config: Secrets, context: Context, excluded: Matcher) -> Iterator[Text | Unreadable]:
    git = Git.at(context.root, context.environ)
    if range_ := config.range or _hook_range(config, context):
        return history.commits(git, range_, excluded)
    if config.history:
        return history.history(git, excluded)
    if config.pre_push:
        return history.pushed(git, sys.stdin, config.pre_push, excluded)
    if config.hook and config.files:
        return sources.named(git, config.files, excluded)
    return (
        sources.staged(git, excluded)
        if config.staged or config.hook
        else sources.tree(git, excluded)
    )


def _hook_range(config: Secrets, context: Context) -> str:
    """The range of ``pre-commit run --from-ref A --to-ref B`` and of its pre-push stage."""
    start = context.environ.get("PRE_COMMIT_FROM_REF", "")
    end = context.environ.get("PRE_COMMIT_TO_REF", "")
    return f"{start}..{end}" if config.hook and start and end else ""


def _nothing(config: Secrets) -> str:
    if config.range or config.pre_push:
        return "no commit of the range brings a file in"
    if config.staged or config.hook:
        return "nothing is staged"
    return "every file is excluded"


GATE = Gate("secrets", ("pre-commit",), Secrets, collect, RULES, unreadable)
