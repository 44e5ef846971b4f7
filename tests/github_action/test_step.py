"""The parts of the Action's step, from its inputs to its outputs."""

import http.server
import json
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from launchready_ci.config import load
from launchready_ci.github_action import install, masks, packages
from launchready_ci.github_action.annotations import annotate
from launchready_ci.github_action.code_scanning import may_be_uploaded
from launchready_ci.github_action.job import Job, Ran, Refused, command
from launchready_ci.github_action.outputs import tell
from launchready_ci.nodes import Map

BASE, HEAD = "b" * 40, "a" * 40
NESTED = """
users:
  admin:
    login:
      form: /login
      fields: {email: {secret: EMAIL}, password: {secret: PASSWORD}}
monitor:
  alerts:
    - {slack: {secret: HOOK}, when: [down]}
"""


def job(tmp_path: Path, **inputs: str) -> Job:
    environ = {f"INPUT_{name}": value for name, value in inputs.items()}
    environ |= {"GITHUB_WORKSPACE": "/w", "GITHUB_OUTPUT": str(tmp_path / "output")}
    return Job.of(environ | {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}, str(tmp_path))


def outputs(tmp_path: Path) -> dict[str, str]:
    """Read what the runner would read."""
    lines = iter((tmp_path / "output").read_text().splitlines())
    found = {}
    for line in lines:
        name, _, end = line.partition("<<")
        found[name] = "\n".join(iter(lambda: next(lines), end))
    return found


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        pytest.param({}, {"--stage=pre-commit"}, id="nothing: the stage pre-commit"),
        pytest.param({"GATES": "secrets,env"}, {"--gates=secrets,env"}, id="gates"),
        pytest.param({"STAGE": "post-deploy"}, {"--stage=post-deploy"}, id="a stage"),
        pytest.param(
            {"GATES": "env", "STAGE": "pre-build"}, {"--gates=env", "--stage=pre-build"}, id="both"
        ),
        pytest.param({"CONFIG": "ci/l.yaml"}, {"--config=/w/ci/l.yaml"}, id="a configuration"),
        pytest.param({"URL": "--help"}, {"--url=--help"}, id="a value like an option"),
        pytest.param({"ARGS": "--a 'b c'\n-d"}, {"--a", "b c", "-d"}, id="more options"),
        pytest.param({"CATEGORY_SUFFIX": "x y"}, {"--sarif-suffix=x y"}, id="a suffix"),
    ],
)
def test_inputs_become_words_of_the_command(
    inputs: Mapping[str, str], words: set[str], tmp_path: Path
) -> None:
    line = command(job(tmp_path, **inputs))

    assert line[:2] == ["run", "--root=/w"]
    assert words <= set(line)


@pytest.mark.parametrize("name", ["GATES", "STAGE"])
def test_the_default_stage_gives_way(name: str, tmp_path: Path) -> None:
    assert "--stage=pre-commit" not in command(job(tmp_path, **{name: "x"}))


def test_quotes_that_do_not_close_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the input args: No closing quotation"):
        command(job(tmp_path, ARGS="'"))


