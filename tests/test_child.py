"""Is a child process asked, heard, and gone afterwards?"""

import os
import shutil
from pathlib import Path

import pytest

from launchready_ci.child import SURE, Child

ENVIRON = {"PATH": os.environ["PATH"]}


def test_what_is_asked_is_answered() -> None:
    child = Child(["cat"], ENVIRON)

    answer = child.answer(b"question")

    assert (answer, child.end()) == (b"question", (0, b""))


def test_more_than_a_pipe_holds_is_asked_and_answered() -> None:
    child = Child(["cat"], ENVIRON)

    answer = child.answer(b"x" * (SURE << 8))

    assert (len(answer), child.end()) == (SURE << 8, (0, b""))


def test_a_child_that_reads_nothing_is_not_waited_for() -> None:
    child = Child(["true"], ENVIRON)

    answer = child.answer(b"x" * (SURE << 8))

    assert (answer, child.end()) == (b"", (0, b""))


def test_only_its_own_variables_reach_a_child() -> None:
    child = Child(["env"], {**ENVIRON, "ONE": "1"})

    assert child.answer(b"").splitlines() == [f"PATH={ENVIRON['PATH']}".encode(), b"ONE=1"]
    assert child.end() == (0, b"")


def test_a_broken_pipe_ends_a_child() -> None:
    child = Child(["yes"], ENVIRON)
    child.stdout.read(1)

    status, said = child.end()

    assert (status, said) == (-13, b"")  # SIGPIPE, which Python itself ignores


def test_a_program_is_taken_from_no_relative_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(shutil.which("true") or "", tmp_path / "hostile")
    monkeypatch.chdir(tmp_path)

    for path in ("", ".", f".:{tmp_path}/nowhere"):
        with pytest.raises(FileNotFoundError):
            Child(["hostile"], {"PATH": path})


def test_a_folder_and_a_lost_interpreter_on_path_are_passed_over(tmp_path: Path) -> None:
    for number, name in enumerate(("folder", "script", "real")):
        (tmp_path / name).mkdir()
        program = tmp_path / name / "program"
        if number == 0:
            program.mkdir()
        elif number == 1:
            program.write_text("#!/nowhere\n")
            program.chmod(0o755)
        else:
            shutil.copy(shutil.which("cat") or "", program)
    path = ":".join(str(tmp_path / name) for name in ("folder", "script", "real"))

    child = Child(["program"], {"PATH": path})

    assert (child.answer(b"x"), child.end()) == (b"x", (0, b""))


def test_a_program_that_cannot_be_run_leaves_nothing_open() -> None:
    before = os.listdir("/dev/fd")

    with pytest.raises(FileNotFoundError):
        Child(["launchready-no-such-program"], ENVIRON)

    assert os.listdir("/dev/fd") == before
