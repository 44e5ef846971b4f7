"""What is in these blobs? Streamed from one ``git cat-file --batch``, in the order of asking."""

import subprocess
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, NamedTuple

from launchready_ci.gate import CannotLook
from launchready_ci.git import CHUNK, Git, ask, pipe

LIMIT = 100 * 1024 * 1024
"""Bytes. GitHub refuses larger files; one blob is in memory at a time."""
WINDOW = 60
"""Blobs asked for ahead: 60 ids of 64 digits fit the smallest pipe (4,096 bytes), so that neither
side ever waits for the other, and no thread is needed."""
RESTARTS = 100
"""So many corrupt blobs are reported one by one; then the whole repository counts as unreadable."""
TOO_LARGE = f"larger than {LIMIT >> 20} MB, the most that is searched"


class Blob(NamedTuple):
    """A file's content in Git: its id, where it stands, and what brought it in."""

    oid: str
    path: str
    """From the top level, POSIX; bytes that are not UTF-8 are surrogate-escaped."""
    commit: str = ""
    date: str = ""


def read_blobs(git: Git, wanted: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | CannotLook]]:
    """Each blob's bytes, or why it cannot be read; nothing wanted starts no process.

    A blob over which Git dies is reported, and the next process takes up after it. Raises
    CannotLook where Git does nothing but die. ``wanted`` itself must not raise it.
    """
    source = iter(wanted)
    for _ in range(RESTARTS):
        first = next(source, None)
        if first is None:
            return
        asked: deque[Blob] = deque()
        try:
            with git.running("cat-file", "--batch") as process:
                yield from _answers(process, chain((first,), source), asked)
        except CannotLook as error:
            if not asked:
                raise
            yield asked.popleft(), error
        source = chain(asked, source)
    raise CannotLook(f"git cat-file failed {RESTARTS} times, so the rest was not read")


def _answers(
    process: "subprocess.Popen[bytes]", source: Iterator[Blob], asked: deque[Blob]
) -> Iterator[tuple[Blob, bytes | CannotLook]]:
    """Answers of ``cat-file --batch``; ``asked`` keeps those that a dying process left open."""
    while True:
        if len(asked) <= WINDOW // 2:
            fresh = list(islice(source, WINDOW - len(asked)))
            asked.extend(fresh)
            ask(process, b"".join(blob.oid.encode() + b"\n" for blob in fresh))
        answer = _answer(pipe(process.stdout)) if asked else None
        if answer is None:
            return
        yield asked.popleft(), answer


def _answer(stream: IO[bytes]) -> bytes | CannotLook | None:
    """``<id> blob <size>``, the content, a newline; None where the stream ends before."""
    header = stream.readline()
    words = header.split()
    if not header.endswith(b"\n"):
        return None
    if len(words) != 3:
        return CannotLook("its blob is missing from the repository; git fsck lists what is lost")
    size = int(words[2])
    if words[1] == b"blob" and size <= LIMIT:
        content = stream.read(size)
        return content if stream.read(1) else None
    while size >= 0 and (gone := len(stream.read(min(size + 1, CHUNK)))):
        size -= gone
    if words[1] != b"blob":
        return CannotLook(f"a {words[1].decode()} stands where a blob should")
    return CannotLook(TOO_LARGE)
