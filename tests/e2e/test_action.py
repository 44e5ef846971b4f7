"""The Action as GitHub would run it: verdicts, reports, forks, hostile inputs and checkouts."""

import http.server
import json
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.e2e.act import UPLOAD_FAILS, Act, Step, pull_request, reports_of, use
from tests.e2e.world import Repository, Secret, new_secret

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SARIF = "github/codeql-action/upload-sarif"
ARTIFACT = "actions/upload-artifact"
UPLOADS = {"upload_sarif": "true", "upload_artifact": "true"}
SETTINGS = "src/settings.py"
ACTION = ROOT / "action.yml"
OLD_PYTHON = """\
#!/bin/sh
while [ "$1" != -c ]; do shift; done
code=$2; shift 2
exec python3 -I -c 'import sys; sys.version_info = (3, 10, 13); exec(sys.argv.pop(1))' "$code" "$@"
"""
"""Takes itself for an older one."""


@pytest.fixture
def repo(tmp_path: Path, environ: Mapping[str, str], shared: Path) -> Repository:
    """With one clean commit; packages are downloaded once a session."""
    caches = {"UV_CACHE_DIR": str(shared / "uv"), "PIP_CACHE_DIR": str(shared / "pip")}
    return Repository.new(tmp_path / "repo", {**environ, **caches})


def plant(repo: Repository, secret: Secret, name: str = SETTINGS) -> None:
    repo.write({name: f"# settings\n\nKEY = '{secret}'\n"})
    commit(repo)


def commit(repo: Repository) -> str:
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "change")
    return repo.head


def test_a_clean_repository_is_green(act: Act, repo: Repository) -> None:
    ran = act.job(repo, [use("gate")])

    assert ran.result("gate") == "success", ran.log[-3000:]
    assert ran.outputs("gate")["outcome"] == "passed"
    assert ran.outputs("gate")["exit-code"] == "0"
    assert ran.annotations == []
    assert "launchready: passed" in ran.summary
    assert ran.stubs() == {}


def test_a_planted_secret_is_red_with_every_report(
    act: Act, repo: Repository, secret: Secret
) -> None:
    plant(repo, secret)

    ran = act.job(repo, [use("gate", gates="secrets", category_suffix="linux"), reports_of("gate")])

    outputs, reports = ran.outputs("gate"), ran.reports("gate")
    assert ran.result("gate") == "failure"
    assert [outputs[name] for name in ("outcome", "exit-code", "findings")] == ["failed", "1", "1"]
    assert json.loads(reports["json"])["outcome"] == "failed"
    (sarif,) = json.loads(reports["sarif"])["runs"]
    assert sarif["automationDetails"]["id"].startswith("launchready/secrets/linux")
    assert sarif["tool"]["driver"]["semanticVersion"] == json.loads(reports["json"])["version"]
    assert f'file="{SETTINGS}"' in reports["junit"]
    assert [(kind, file) for kind, file, _ in ran.annotations] == [("error", SETTINGS)]
    assert f"{SETTINGS}:3" in ran.summary
    assert "Revoke it" in ran.summary
    assert outputs.keys() >= yaml.safe_load(ACTION.read_text())["outputs"].keys()


def test_a_pull_request_answers_for_its_own_commits(act: Act, repo: Repository) -> None:
    plant(repo, new_secret(), "old.py")
    base = repo.head
    plant(repo, new_secret())
    repo.git("rm", "-q", SETTINGS)
    head = commit(repo)

    ran = act.job(repo, [use("gate", **UPLOADS)], "pull_request", pull_request(base, head))

    assert ran.result("gate") == "failure"
    assert [file for _, file, _ in ran.annotations] == [SETTINGS]
    outputs = ran.outputs("gate")
    assert ran.stubs()[SARIF] == {"sarif_file": outputs["sarif"]}
    assert ran.stubs()[ARTIFACT]["path"] == str(Path(outputs["sarif"]).parent)


def test_a_merge_queue_answers_for_its_commits(act: Act, repo: Repository) -> None:
    plant(repo, new_secret(), "old.py")
    base = repo.head
    repo.write({"new.py": "x = 1\n"})
    group = {"merge_group": {"base_sha": base, "head_sha": commit(repo)}}

    ran = act.job(repo, [use("gate", gates="secrets")], "merge_group", group)

    assert ran.result("gate") == "success", ran.annotations


@pytest.mark.parametrize(
    ("fork", "actor"),
    [
        pytest.param("evil/app", "mallory", id="a fork"),
        pytest.param("acme/app", "dependabot[bot]", id="Dependabot"),
    ],
)
def test_outsiders_get_a_verdict_and_no_upload(
    act: Act, repo: Repository, secret: Secret, fork: str, actor: str
) -> None:
    base = repo.head
    plant(repo, secret)
    payload = pull_request(base, repo.head, fork)

    ran = act.job(repo, [use("gate", **UPLOADS)], "pull_request", payload, "--actor", actor)

    assert ran.result("gate") == "failure"
    assert ran.outputs("gate")["exit-code"] == "1"
    assert ran.stubs() == {}


