"""Which texts did commits bring in? Also those that a later commit took out again.

What is once in a commit is out for everybody who can fetch it, so each blob counts, by the first
commit that has it; of a merge, what none of its parents has.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from launchready_ci.blobs import Blob
from launchready_ci.gate import CannotLook, Unreadable
from launchready_ci.git import RAW, Git, data, text
from launchready_ci.globs import Matcher, nothing
from launchready_ci.sources import EMPTY, FILE, Item, read, texts, unreadable

LOG = (
    *("log", *RAW, "-c", "--root", "--topo-order", "--reverse", "--format=%H %cs"),
    *("--no-show-signature", "--no-notes"),
)
"""Parents first, so that a blob is put down to the commit that had it first."""


def commits(git: Git, range_: str, excluded: Matcher = nothing) -> Iterator[Item]:
    """What the commits of ``A..B`` brought in; an empty range yields nothing.

    All zeros as ``A``, which CI gives for a new branch, means everything that leads to ``B``.
    Raises CannotLook for what is no range, and for an unknown end of one.
    """
    start, dots, end = range_.partition("..")
    if not (start and dots and end) or end.startswith("."):
        raise CannotLook(
            f"{range_!r} is no range: write A..B, for the commits of B that A lacks; "
            "a side that is empty may be a variable that is not set"
        )
    ends = [start, end]
    old, new = oids = _commits(git, ends)
    for name, oid in zip(ends, oids, strict=True):
        if not oid and (name is ends[1] or name.strip("0")):
            raise CannotLook(
                f"{name!r} of the range {range_!r} is no commit in this clone; "
                "in CI, check out with fetch-depth: 0"
            )
    yield from _brought_in(git, _Log(git, excluded, _revisions([new], [old])))


def history(git: Git, excluded: Matcher = nothing) -> Iterator[Item]:
    """What all commits of all refs brought in; CannotLook where there is no commit."""
    log = _Log(git, excluded, all_refs=True)
    yield from _brought_in(git, log)
    if not log.commits and not log.trouble:
        raise CannotLook("there is no commit yet, so there is no history to search")
    names = git.read(
        "for-each-ref", "--format=%(objecttype) %(*objecttype) %(objectname) %(refname)"
    )
    for line in names.splitlines():
        kind, peeled, oid, ref = line.split(b" ", 3)
        if b"commit" not in {kind, peeled}:
            yield from _other(git, oid.decode(), text(ref), excluded)


def pushed(
    git: Git, lines: Iterable[str], remote: str, excluded: Matcher = nothing
) -> Iterator[Item]:
    """What a push brings to a remote: the lines that Git gives a pre-push hook, see githooks(5).

    ``<local ref> <local oid> <remote ref> <remote oid>``; zeros for what is not there. Whatever the
    remote's refs are known to hold is there already.
    """
    updates = [_Update(*_four(line)) for line in lines if line.strip()]
    updates = [update for update in updates if update.local.strip("0")]
    new = _commits(git, [update.local for update in updates])
    old = _commits(git, [update.remote for update in updates])
    if any(new):
        there = ("--not", f"--remotes={remote}") if re.fullmatch(r"[\w./-]+", remote) else ()
        yield from _brought_in(git, _Log(git, excluded, _revisions(new, old), there))
    for update, commit in zip(updates, new, strict=True):
        if not commit:
            yield from _other(git, update.local, update.ref, excluded)


def in_tree(git: Git) -> frozenset[str]:
    """The ids of the blobs that HEAD still has."""
    if not _commits(git, ["HEAD"])[0]:
        return frozenset()
    return frozenset(blob.oid for blob in _listed(git, "HEAD", ""))


def is_shallow(git: Git) -> bool:
    """Does the clone lack older commits?"""
    return git.read("rev-parse", "--is-shallow-repository").strip() == b"true"


class _Update(NamedTuple):
    """A ref that is pushed."""

    ref: str
    local: str
    remote_ref: str
    remote: str


def _four(line: str) -> list[str]:
    words = line.rstrip("\n").split(" ")  # a ref may hold any other kind of space
    if len(words) != 4:
        raise CannotLook("stdin is not what Git gives a pre-push hook: four words a line")
    return words


def _commits(git: Git, names: Sequence[str]) -> list[str]:
    """The commit that each name leads to; empty where there is none."""
    # by stdin, where a name that starts with a dash is no option; a newline would be a second name
    asked = [b"" if "\n" in name else data(name) + b"^{commit}" for name in names]
    return [oid for oid, _ in git.types(asked)] if asked else []


def _revisions(new: Iterable[str], old: Iterable[str]) -> bytes:
    lines = [*filter(None, new), *(f"^{oid}" for oid in old if oid)]
    return "".join(f"{line}\n" for line in lines).encode()


class _Log:
    """The blobs that a log's commits brought in, each once, and what went wrong on the way."""

    def __init__(
        self,
        git: Git,
        excluded: Matcher,
        revisions: bytes = b"",
        options: Sequence[str] = (),
        *,
        all_refs: bool = False,
    ) -> None:
        which = ("--all",) if all_refs else ("--stdin", *options)
        self.records = git.records(*LOG, *which, "--", stdin=revisions)
        self.excluded = excluded
        self.prefix = data(git.prefix)
        self.commits = 0
        self.trouble = ""

    def __iter__(self) -> Iterator[Blob]:
        try:
            yield from self._blobs()
        except CannotLook as error:
            self.trouble = str(error)

    def _blobs(self) -> Iterator[Blob]:
        seen = {oid.encode() for oid in EMPTY}
        commit = date = ""
        for record in self.records:
            entry = record.lstrip(b"\n")
            if not entry.startswith(b":"):
                if entry:
                    commit, date = entry.decode().split(" ")
                    self.commits += 1
                continue
            path = next(self.records)
            if entry.startswith(b"::"):  # of a merge, where Git counts paths from the top level
                if not path.startswith(self.prefix):
                    continue
                path = path.removeprefix(self.prefix)
            mode, oid = _result(entry)
            if not mode.startswith(FILE) or oid in seen or self.excluded(name := text(path)):
                continue
            seen.add(oid)
            yield Blob(oid.decode(), name, commit, date)


def _result(entry: bytes) -> tuple[bytes, bytes]:
    """Mode and id after a change: one colon, mode and id for each parent before them."""
    parents = len(entry) - len(entry.lstrip(b":"))
    fields = entry.split(b" ")
    return fields[parents], fields[2 * parents + 1]


def _brought_in(git: Git, log: _Log) -> Iterator[Item]:
    yield from texts(git, log)
    if log.trouble:
        yield Unreadable(f"the history could not be read to its end: {log.trouble}")


def _other(git: Git, oid: str, ref: str, excluded: Matcher) -> Iterator[Item]:
    """What a ref holds that leads to no commit: one blob or a tree, as some projects tag keys."""
    try:
        ((peeled, kind),) = git.types([f"{oid}^{{}}".encode()])
        if kind == "blob":
            yield from read(git, [Blob(peeled, ref)], excluded)
        elif kind == "tree":
            yield from read(git, _listed(git, peeled, f"{ref}:"), excluded)
        elif kind != "commit":
            yield unreadable(ref, f"it leads to {oid}, which is missing from the repository")
    except CannotLook as error:
        yield unreadable(ref, str(error))


def _listed(git: Git, tree: str, prefix: str) -> Iterator[Blob]:
    for record in git.records("ls-tree", "-r", "-z", "--full-tree", tree):
        entry, _, path = record.partition(b"\t")
        mode, _, oid = entry.split(b" ")
        if mode.startswith(FILE):
            yield Blob(oid.decode(), prefix + text(path))
