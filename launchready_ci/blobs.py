"""What is in these blobs? Streamed from one ``git cat-file --batch``, in the order of asking."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from typing import IO, NamedTuple

from launchready_ci.child import CHUNK, Child
from launchready_ci.git import BLOBS, Git, GitFailed
from launchready_ci.unusable import CannotLook

LIMIT = 100 * 1024 * 1024
"""Bytes. GitHub refuses larger files; one blob is in memory at a time."""
AHEAD = 50
"""Blobs asked for in one write; so many ids fit a new pipe that nobody reads yet."""
RESTARTS = 100
"""So many corrupt blobs are reported one by one; then the whole repository counts as unreadable."""
TOO_LARGE = (
    f"larger than {LIMIT >> 20} MB, the most that is searched; secrets.exclude leaves it out"
)


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
    CannotLook where Git does nothing but die. Unless it is a short list, a thread consumes
    ``wanted``.
    """
    few = isinstance(wanted, list) and len(wanted) <= AHEAD
    source = iter(wanted)
    for _ in range(RESTARTS):
        first = next(source, None)
        if first is None:
            return
        asked: deque[Blob] = deque()
        trouble = CannotLook("git cat-file ended before it had answered")
        try:
            with git.running(*BLOBS) as child:
                yield from _answers(child, chain((first,), source), asked, few=few)
        except GitFailed as error:
            trouble = error
        if asked:
            yield asked.popleft(), trouble
        source = chain(asked, source)
    raise CannotLook(f"git cat-file failed {RESTARTS} times, so the rest was not read")


def _answers(
    child: Child, source: Iterator[Blob], asked: deque[Blob], *, few: bool
) -> Iterator[tuple[Blob, bytes | CannotLook]]:
    """Answers of ``cat-file --batch``, up to one that is not whole; ``asked`` keeps the open ones.

    All is asked at once or by a thread: whoever asks and reads in turns waits for ever on an object
    that is shorter than its header says, while here the end of the questions brings the end of the
    answers.
    """
    failures: list[BaseException] = []
    asking = _asking(partial(_feed, child, source, asked, failures), few=few)
    try:
        while (header := child.stdout.readline()).endswith(b"\n"):
            answer = _answer(child.stdout, header.split(), asked[0])
            if answer is None:
                break
            yield asked.popleft(), answer
        if asked:
            child.kill()
    except BaseException:
        child.kill()
        raise
    finally:
        asking()
    if failures:
        raise failures[0]


def _asking(feed: Callable[[], None], *, few: bool) -> Callable[[], None]:
    """Ask, and give what waits until all is asked; few questions do without a thread (1 ms)."""
    if few:
        feed()
        return lambda: None
    from threading import Thread

    thread = Thread(target=feed, daemon=True)
    thread.start()
    return thread.join


def _feed(
    child: Child,
    source: Iterator[Blob],
    asked: deque[Blob],
    failures: list[BaseException],
) -> None:
    """Ask for all of source, and remember what it raised."""
    try:
        while some := list(islice(source, AHEAD)):
            asked.extend(some)
            child.stdin.write(b"".join(blob.oid.encode() + b"\n" for blob in some))
            child.stdin.flush()
    except BrokenPipeError:
        pass  # Git died; its exit status says why
    except BaseException as error:  # noqa: BLE001 - raised again by whoever reads
        failures.append(error)
    finally:
        with suppress(BrokenPipeError):
            child.stdin.close()


def _answer(stream: IO[bytes], words: list[bytes], blob: Blob) -> bytes | CannotLook | None:
    """``<id> blob <size>``, the content, a newline; None where it is not so."""
    if words == [blob.oid.encode(), b"missing"]:
        return CannotLook("its blob is missing from the repository; git fsck lists what is lost")
    if len(words) != 3 or words[0] != blob.oid.encode():
        return None
    size = int(words[2])
    if words[1] == b"blob" and size <= LIMIT:
        content = stream.read(size)
        return content if stream.read(1) == b"\n" else None
    while size and (gone := len(stream.read(min(size, CHUNK)))):
        size -= gone
    if stream.read(1) != b"\n":
        return None
    if words[1] != b"blob":
        return CannotLook(f"a {words[1].decode()} stands where a blob should")
    return CannotLook(TOO_LARGE)