def test_a_pull_request_cannot_switch_off_its_own_check(
    act: Act, repo: Repository, secret: Secret
) -> None:
    base = repo.head
    off = "\n".join(f"  LR-SEC{number:03}: off" for number in (60, 61))
    repo.write({"launchready.yaml": f"secrets:\n  exclude: ['**']\nrules:\n{off}\n"})
    plant(repo, secret)
    # variables that a workflow of a fork could set
    hostile = {"LAUNCHREADY_FAIL_ON": "note", "LAUNCHREADY_CONFIG": "x.yaml", "GIT_DIR": "/nowhere"}
    step = {**use("gate", gates="secrets"), "env": {**hostile, "LAUNCHREADY_OUTPUT": "console"}}

    ran = act.job(repo, [step], "pull_request", pull_request(base, repo.head))

    assert ran.result("gate") == "failure"
    assert ran.outputs("gate")["exit-code"] == "1", ran.annotations


def test_what_a_pull_request_forgives_is_said(act: Act, repo: Repository, secret: Secret) -> None:
    base = repo.head
    plant(repo, secret)
    repo.launchready("baseline", "secrets", "--reason", "only a sample")
    head = commit(repo)

    ran = act.job(repo, [use("gate", gates="secrets")], "pull_request", pull_request(base, head))

    assert ran.result("gate") == "success", ran.annotations
    assert "newly forgiven here" in ran.summary
    assert "only a sample" in ran.summary


def test_a_shallow_clone_is_an_error_that_says_what_to_do(act: Act, repo: Repository) -> None:
    payload = pull_request("b" * 40, repo.head)

    ran = act.job(repo, [use("gate", **UPLOADS)], "pull_request", payload)

    assert ran.result("gate") == "failure"
    assert ran.outputs("gate")["exit-code"] == "3"
    assert ran.outputs("gate")["outcome"] == "error"
    assert "fetch-depth: 0" in ran.annotations[0][2]
    assert "fetch-depth: 0" in ran.summary
    assert SARIF in ran.stubs()


def test_a_configuration_that_cannot_be_used_is_annotated_there(act: Act, repo: Repository) -> None:
    repo.write({"launchready.yaml": "secrets:\n  exclud: []\n"})
    commit(repo)

    ran = act.job(repo, [use("gate", **UPLOADS)])

    assert ran.result("gate") == "failure"
    assert ran.outputs("gate")["exit-code"] == "2"
    assert ran.outputs("gate")["outcome"] == "error"
    ((kind, file, message),) = ran.annotations
    assert (kind, file) == ("error", "launchready.yaml")
    assert "did you mean exclude?" in message
    assert "did you mean exclude?" in ran.summary
    assert ran.stubs() == {}


