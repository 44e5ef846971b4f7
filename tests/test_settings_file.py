"""No file that configures a run hangs it, fills the memory, or is left unread without a word."""

import os
import re
from pathlib import Path

import pytest

from launchready_ci import settings_file
from launchready_ci.unusable import Unusable


def refused(path: Path, told: str) -> None:
    with pytest.raises(Unusable, match=rf"^{re.escape(str(path))}{told}"):
        settings_file.read(str(path), 100)


def test_a_file_is_read_and_none_is_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a: 1\n")

    assert settings_file.read(str(tmp_path / "a"), 100) == b"a: 1\n"
    assert settings_file.read(str(tmp_path / "b"), 100) is None


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a: 1\n")
    (tmp_path / "b").symlink_to("a")

    assert settings_file.read(str(tmp_path / "b"), 100) == b"a: 1\n"


def test_a_link_to_nothing_is_no_missing_file(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("gone")

    refused(tmp_path / "a", ": a link to nothing: mend it, or remove it")


def test_a_named_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")

    refused(tmp_path / "a", ": expected a file, there is a named pipe")


def test_a_folder_is_named_as_one(tmp_path: Path) -> None:
    refused(tmp_path, ": expected a file, there is a folder")


def test_a_link_to_an_endless_device_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("/dev/zero")

    refused(tmp_path / "a", ": expected a file, there is a device")


def test_a_file_that_grows_for_ever_is_cut_off(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(2**40)

    refused(tmp_path / "a", ": larger than 0 MB")


def test_what_the_shell_opened_for_us_is_read_to_its_end() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"a: 1\n")
    os.close(writing)

    read = settings_file.read(f"/dev/fd/{reading}", 100)

    os.close(reading)
    assert read == b"a: 1\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n", 2, id="all marks"),
        pytest.param("<<<<<<< ours\n", 1, id="on the first line"),
        pytest.param("a: 1\n\n>>>>>>> theirs", 3, id="the last mark only"),
    ],
)
def test_the_marks_of_a_conflict_are_called_by_their_name(
    tmp_path: Path, text: str, line: int
) -> None:
    (tmp_path / "a").write_text(text)

    refused(tmp_path / "a", f":{line}:1: an unresolved merge conflict")
