"""The installed command: exit codes, options on either side of the gate, reports, signals."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.e2e.world import Repository, new_secret

pytestmark = pytest.mark.e2e
WHERE = "src/settings.py:3"


@pytest.fixture
def red(repo: Repository, secret: str) -> Repository:
    """With a secret in a tracked file."""
    repo.stage({"src/settings.py": f'# settings\n\nKEY = "{secret}"\n'})
    return repo


def test_exit_0_says_that_it_looked(repo: Repository) -> None:
    done = repo.launchready("secrets")

    assert done.code == 0, done.text
    assert "secrets" in done.out
    assert done.err == ""


def test_without_a_word_it_says_what_there_is(repo: Repository) -> None:
    done = repo.launchready()

    assert done.code == 2
    assert "\nGates:\n  secrets  " in done.text


def test_exit_1_names_the_place_the_rule_and_the_fix(red: Repository) -> None:
    done = red.launchready("secrets")

    assert done.code == 1
    assert WHERE in done.out
    assert "LR-SEC" in done.out
    assert "evoke" in done.out


def test_exit_0_when_nothing_is_staged(repo: Repository) -> None:
    done = repo.launchready("secrets", "--staged")

    assert done.code == 0, done.text


def test_run_searches_the_history_and_not_a_range_at_once(repo: Repository) -> None:
    repo.stage({"pay.py": f"KEY = '{new_secret()}'\n"})
    repo.git("commit", "-q", "-m", "pay")
    repo.git("rm", "-q", "pay.py")
    repo.git("commit", "-q", "-m", "pay no more")

    tree = repo.launchready("run", "--stage", "pre-commit")
    history = repo.launchready("run", "--stage", "pre-commit", "--history")
    both = repo.launchready("run", "--gates", "secrets", "--history", "--range", "HEAD~1..HEAD")

    assert [done.code for done in (tree, history, both)] == [0, 1, 2], history.text
    assert "pay.py:1:8" in history.out
    assert "--range and --history exclude each other" in both.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["secrts"], "did you mean secrets?", id="a gate misspelt"),
        pytest.param(["secrets", "--stagged"], "--staged", id="an option misspelt"),
        pytest.param(["secrets", "--output", "jsn"], "did you mean json?", id="no such format"),
        pytest.param(
            ["secrets", "--fail-on", "never"], "'error', 'warning'", id="no such severity"
        ),
        pytest.param(["secrets", "--root", "absent"], "no such folder", id="no such root"),
        pytest.param(["secrets", "--config", "absent.yaml"], "no such file", id="no such config"),
        pytest.param(["secrets", "--staged", "--tree"], "secrets", id="two sources"),
        pytest.param(["run"], "--stage", id="run without a stage"),
        pytest.param(["run", "--gates", "secrts"], "did you mean secrets?", id="run, misspelt"),
        pytest.param(["explain", "LR-SEC999"], "no rule", id="no such rule"),
    ],
)
def test_exit_2_says_what_to_change(repo: Repository, arguments: list[str], words: str) -> None:
    done = repo.launchready(*arguments)

    assert done.code == 2, done.text
    assert words in done.err


def test_exit_2_for_a_wrong_configuration_names_the_place_and_the_nearest_name(
    repo: Repository,
) -> None:
    repo.write({"launchready.yaml": "secrets:\n  exlude: [a]\n"})

    done = repo.launchready("secrets")

    assert done.code == 2
    assert "launchready.yaml:2:3: secrets.exlude: unknown key, did you mean exclude?" in done.err


@pytest.mark.parametrize(
    ("glob", "place"),
    [
        ("'['", "launchready.yaml:2:16: secrets.exclude[1]: '[' is no glob"),
        ("../a", "launchready.yaml:2:16: secrets.exclude[1]: '../a' leads out"),
        ("''", "launchready.yaml:2:16: secrets.exclude[1]: '' names no file"),
    ],
)
def test_exit_2_for_a_glob_that_excludes_nothing(repo: Repository, glob: str, place: str) -> None:
    repo.write({"launchready.yaml": f"secrets:\n  exclude: [a, {glob}]\n"})

    done = repo.launchready("secrets")

    assert done.code == 2
    assert place in done.err


def test_exit_2_for_a_configuration_that_is_a_pipe(repo: Repository) -> None:
    os.mkfifo(repo.path / "launchready.yaml")

    done = repo.launchready("secrets", "--staged")

    assert done.code == 2
    assert "expected a file, there is a named pipe" in done.err


def test_exit_3_where_there_is_nothing_to_look_at(repo: Repository, tmp_path: Path) -> None:
    empty = Repository(tmp_path / "empty", repo.environ)
    empty.path.mkdir()
    empty.git("init", "-q")

    assert empty.launchready("secrets").code == 3


def test_exit_3_beats_1_and_what_was_found_is_reported_too(red: Repository) -> None:
    red.stage({"lost.py": "x = 1\n"})
    blob = red.git("rev-parse", ":lost.py")
    (red.path / ".git/objects" / blob[:2] / blob[2:]).unlink()

    done = red.launchready("secrets")

    assert done.code == 3
    assert WHERE in done.out
    assert "lost.py" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--output", "json=r.json", "secrets"], id="before"),
        pytest.param(["secrets", "--output", "json=r.json"], id="after"),
        pytest.param(["secrets", "--output=json=r.json"], id="with an equals sign"),
    ],
)
def test_shared_options_stand_on_either_side_of_the_gate(
    repo: Repository, arguments: list[str]
) -> None:
    assert repo.launchready(*arguments).code == 0

    assert json.loads(repo.read("r.json"))["outcome"] == "passed"


def test_variables_stand_in_for_shared_options(red: Repository, tmp_path: Path) -> None:
    variables = {
        "LAUNCHREADY_ROOT": str(red.path),
        "LAUNCHREADY_OUTPUT": f"json={tmp_path}/r.json\njunit={tmp_path}/r.xml\n",
    }

    done = red.run("launchready", "secrets", within="src", **variables)

    assert done.code == 1
    assert json.loads((tmp_path / "r.json").read_text())["outcome"] == "failed"
    assert (tmp_path / "r.xml").read_text().startswith("<?xml")


def test_an_option_beats_its_variable(repo: Repository) -> None:
    done = repo.launchready("secrets", "--fail-on", "error", LAUNCHREADY_FAIL_ON="note")
    wrong = repo.launchready("secrets", LAUNCHREADY_FAIL_ON="never")

    assert done.code == 0
    assert wrong.code == 2
    assert "LAUNCHREADY_FAIL_ON" in wrong.err


def test_one_run_writes_every_report(red: Repository) -> None:
    names = {
        "json": "r.json",
        "junit": "r.xml",
        "junit-strict": "strict.xml",
        "sarif": "r.sarif",
        "summary": "r.md",
        "github": "r.txt",
    }
    outputs = [f"--output={form}=out/{name}" for form, name in names.items()]

    done = red.launchready("secrets", *outputs, "--output", "console")

    assert done.code == 1
    assert WHERE in done.out
    for name in names.values():
        assert "settings.py" in red.read(f"out/{name}")


def test_a_report_is_emptied_before_anything_can_go_wrong(repo: Repository) -> None:
    repo.write({"r.json": '{"outcome": "passed"}', "launchready.yaml": "secrets: {exlude: [a]}\n"})

    done = repo.launchready("secrets", "--output", "json=r.json")

    assert done.code == 2
    assert repo.read("r.json") == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_still_writes_every_report(repo: Repository, number: signal.Signals) -> None:
    command = ["launchready", "secrets", "--stdin", "--output=json=r.json", "--output=junit=r.xml"]
    process = subprocess.Popen(
        command, cwd=repo.path, env=repo.environ, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    report = repo.path / "r.json"
    while not report.exists() and process.poll() is None:
        time.sleep(0.01)  # emptied at the start: from then on it waits for its standard input
    while not waits_for_its_pipe(process.pid):
        time.sleep(0.01)

    process.send_signal(number)

    assert process.wait(60) == 3
    said = json.loads(repo.read("r.json"))
    assert said["outcome"] == "error"
    assert "interrupted" in said["gates"][0]["reason"]
    assert "interrupted" in repo.read("r.xml")
    assert process.stdin
    process.stdin.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("arguments", [["secrets"], ["run", "--stage=pre-commit"], ["secrts"]])
def test_a_signal_before_anything_has_run_leaves_no_earlier_report(
    repo: Repository, installed: Path, number: signal.Signals, arguments: list[str]
) -> None:
    repo.write({"r.json": "{}", "r.xml": "<x/>"})
    early = (
        "import os, signal, sys\n"
        "from launchready_ci import start\n"
        "def killed(): os.kill(os.getpid(), int(sys.argv.pop(1)))\n"
        "start._open_closed = killed\n"
        "start.main()"
    )

    outputs = ["--output", "json=r.json", "--output=junit=r.xml"]
    done = repo.run(installed / "python", "-c", early, str(int(number)), *arguments, *outputs)

    assert done.code == 3, done.text
    assert done.err == "launchready: interrupted before anything had run\n"
    assert (repo.read("r.json"), repo.read("r.xml")) == ("", "")


@pytest.mark.parametrize("wrong", ["--stagd", "--fail-on=never", "--output=jsn"])
def test_a_command_line_that_cannot_be_used_leaves_no_earlier_report(
    repo: Repository, wrong: str
) -> None:
    repo.write({"r.json": "{}", "r.xml": "<x/>"})

    done = repo.launchready("secrets", "--output", "json=r.json", "--output=junit=r.xml", wrong)

    assert done.code == 2, done.text
    assert (repo.read("r.json"), repo.read("r.xml")) == ("", "")


@pytest.mark.parametrize("arguments", [["rules"], ["--help"], ["secrets"], ["secrets", "--help"]])
def test_a_full_disk_behind_standard_output_is_named(
    repo: Repository, arguments: list[str]
) -> None:
    done = repo.run("sh", "-c", 'exec launchready "$@" >/dev/full', "sh", *arguments)

    assert done.code == 3
    assert "No space left on device" in done.err
    assert "fault of launchready" not in done.err


def test_a_file_that_is_kept_is_not_made_a_report(repo: Repository) -> None:
    before = repo.read("app.py")

    done = repo.launchready("secrets", "--output=json=app.py", "--output=sarif=.git/config")

    assert done.code == 2, done.text
    assert repo.read("app.py") == before
    assert repo.git("status", "--porcelain") == ""


def waits_for_its_pipe(pid: int) -> bool:
    """Does the process sleep? Where that cannot be told, yes."""
    try:
        return Path(f"/proc/{pid}/wchan").read_text().startswith(("pipe_read", "anon_pipe"))
    except OSError:
        return True


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(b"two words.py", id="spaces"),
        pytest.param(b"-dash.py", id="a leading dash"),
        pytest.param(b"--staged", id="named like an option"),
        pytest.param("你/café.py".encode(), id="not ASCII"),
        pytest.param(b"caf\xe9.py", id="not UTF-8"),
        pytest.param(b"x\n::error::forged.py", id="a newline and an annotation"),
        pytest.param(b"\x1b[31mred.py", id="an escape sequence"),
        pytest.param(b"%0A'\"&<>;$(true).py", id="shell, XML and URL marks"),
    ],
)
def test_hostile_file_names_are_searched_and_forge_nothing(
    repo: Repository, secret: str, name: bytes
) -> None:
    path = os.path.join(os.fsencode(repo.path), name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    Path(os.fsdecode(path)).write_text(f'KEY = "{secret}"\n')
    repo.git("add", "-A")
    forms = ["json", "junit", "sarif", "github", "summary"]

    done = repo.launchready("secrets", *(f"--output={form}=r.{form}" for form in forms))
    hook = repo.launchready("secrets", "--hook", os.fsdecode(name))
    console = repo.launchready("secrets")

    assert (done.code, hook.code, console.code) == (1, 1, 1), hook.text
    for text in [console.out, hook.out, *map(repo.read, (f"r.{form}" for form in forms))]:
        assert "\x1b[31mred" not in text
        assert "\n::error::forged" not in text


def test_a_pipe_is_searched(repo: Repository, secret: str) -> None:
    done = repo.launchready("secrets", "--stdin", stdin=f"a\nKEY={secret}\n")

    assert done.code == 1
    assert "stdin:2" in done.out


def test_it_runs_as_a_module_too(repo: Repository, installed: Path) -> None:
    done = repo.run(installed / "python", "-m", "launchready_ci", "--version")

    assert done.code == 0
    assert done.out.startswith("launchready 0")


def test_a_reader_that_goes_away_makes_no_noise(red: Repository) -> None:
    done = red.run("sh", "-c", "launchready rules | head -n 1")

    assert done.out.startswith("LR-")
    assert "Traceback" not in done.err


def test_a_baseline_forgives_what_is_there_and_no_new_secret_beside_it(
    red: Repository, secret: str
) -> None:
    written = red.launchready("baseline", "secrets", "--reason", "revoked in May")
    forgiven = red.launchready("secrets")
    red.stage({"src/settings.py": f'# settings\n\nKEYS = "{secret}", "{new_secret()}"\n'})
    found = red.launchready("secrets", "--output=json=r.json")

    assert (written.code, forgiven.code, found.code) == (0, 0, 1), written.text + forgiven.text
    assert "revoked in May" in red.read("launchready.baseline")
    results = json.loads(red.read("r.json"))["results"]
    suppressed = [f["suppressed"] for result in results for f in result["findings"]]
    assert sorted(suppressed) == [False, True]


@pytest.mark.parametrize(
    "comment",
    ["launchready: ignore[{rule}] made up", "pragma: allowlist secret", "gitleaks:allow"],
)
def test_a_comment_on_its_line_forgives(repo: Repository, secret: str, comment: str) -> None:
    repo.stage({"app.py": f'KEY = "{secret}"\n'})
    open_ = repo.launchready("secrets", "--output=json")
    failed = [row for row in json.loads(open_.out)["results"] if row["outcome"] == "failed"]
    repo.stage({"app.py": f'KEY = "{secret}"  # {comment.format(rule=failed[0]["rule"])}\n'})

    done = repo.launchready("secrets")

    assert (open_.code, len(failed)) == (1, 1)
    assert done.code == 0, done.text


def test_what_it_says_of_the_rules_needs_no_repository(repo: Repository, tmp_path: Path) -> None:
    elsewhere = Repository(tmp_path, repo.environ)

    listed = json.loads(elsewhere.launchready("rules", "--format", "json").out)
    explained = elsewhere.launchready("explain", listed[1]["rule"])

    assert len({row["rule"] for row in listed}) == len(listed)
    assert explained.code == 0
    assert explained.out.startswith(f"{listed[1]['rule']} {listed[1]['name']}")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_closed_stream_changes_no_exit_code(repo: Repository, secret: str, closed: str) -> None:
    clean = repo.run("sh", "-c", f"launchready secrets {closed}")
    repo.stage({"key.py": f'KEY = "{secret}"\n'})
    found = repo.run("sh", "-c", f"launchready secrets {closed}")

    assert (clean.code, found.code) == (0, 1)


@pytest.mark.parametrize("option", ["--baseline", "--secrets-baseline"])
def test_a_baseline_that_is_named_must_be_there(repo: Repository, option: str) -> None:
    done = repo.launchready("secrets", option, "absent")

    assert done.code == 2, done.text
    assert f"{option} " in done.err
    assert "no such file" in done.err


def test_a_baseline_that_is_named_is_made_by_the_command_that_makes_it(red: Repository) -> None:
    done = red.launchready("baseline", "secrets", "--reason", "made up", "--baseline", "here")
    after = red.launchready("secrets", "--baseline", "here")

    assert (done.code, after.code) == (0, 0), done.text


@pytest.mark.parametrize("line", ["smoke --url", "env --environment", "secrets --range"])
def test_a_variable_that_is_not_set_is_told(repo: Repository, line: str) -> None:
    done = repo.launchready(*line.split(), "")

    assert done.code == 2
    assert f"{line.split()[1]} is empty" in done.err