def test_a_runner_without_a_fit_python_is_told(act: Act, repo: Repository, tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text(OLD_PYTHON)
    old.chmod(0o755)

    ran = act.job(repo, [use("old", python=str(old)), use("none", python="python0.9")])

    assert [ran.result(step) for step in ("old", "none")] == ["failure", "failure"]
    assert [ran.outputs(step)["exit-code"] for step in ("old", "none")] == ["3", "3"]
    messages = [message for _, _, message in ran.annotations]
    assert all(message in ran.summary for message in messages)
    assert [("3.11" in m, "setup-python" in m) for m in messages] == [(True, True), (False, True)]


def test_secrets_of_the_configuration_are_masked(act: Act, repo: Repository) -> None:
    users = "users:\n  admin:\n    login:\n      form: /login\n      fields:\n"
    fields = "        password: {secret: ADMIN_PASSWORD}\n        pin: {secret: ADMIN_PIN}\n"
    repo.write({"launchready.yaml": users + fields})
    commit(repo)
    environ = {"ADMIN_PASSWORD": '{"inner": "swordfish"}', "ADMIN_PIN": "1234"}
    echo = {"run": "echo a swordfish and 1234", "shell": "bash"}

    ran = act.job(repo, [{**use("gate"), "env": environ}, echo])

    assert ran.result("gate") == "success", ran.annotations
    assert "a *** and 1234" in ran.log


def test_a_failed_upload_is_a_warning(act: Act, repo: Repository) -> None:
    repo.write({UPLOAD_FAILS: ""})
    commit(repo)

    ran = act.job(repo, [use("gate", **UPLOADS)])

    assert ran.result("gate") == "success"
    assert {kind for kind, _, _ in ran.annotations} == {"warning"}
    assert "security-events: write" in ran.annotations[0][2]
    assert len(ran.annotations) == 2


def test_hostile_inputs_steer_nothing(
    act: Act, repo: Repository, secret: Secret, tmp_path: Path
) -> None:
    plant(repo, secret)
    mark = tmp_path / "pwned"
    inputs = list(yaml.safe_load(ACTION.read_text())["inputs"])
    evil = (
        f"x'\"; touch {mark}; $(touch {mark}) `touch {mark}`\noutcome=passed\nexit-code=0\n"
        "::set-output name=outcome::passed\n::error file=forged.py::forged\nEOF\n--version"
    )

    ran = act.job(repo, [use(name, **{"gates": "secrets", name: evil}) for name in inputs])

    assert not mark.exists()
    assert {ran.result(name) for name in inputs} == {"failure"}
    assert {ran.outputs(name)["outcome"] for name in inputs} <= {"failed", "error"}
    assert "0" not in {ran.outputs(name)["exit-code"] for name in inputs}
    assert "forged.py" not in {file for _, file, _ in ran.annotations}


def test_options_that_leave_no_report_are_no_pass(act: Act, repo: Repository) -> None:
    ran = act.job(repo, [use("gate", args="--help"), use("more", args="--fail-on 'note'")])

    assert ran.result("gate") == "failure"
    assert ran.outputs("gate")["exit-code"] == "3"
    assert ran.outputs("more")["outcome"] == "passed"


def test_hostile_file_names_forge_nothing(act: Act, repo: Repository, tmp_path: Path) -> None:
    mark = tmp_path / "pwned"
    names = [
        f"$(touch {str(mark).replace('/', '_')}).py",
        "a\"b'\n::error::forged",
        "%0A::warning::forged,y:z.py",
        "::error::forged.py",
    ]
    repo.write({name: f"K = '{new_secret()}'\n" for name in names})
    commit(repo)

    ran = act.job(repo, [use("gate", gates="secrets")])

    assert ran.outputs("gate")["findings"] == "4"
    assert len(ran.annotations) == 4
    assert all(file and "LR-SEC" not in file for _, file, _ in ran.annotations)
    assert not [m for _, _, m in ran.annotations if m.startswith("forged")]


HOSTILE_MODULES = "yaml click json re encodings pip venv sitecustomize usercustomize launchready_ci"
PROGRAMS = "git python3 uv sh dirname"


@pytest.fixture
def index() -> Iterator[tuple[str, list[str]]]:
    """A package index that a checkout names, and whoever asked it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(503)

        do_CONNECT = do_HEAD = do_GET  # noqa: N815 - the names are the base class's

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/simple/", asked
        server.shutdown()


def hostile(repo: Repository, mark: Path, index: str) -> None:
    """Everything that Python, pip, uv or we could take from a checkout."""
    modules = {f"{name}.py": f"open({str(mark)!r}, 'w')\n" for name in HOSTILE_MODULES.split()}
    settings = {
        "launchready_ci/__init__.py": f"open({str(mark)!r}, 'w')\n",
        "uv.toml": f'index-url = "{index}"\n',
        "pip.conf": f"[global]\nindex-url = {index}\n",
        "pyproject.toml": f'[tool.uv]\nindex-url = "{index}"\n',
        ".python-version": "2.7\n",
        "constraints.txt": "click<1\n",
        "pyvenv.cfg": "home = /nowhere\n",
        ".env": "LAUNCHREADY_GATES=env\nLAUNCHREADY_FAIL_ON=note\n",
    }
    repo.write({**modules, **settings})
    programs = {f"bin/{name}": f"#!/bin/sh\necho >{str(mark)!r}\n" for name in PROGRAMS.split()}
    repo.write(programs)
    for name in programs:
        (repo.path / name).chmod(0o755)
    repo.git("add", "-f", "-A")


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_a_hostile_checkout_gives_nothing_and_a_second_use_installs_nothing(
    act: Act, repo: Repository, plain_path: str, index: tuple[str, list[str]], installer: str
) -> None:
    mark = repo.path.with_name("imported")
    hostile(repo, mark, index[0])
    plant(repo, new_secret())
    if installer == "pip":
        act.path = plain_path
    constrained = {"PIP_CONSTRAINT": "constraints.txt", "UV_CONSTRAINT": "constraints.txt"}
    steps: list[Step] = [
        {"shell": "bash", "run": 'printf "%s\\n" "$PWD/bin" bin >>"$GITHUB_PATH"'},
        {**use("first", gates="secrets"), "env": constrained},
        {"shell": "bash", "run": 'ls "$RUNNER_TEMP" | sed "s/^/MADE /"'},
        cut_off(index[0]),
        use("second", gates="secrets"),
        {"shell": "bash", "run": 'ls "$RUNNER_TEMP" | sed "s/^/MADE /"'},
    ]

    ran = act.job(repo, steps)

    assert not mark.exists()
    assert index[1] == []
    for step in ("first", "second"):
        assert ran.outputs(step)["outcome"] == "failed", ran.log[-3000:]
    assert {file for _, file, _ in ran.annotations} == {SETTINGS}
    environments = {line for line in ran.said("MADE") if len(line) == len("launchready-") + 16}
    assert len(environments) == 1


def cut_off(index: str) -> Step:
    """A step after which no package can be had."""
    variables = {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1", "UV_NO_CACHE": "1"}
    variables |= {"PIP_INDEX_URL": index, "UV_INDEX_URL": index, "PIP_CONFIG_FILE": os.devnull}
    variables |= {"HTTPS_PROXY": index, "HTTP_PROXY": index}
    lines = [f'echo "{name}={value}" >> "$GITHUB_ENV"' for name, value in variables.items()]
    return {"shell": "bash", "run": "\n".join(lines)}
