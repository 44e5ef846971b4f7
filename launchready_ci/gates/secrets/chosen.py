"""Which texts did the command line ask for, and whose detectors?"""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from launchready_ci import sources
from launchready_ci.gate import CannotLook, Context, Unreadable
from launchready_ci.gates.secrets.rules import OURS
from launchready_ci.git import Git
from launchready_ci.globs import Matcher, matcher
from launchready_ci.sources import Item

CONTENT = "links and submodules have no content of their own"

if TYPE_CHECKING:
    from launchready_ci.gates.secrets.engine import Found
    from launchready_ci.gates.secrets.gate import Secrets


class Excluded:
    """Matches what ``secrets.exclude`` leaves out, and counts it."""

    def __init__(self, globs: Iterable[str]) -> None:
        self.count = 0
        self._matches = matcher(globs)

    def __call__(self, path: str) -> bool:
        matched = self._matches(path)
        self.count += matched
        return matched


def texts(config: "Secrets", context: Context, excluded: Matcher) -> Iterator[Item]:
    """Everything to search, as a stream; an empty one where there is nothing to."""
    if (config.stdin or config.pre_push) and sys.stdin is None:
        raise CannotLook("standard input is closed")
    if config.stdin:
        return sources.stdin(sys.stdin.buffer)
    if config.files and not config.hook:
        return sources.files(context.root, config.files, excluded)
    git = Git.seen_from(context.root, context.environ)
    range_ = config.range or _hook_range(config, context)
    if range_ or config.history or config.pre_push:
        return _brought_in(config, context, git, range_, excluded)
    if config.hook and config.files:
        return sources.named(git, config.files, excluded)
    if config.hook or config.staged:
        return sources.staged(git, excluded)
    return sources.tree(git, excluded)


def _brought_in(
    config: "Secrets", context: Context, git: Git, range_: str, excluded: Matcher
) -> Iterator[Item]:
    from launchready_ci.gates.secrets import history

    if range_:
        return history.commits(git, range_, excluded)
    if config.pre_push:
        lines = io.TextIOWrapper(sys.stdin.buffer, "utf-8", "surrogateescape")
        return history.pushed(git, lines, config.pre_push, excluded)
    if history.is_shallow(git):
        context.notes.append(
            "the clone is shallow: only the commits that are in it were searched (fetch-depth: 0)"
        )
    return history.history(git, excluded)


def _hook_range(config: "Secrets", context: Context) -> str:
    """The range of ``pre-commit run --from-ref A --to-ref B``, and of its pre-push stage."""
    start = context.environ.get("PRE_COMMIT_FROM_REF", "")
    end = context.environ.get("PRE_COMMIT_TO_REF", "")
    return f"{start}..{end}" if config.hook and start and end else ""


def search(
    config: "Secrets", context: Context, texts: Iterable[Item]
) -> "Iterator[Found | Unreadable]":
    """Search with our table of formats, or with detect-secrets' own detectors."""
    if config.detectors == OURS:
        from launchready_ci.gates.secrets import engine

        return engine.search(texts)
    from launchready_ci.gates.secrets.parity import search as stock

    if not config.run_custom_detectors:
        return stock.search(texts)
    from launchready_ci.gates.secrets import secrets_baseline

    path = os.path.join(context.root, config.secrets_baseline)
    known = secrets_baseline.read(path)
    if known is None:
        raise CannotLook(f"--run-custom-detectors: there is no {config.secrets_baseline}")
    return stock.search_as_configured(texts, known.configuration)


def nothing_to_search(config: "Secrets", context: Context, excluded: Excluded) -> str:
    """Why the stream was empty, where that may be; else CannotLook, for that is no pass."""
    files = "1 file" if excluded.count == 1 else f"{excluded.count} files"
    left_out = f"secrets.exclude leaves out all of it: {files}"
    if config.range or config.pre_push or _hook_range(config, context):
        return left_out if excluded.count else "no commit of the range brings a file in"
    if config.staged or config.hook:
        return left_out if excluded.count else f"no file is staged ({CONTENT})"
    if excluded.count:
        raise CannotLook(f"nothing to look at: {left_out}")
    if config.history:
        raise CannotLook("nothing to look at: no commit brings a file in")
    what = "named" if config.files else "tracked"
    raise CannotLook(f"nothing to look at: no file is {what} ({CONTENT})")
