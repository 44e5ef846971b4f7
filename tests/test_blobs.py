"""Is every blob read whole and in order, also around those that cannot be read?"""

import os
import random
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from launchready_ci import blobs
from launchready_ci.blobs import LIMIT, Blob, read_blobs
from launchready_ci.gate import CannotLook
from tests.repos import Repo


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo.new(tmp_path / "repo")


def stored(repo: Repo, content: bytes) -> Blob:
    """A blob that the repository now holds."""
    return Blob(repo("hash-object", "-w", "--stdin", stdin=content), "path")


def spoil(repo: Repo, blob: Blob) -> None:
    """Cut a stored blob off in the middle."""
    file = repo.loose(blob.oid)
    file.write_bytes(file.read_bytes()[:-4])


def test_more_blobs_than_are_asked_for_at_once_come_in_order(repo: Repo) -> None:
    chance = random.Random(1)
    sizes = [0, 1, 5, 70_000, *(chance.randrange(9_000) for _ in range(200))]
    contents = [chance.randbytes(size) for size in sizes]
    wanted = [stored(repo, content) for content in contents]

    read = list(read_blobs(repo.git, wanted))

    assert read == list(zip(wanted, contents, strict=True))


def test_many_tiny_blobs_block_nobody(repo: Repo) -> None:
    blob = stored(repo, b"\n")

    read = list(read_blobs(repo.git, [blob] * 5_000))

    assert read == [(blob, b"\n")] * 5_000


def test_nothing_wanted_starts_no_process(tmp_path: Path) -> None:
    from launchready_ci.git import Git

    nowhere = Git(str(tmp_path / "gone"), {})

    read = list(read_blobs(nowhere, []))

    assert read == []


def test_a_missing_blob_is_said_and_the_rest_is_read(repo: Repo) -> None:
    first, last = stored(repo, b"first"), stored(repo, b"last")
    gone = Blob("1" * 40, "gone")

    read = list(read_blobs(repo.git, [first, gone, last]))

    assert [read[0], read[2]] == [(first, b"first"), (last, b"last")]
    assert "missing from the repository" in str(read[1][1])


def test_corrupt_blobs_are_said_and_the_rest_is_read(repo: Repo) -> None:
    wanted = [stored(repo, b"content %d" % number * 99) for number in range(120)]
    for bad in (0, 7, 8, 61):
        spoil(repo, wanted[bad])

    read = list(read_blobs(repo.git, wanted))

    assert [blob for blob, _ in read] == wanted
    errors = {at: str(said) for at, (_, said) in enumerate(read) if isinstance(said, CannotLook)}
    assert set(errors) == {0, 7, 8, 61}
    assert all(said.startswith("git says: ") for said in errors.values())


def test_a_repository_of_corrupt_blobs_is_given_up(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blobs, "RESTARTS", 3)
    wanted = [stored(repo, b"content %d" % number * 99) for number in range(5)]
    for blob in wanted:
        spoil(repo, blob)
    read = read_blobs(repo.git, wanted)

    met = [next(read) for _ in range(3)]

    assert all(isinstance(said, CannotLook) for _, said in met)
    with pytest.raises(CannotLook, match="failed 3 times"):
        next(read)


def test_what_is_no_blob_is_said(repo: Repo) -> None:
    tree = Blob(repo("write-tree"), "path")
    after = stored(repo, b"after")

    read = list(read_blobs(repo.git, [tree, after]))

    assert str(read[0][1]) == "a tree stands where a blob should"
    assert read[1] == (after, b"after")


def test_a_blob_above_the_limit_is_said_and_the_rest_is_read(repo: Repo) -> None:
    big, after = stored(repo, bytes(LIMIT + 1)), stored(repo, b"after")

    read = list(read_blobs(repo.git, [big, after]))

    assert "larger than 100 MB" in str(read[0][1])
    assert read[1] == (after, b"after")


def test_fifty_megabytes_are_in_memory_once(repo: Repo) -> None:
    import tracemalloc

    size = 50 * 1024 * 1024
    blob = stored(repo, bytes(size))
    tracemalloc.start()

    (_, content), *_ = read_blobs(repo.git, [blob])

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(content, bytes)
    assert len(content) == size
    assert peak < size + 4 * 1024 * 1024


def test_ids_of_sha256_repositories_are_read(tmp_path: Path) -> None:
    repo = Repo.new(tmp_path / "sha256", "--object-format=sha256")
    wanted = [stored(repo, b"%d" % number) for number in range(120)]

    read = list(read_blobs(repo.git, wanted))

    assert len(wanted[0].oid) == 64
    assert [content for _, content in read] == [b"%d" % number for number in range(120)]


def test_a_partial_clone_fetches_nothing(repo: Repo, tmp_path: Path) -> None:
    repo.commit({b"a": b"one", b"b": b"two"})
    repo.set({"uploadpack.allowFilter": "true"})
    wanted = [Blob(repo("rev-parse", f"HEAD:{name}"), name) for name in ("a", "b")]
    repo(
        *("clone", "-q", "--bare", "--filter=blob:none", f"file://{repo.path}"),
        str(tmp_path / "partial"),
    )
    partial = Repo(tmp_path / "partial", repo.environ)
    ran = tmp_path / "ran"
    partial.set({"remote.origin.uploadpack": f"touch {ran}; git-upload-pack"})

    read = list(read_blobs(partial.git, wanted))

    assert [blob for blob, _ in read] == wanted
    assert all(isinstance(said, CannotLook) for _, said in read)
    assert not ran.exists()


def test_a_replaced_blob_is_read_as_it_is_stored(repo: Repo) -> None:
    blob, other = stored(repo, b"secret"), stored(repo, b"innocent")
    repo("replace", blob.oid, other.oid)

    read = list(read_blobs(repo.git, [blob]))

    assert read == [(blob, b"secret")]


def test_a_blob_that_lies_about_its_size_is_an_error(repo: Repo) -> None:
    blob, after = stored(repo, b"content" * 99), stored(repo, b"after")
    repo.loose(blob.oid).write_bytes(zlib.compress(b"blob 9999\0short"))

    read = list(read_blobs(repo.git, [blob, after]))

    assert isinstance(read[0][1], CannotLook)
    assert read[1] == (after, b"after")


def test_a_reader_that_stops_early_leaves_no_process(repo: Repo, tmp_path: Path) -> None:
    blob = stored(repo, b"x" * 100_000)
    (tmp_path / "bin").mkdir()
    program, pid = tmp_path / "bin" / "git", tmp_path / "pid"
    program.write_text(f'#!/bin/sh\necho $$ > {pid}\nexec {shutil.which("git")} "$@"\n')
    program.chmod(0o755)
    repo.environ = {**repo.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    read = read_blobs(repo.git, [blob] * 10_000)
    next(read)

    read.close()  # type: ignore[attr-defined]  # a generator, declared as what it is used for

    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_what_the_list_of_blobs_raises_is_raised_after_what_it_gave(repo: Repo) -> None:
    blob = stored(repo, b"x")

    def wanted() -> Iterator[Blob]:
        yield blob
        raise OSError("the list broke off")

    read = read_blobs(repo.git, wanted())

    with pytest.raises(OSError, match="broke off"):
        list(read)
