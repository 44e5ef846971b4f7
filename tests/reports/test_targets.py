"""Where reports go: emptied when the run starts, whole at the end, and never through a link."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from launchready_ci import reports
from launchready_ci.findings import Report
from launchready_ci.reports import ReportError, Target, files
from tests.repos import Repo


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        pytest.param("json", Target("json"), id="standard output"),
        pytest.param("junit=a/b=c.xml", Target("junit", "a/b=c.xml"), id="a path with ="),
    ],
)
def test_parse(asked: str, target: Target) -> None:
    parsed = Target.parse(asked)

    assert parsed == target


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        pytest.param("sarfi=x", "no format 'sarfi', did you mean sarif?", id="nearly right"),
        pytest.param("xyzzy", "expected one of console, json, junit", id="far off"),
        pytest.param("json=", "a path is missing after =", id="no path"),
    ],
)
def test_parse_says_what_was_expected(asked: str, message: str) -> None:
    with pytest.raises(ReportError) as error:
        Target.parse(asked)

    assert message in str(error.value)
    assert str(error.value).startswith(f"--output {asked}: ")


def test_a_stale_report_is_emptied_when_the_run_starts(tmp_path: Path) -> None:
    stale = tmp_path / "report.json"
    stale.write_text("yesterday, green")

    reports.open_targets([f"json={stale}"])

    assert stale.read_text() == ""


def test_folders_are_made(tmp_path: Path, clean: Report) -> None:
    path = tmp_path / "a" / "b" / "report.json"

    reports.open_targets([f"json={path}"], root=str(tmp_path)).write(clean)

    assert json.loads(path.read_text())["outcome"] == "passed"


def test_no_folder_is_made_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"no folder .*/a, and none is made"):
        reports.open_targets([f"json={tmp_path}/a/r.json"], root=str(tmp_path / "b"))

    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", [".git/config", ".git/new/r.json", ".GIT/hooks/x", "sub/.git"])
@pytest.mark.parametrize("form", reports.FORMATS)
def test_a_report_does_not_go_into_gits_own_folder(
    tmp_path: Path, form: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo.new(tmp_path / "repo")
    before = (repo.path / ".git/config").read_bytes()
    monkeypatch.chdir(repo.path)

    with pytest.raises(ReportError, match=r"outside of \.git"):
        reports.open_targets(["json=other.json", f"{form}={name}"])

    assert (repo.path / ".git/config").read_bytes() == before
    assert not (repo.path / "other.json").exists()


@pytest.mark.parametrize("name", ["launchready.yaml", "launchready.baseline"])
def test_what_we_read_is_no_report(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("kept")

    with pytest.raises(ReportError, match="launchready reads"):
        reports.open_targets([f"json={tmp_path / name}"])

    assert (tmp_path / name).read_text() == "kept"


@pytest.mark.parametrize("form", reports.FORMATS)
@pytest.mark.parametrize("name", ["app.py", "link", "sub/readme"])
def test_a_tracked_file_is_no_report(tmp_path: Path, form: str, name: str) -> None:
    repo = Repo.new(tmp_path / "repo")
    repo.write({b"app.py": b"x = 1\n", b"sub/readme": b"# launchready\n"})
    (repo.path / "link").symlink_to("app.py")
    repo.commit()

    with pytest.raises(ReportError, match="Git tracks this file"):
        reports.open_targets([f"{form}={repo.path / name}"])

    assert repo("status", "--porcelain") == ""


@pytest.mark.parametrize("form", [name for name, row in reports.FORMATS.items() if row.mark])
def test_a_tracked_report_of_an_earlier_run_is_written_anew(
    tmp_path: Path, form: str, clean: Report, failing: Report
) -> None:
    repo = Repo.new(tmp_path / "repo")
    path = repo.path / "report"
    reports.open_targets([f"{form}={path}"]).write(failing)
    repo.commit()

    reports.open_targets([f"{form}={path}"]).write(clean)

    assert reports.render(form, clean) in path.read_text()


def test_the_console_in_a_file_is_nowhere_else(
    tmp_path: Path, clean: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    reports.open_targets([f"console={tmp_path / 'log'}"]).write(clean)

    assert "secrets: passed" in (tmp_path / "log").read_text()
    assert capsys.readouterr().out == ""


def test_the_report_replaces_the_file_and_leaves_nothing_else(
    tmp_path: Path, clean: Report
) -> None:
    path = tmp_path / "report.sarif"
    targets = reports.open_targets([f"sarif={path}"])
    before = path.stat().st_ino

    targets.write(clean)

    assert path.stat().st_ino != before
    assert os.listdir(tmp_path) == ["report.sarif"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        pytest.param("folder", "Is a directory", id="a folder"),
        pytest.param("file/report", "Not a directory", id="a file in the way"),
        pytest.param("x" * 300, "File name too long", id="a name too long"),
    ],
)
@pytest.mark.parametrize("name", ["json", "summary"])
def test_what_cannot_be_written_is_said_when_the_run_starts(
    name: str, path: str, why: str, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    asked = f"{name}={tmp_path / path}"

    with pytest.raises(ReportError) as error:
        reports.open_targets([asked], root=str(tmp_path))

    assert str(error.value) in (
        f"--output {asked}: cannot be written: {why}",
        f"--output {asked}: cannot be written: File exists",
    )


def test_two_reports_in_one_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"

    with pytest.raises(ReportError, match="writes to the same file"):
        reports.open_targets([f"json={path}", f"sarif={tmp_path}/./x"])

    assert not path.exists()


def test_a_link_is_replaced_and_what_it_points_at_stays(tmp_path: Path, clean: Report) -> None:
    precious, link = tmp_path / "precious", tmp_path / "report.json"
    precious.write_text("precious")
    link.symlink_to(precious)

    reports.open_targets([f"json={link}"]).write(clean)

    assert precious.read_text() == "precious"
    assert not link.is_symlink()


def test_a_summary_is_added_to_what_others_wrote(tmp_path: Path, clean: Report) -> None:
    path = tmp_path / "summary.md"
    path.write_text("# theirs\n")

    reports.open_targets([f"summary={path}"]).write(clean)

    assert path.read_text().startswith("# theirs\n## launchready: passed\n")


def test_a_full_summary_gets_a_line_that_says_so(tmp_path: Path, clean: Report) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"x" * (reports.SUMMARY_LIMIT - len(files.FULL)))

    reports.open_targets([f"summary={path}"]).write(clean)

    assert path.read_bytes().endswith(files.FULL)
    assert path.stat().st_size == reports.SUMMARY_LIMIT


def test_a_summary_beyond_the_limit_stays_as_it_is(tmp_path: Path, clean: Report) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"x" * reports.SUMMARY_LIMIT)

    reports.open_targets([f"summary={path}"]).write(clean)

    assert path.stat().st_size == reports.SUMMARY_LIMIT


def test_a_pipe_is_written_to_once(tmp_path: Path, clean: Report) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        targets = reports.open_targets([f"json={pipe}"])
        targets.write(clean)
        said, _ = reader.communicate()

    assert json.loads(said)["outcome"] == "passed"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("path", ["/dev/stdout", "/proc/self/fd/1"])
def test_the_name_of_an_open_file_is_written_to_and_never_replaced(
    path: str, tmp_path: Path, require: Callable[[object, str], None]
) -> None:
    require(os.path.exists(path), path)
    code = (
        f"from launchready_ci.reports import files as f; f.empty({path!r}); f.write({path!r}, b'x')"
    )
    with open(tmp_path / "out", "wb") as out:
        out.write(b"before ")
        out.flush()

        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)

    assert (tmp_path / "out").read_bytes() == b"before x"


def test_console_joins_where_nothing_else_is_on_standard_output(
    tmp_path: Path, clean: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    reports.open_targets([f"json={tmp_path / 'x'}"]).write(clean)

    assert capsys.readouterr().out == "secrets: passed (0.1 s)\n"


def test_a_format_on_standard_output_stands_there_alone(
    clean: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    reports.open_targets(["json"]).write(clean)

    assert json.loads(capsys.readouterr().out)["outcome"] == "passed"


def test_options_reach_their_format(clean: Report, capsys: pytest.CaptureFixture[str]) -> None:
    options: reports.Options = {"console": {"colour": True}, "sarif": {"suffix": "py311"}}

    reports.open_targets(["console"], options).write(clean)

    assert capsys.readouterr().out == "secrets: \x1b[32mpassed\x1b[0m (0.1 s)\n"


def test_a_report_that_cannot_be_written_does_not_keep_the_others_back(
    tmp_path: Path, clean: Report
) -> None:
    gone, kept = tmp_path / "gone" / "a.json", tmp_path / "b.json"
    targets = reports.open_targets([f"json={gone}", f"json={kept}"], root=str(tmp_path))
    gone.unlink()
    gone.parent.rmdir()

    with pytest.raises(ReportError, match=r"a\.json: cannot be written: No such file"):
        targets.write(clean)

    assert json.loads(kept.read_text())["outcome"] == "passed"


def test_the_table_imports_no_format() -> None:
    code = (
        "import sys, launchready_ci.reports as r\n"
        "print([m for m in sys.modules if m.startswith(r.__name__ + '.')])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "['launchready_ci.reports.files']"