def test_a_report_alone_makes_a_pass(tmp_path: Path) -> None:
    code = tell(job(tmp_path), 0)

    assert code == 3
    assert outputs(tmp_path)["outcome"] == "error"
    assert outputs(tmp_path)["exit-code"] == "3"


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        pytest.param(0, 0, id="passed"),
        pytest.param(1, 1, id="findings"),
        pytest.param(2, 2, id="unusable"),
        pytest.param(3, 3, id="could not look"),
        pytest.param(-9, 3, id="killed"),
        pytest.param(139, 3, id="a crash"),
    ],
)
def test_the_code_that_counts_is_one_of_ours(code: int, counts: int, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text('{"outcome": "failed", "results": []}')

    assert tell(job(tmp_path), code) == counts


def test_no_value_forges_an_output(tmp_path: Path) -> None:
    finding = {"suppressed": False}
    results = [{"findings": [finding, {"suppressed": True}]}]
    hostile = {"outcome": "failed\noutcome=passed\nEOF\nexit-code=0", "results": results}
    (tmp_path / "report.json").write_text(json.dumps(hostile))

    tell(job(tmp_path, GATES='a/b\n"c:'), 1)

    said = outputs(tmp_path)
    assert said["outcome"] == hostile["outcome"]
    assert said["exit-code"] == "1"
    assert said["findings"] == "1"
    assert set(said["artifact"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("errors", "annotation"),
    [
        pytest.param(
            "Usage: x\n\nError: launchready.yaml:8:14: secrets.exclud: unknown key\n",
            "::error file=launchready.yaml,line=8,col=14,title=launchready::"
            "launchready.yaml:8:14: secrets.exclud: unknown key\n",
            id="a place",
        ),
        pytest.param(
            "Error: /w/launchready.baseline:1:1: expected one JSON object per line\n",
            "::error file=launchready.baseline,line=1,col=1,title=launchready::"
            "launchready.baseline:1:1: expected one JSON object per line\n",
            id="a place in the workspace",
        ),
        pytest.param(
            "Error: no gate 'x'\n", "::error title=launchready::no gate 'x'\n", id="no place"
        ),
        pytest.param(
            "Error: a%0A::error::b\x1b[2J\n",
            "::error title=launchready::a%250A::error::b\\x1b[2J\n",
            id="hostile text",
        ),
        pytest.param(
            "",
            "::error title=launchready::"
            "no gate was run: the command ended with status -11 and without a report\n",
            id="silence",
        ),
    ],
)
def test_a_run_without_a_report_says_why(
    errors: str, annotation: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotate(job(tmp_path), Ran(-11, errors))

    assert capsys.readouterr().out == annotation
    assert (tmp_path / "summary").read_text().startswith("## launchready: error\n")


def sections(text: str) -> Map:
    return load("launchready.yaml", text.encode()).sections


def test_masks_cover_each_leaf_and_no_short_word() -> None:
    environ = {"EMAIL": "ops@example.com", "PASSWORD": "admin", "OTHER": "not ours at all"}
    environ["HOOK"] = json.dumps({"url": "https://hook.example", "keys": ["k" * 8, 123456, "abc"]})

    found = masks.masks(sections(NESTED), environ)

    assert found == [environ["HOOK"], "https://hook.example", "ops@example.com", "k" * 8]


def test_a_pull_request_cannot_mask_what_it_likes() -> None:
    text = "env: {x: {secret: GITHUB_HEAD_REF}, y: {secret: RUNNER_TEMP}, z: {secret: TOKEN}}"
    environ = {"GITHUB_HEAD_REF": "src/settings.py", "RUNNER_TEMP": "/home/runner/_temp"}

    assert masks.masks(sections(text), {**environ, "TOKEN": "a token"}) == ["a token"]


def test_masks_cover_each_line() -> None:
    key = "BEGIN KEY\nabcdefgh\nijklmnop\n--\n"

    found = masks.masks(sections(NESTED), {"PASSWORD": key})

    assert found == [key.strip(), "BEGIN KEY", "abcdefgh", "ijklmnop"]


def test_an_installation_keeps_the_mirror_and_nothing_that_leads_it_elsewhere() -> None:
    kept = {
        "PATH": "/bin",
        "HTTPS_PROXY": "http://proxy",
        "PIP_INDEX_URL": "https://mirror.example/simple",
        "UV_INDEX_COMPANY_PASSWORD": "x",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "PIP_CONFIG_FILE": "/etc/company/pip.conf",
    }
    dropped = {
        "PIP_TARGET": "elsewhere",
        "PIP_CONSTRAINT": "constraints.txt",
        "PIP_REQUIRE_VIRTUALENV": "1",
        "UV_PROJECT": "/w",
        "UV_PYTHON": "2.7",
        "PYTHONPATH": "/w",
        "VIRTUAL_ENV": "/w/.venv",
        "INPUT_TOKEN": "x",
        "UV_CONFIG_FILE": "/w/uv.toml",
        "PIP_FIND_LINKS": "/w/wheels",
    }

    environ = packages.environment({**kept, **dropped, "GITHUB_WORKSPACE": "/w"})

    assert environ == {**kept, **packages.SYSTEM_CERTIFICATES, "GITHUB_WORKSPACE": "/w"}


def test_an_environment_is_of_the_modules_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "inner" / "__pycache__").mkdir(parents=True)
    (tmp_path / "inner" / "module.py").write_text("x = 1\n")
    before = install.key(*install.modules(str(tmp_path)))

    (tmp_path / "inner" / "__pycache__" / "module.pyc").write_text("compiled")
    compiled = install.key(*install.modules(str(tmp_path)))
    (tmp_path / "inner" / "module.py").write_text("x = 2\n")
    changed = install.key(*install.modules(str(tmp_path)))

    assert compiled == before
    assert changed != before


@pytest.fixture
def github() -> Iterator[tuple[str, list[tuple[int, bytes]]]]:
    """An API that gives the answers of a list."""
    answers: list[tuple[int, bytes]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = (self.path, self.headers["Authorization"])
            wanted = ("/repos/acme/app/code-scanning/alerts?per_page=1", "Bearer t")
            code, body = answers.pop() if asked == wanted else (500, b"")
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", answers
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param((200, b"[]"), True, id="alerts"),
        pytest.param((404, b'{"message": "no analysis found"}'), True, id="nothing uploaded yet"),
        pytest.param(
            (403, b'{"message": "Code Security must be enabled for this repository to use it"}'),
            False,
            id="no code scanning",
        ),
        pytest.param(
            (403, b'{"message": "Resource not accessible by integration"}'),
            True,
            id="a token that may not ask",
        ),
        pytest.param((500, b""), True, id="a fault of GitHub's"),
    ],
)
def test_only_a_clear_no_keeps_an_upload_back(
    github: tuple[str, list[tuple[int, bytes]]], answer: tuple[int, bytes], *, expected: bool
) -> None:
    url, answers = github
    answers.append(answer)
    environ = {"GITHUB_API_URL": url, "GITHUB_REPOSITORY": "acme/app", "INPUT_TOKEN": "t"}

    assert may_be_uploaded(environ) is expected
    assert answers == []


def test_an_api_that_is_not_there_keeps_no_upload_back() -> None:
    environ = {"GITHUB_API_URL": "http://127.0.0.1:1", "INPUT_TOKEN": "t"}

    assert may_be_uploaded(environ)
    assert may_be_uploaded({"GITHUB_API_URL": "file:///etc", "INPUT_TOKEN": "t"})


def test_a_job_of_an_unknown_event_uploads_nothing(tmp_path: Path) -> None:
    environ = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": os.devnull}

    assert Job.of(environ, str(tmp_path)).outside
