"""Is the cache of compiled patterns only ever a matter of time?"""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from launchready_ci.gates.secrets import prefilter
from launchready_ci.gates.secrets.prefilter import Pattern

PATTERNS = [Pattern("tok_[0-9a-z]{8}"), Pattern("(?i)password")]
TEXT = b"PASSWORD = tok_0123abcd"
FOUND = [(1, 8), (0, 23)]


@pytest.fixture(autouse=True)
def folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, require: Callable[[object, str], None]
) -> Path:
    require(find_spec("hyperscan"), "hyperscan, which has no wheel for every machine,")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "launchready"


def found() -> list[tuple[int, int]]:
    sieve = prefilter.sieve(PATTERNS)
    assert isinstance(sieve, prefilter.Vectorised)
    return sieve.scan(TEXT)


def only(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_the_first_run_leaves_a_database_that_only_we_can_read(folder: Path) -> None:
    assert found() == FOUND

    assert folder.stat().st_mode & 0o777 == 0o700
    assert only(folder).stat().st_mode & 0o777 == 0o600


def test_the_second_run_loads_it(folder: Path) -> None:
    found()
    before = only(folder).stat()

    assert found() == FOUND

    assert only(folder).stat().st_ino == before.st_ino


def test_other_patterns_have_a_database_of_their_own(folder: Path) -> None:
    found()

    prefilter.sieve([*PATTERNS, Pattern("more")])

    assert len(list(folder.iterdir())) == 2


def flip(place: int) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[place] ^= 1
        path.write_bytes(content)

    return change


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def open_to_others(path: Path) -> None:
    path.chmod(0o666)


def linked(path: Path) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(flip(3), id="magic"),
        pytest.param(flip(40), id="key"),
        pytest.param(flip(-1), id="last byte"),
        pytest.param(flip(5000), id="a byte inside"),
        *(cut, empty, open_to_others, linked, piped, a_folder),
    ],
)
def test_a_damaged_database_is_compiled_again(damage: Callable[[Path], None], folder: Path) -> None:
    found()
    damage(only(folder))

    assert found() == FOUND


def test_a_database_of_another_cpu_is_compiled_again(folder: Path) -> None:
    from launchready_ci.gates.secrets import cache

    found()
    path = only(folder)
    content = path.read_bytes()
    start = content.index(b"\xdb\xdb\xdb\xdb")
    body = bytearray(content[start:])
    body[12] ^= 1  # the platform in hyperscan's own header
    key = content[len(cache._MAGIC) : start]  # noqa: SLF001 - forged as a machine would write it
    path.write_bytes(cache._MAGIC + key + body)  # noqa: SLF001

    assert found() == FOUND


def test_a_folder_that_others_can_write_is_not_used(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)

    assert found() == FOUND

    assert list(folder.iterdir()) == []


def test_a_folder_that_is_a_link_is_not_used(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")

    assert found() == FOUND

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_place_where_no_folder_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert found() == FOUND


def test_a_relative_cache_home_counts_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    assert found() == FOUND

    assert (tmp_path / ".cache" / "launchready").is_dir()
    assert not (tmp_path / "cache").exists()


def test_databases_that_nobody_has_needed_for_long_go(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    old = folder / "hyperscan-00000000.db"
    old.write_bytes(b"")
    os.utime(old, (0, 0))

    found()

    assert not old.exists()


def test_two_first_runs_at_once_do_not_disturb_each_other(folder: Path) -> None:
    code = (
        "from launchready_ci.gates.secrets.prefilter import Pattern, sieve;"
        f"assert sieve([Pattern('tok_[0-9a-z]{{8}}')]).scan({TEXT!r}) == [(0, 23)]"
    )

    runs = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]

    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    assert only(folder).name.startswith("hyperscan-")


def test_a_pattern_that_hyperscan_cannot_take_is_searched_with_re() -> None:
    sieve = prefilter.sieve([Pattern(r"a(?>b+)c")])

    assert sieve.scan(b"abbc") == [(0, 4)]
