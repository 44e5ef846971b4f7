"""What README and demo show is what happens."""

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.e2e.act import Act, pull_request
from tests.e2e.world import Repository
from tests.sample_app.runs import OWNED

pytestmark = pytest.mark.e2e
README = (ROOT / "README.md").read_text()


def untimed(text: str) -> list[str]:
    return re.sub(r"\(\d+\.\d s\)", "(… s)", text).strip().splitlines()


def test_the_readme_shows_real_output(repo: Repository, secret: str) -> None:
    shown = re.search(r"^```console\n\$ (.*?)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert shown
    repo.git("config", "core.hooksPath", str(ROOT / "hooks"))
    repo.stage({"pay.py": f'import stripe\n\nstripe.api_key = "{secret}"\n'})

    done = repo.run("sh", "-c", shown[1])

    assert done.code == 1
    assert untimed(done.text) == untimed(shown[2])


def test_the_key_that_opens_nothing_is_found(
    repo: Repository, require: Callable[[object, str], None]
) -> None:
    require(shutil.which("openssl"), "openssl")
    (command,) = re.findall(r"^printf 'KEY = .*", README, re.MULTILINE)

    made = repo.run("sh", "-c", f"{command} && git add pay.py")

    assert made.code == 0, made.text
    assert repo.launchready("secrets").code == 1


@pytest.mark.slow
def test_three_snippets_lead_to_a_blocked_pull_request(
    act: Act, repo: Repository, environ: Mapping[str, str], shared: Path
) -> None:
    github = README.partition("**On GitHub**")[2]
    workflow, _, commands = re.findall(r"^```\w+\n(.*?)^```", github, re.MULTILINE | re.DOTALL)[:3]
    repo = Repository(repo.path, {**environ, "UV_CACHE_DIR": str(shared / "uv")})
    repo.git("init", "-q", "--bare", "../origin.git")
    repo.git("remote", "add", "origin", "../origin.git")
    repo.stage({(name := ".github/workflows/pull-request.yml"): workflow})
    repo.git("commit", "-q", "-m", "Check pull requests")
    base = repo.head

    done = repo.run("sh", "-ec", commands.partition("gh pr create")[0])
    ran = act.run(repo, name, "pull_request", pull_request(base, repo.head))

    assert done.code == 0, done.text
    assert ran.code == 1, ran.log[-3000:]
    assert [(kind, file) for kind, file, _ in ran.annotations] == [("error", "pay.py")]
    assert "launchready: failed" in ran.summary


def test_the_ruleset_is_json_that_requires_the_job_of_the_workflow() -> None:
    (text,) = re.findall(r"<<'END'\n(.*?)\nEND$", README, re.MULTILINE | re.DOTALL)
    (rule,) = json.loads(text)["rules"]
    workflows = re.findall(r"^```yaml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    (workflow,) = [w for text in workflows if "jobs" in (w := yaml.safe_load(text))]

    required = [check["context"] for check in rule["parameters"]["required_status_checks"]]

    assert required == list(workflow["jobs"])


def test_the_demo_stops_a_commit_lets_the_mended_one_pass_and_finds_what_was_taken_out(
    repo: Repository, tmp_path: Path
) -> None:
    done = repo.run("sh", ROOT / "examples" / "demo.sh", TMPDIR=str(tmp_path))

    assert done.code == 0, done.text
    assert re.findall(r"\(exit code (\d)\)|^(?:secrets|env): (\w+)", done.text, re.MULTILINE) == [
        ("", "failed"),
        ("1", ""),
        ("", "passed"),
        ("", "passed"),
        ("", "failed"),
        ("1", ""),
        ("", "passed"),
        ("", "failed"),
        ("1", ""),
    ]
    assert ", only in the history." in done.text
    assert len(list(tmp_path.glob("launchready-demo.*/reports/*"))) == 4


@pytest.mark.slow
def test_the_demo_passes_the_sound_app_and_names_every_flaw_of_the_other(
    repo: Repository, tmp_path: Path
) -> None:
    done = repo.run("sh", ROOT / "examples" / "demo_app.sh", TMPDIR=str(tmp_path))

    assert done.code == 0, done.text
    assert re.findall(r"\(exit code (\d)\)", done.out) == [*"0000", *"111111111"]
    named = re.findall(r"^(LR-\w+) +([\w-]+) ", done.out, re.MULTILINE)
    assert {flaw: rule for rule, flaw in named} == {
        one.flaw: one.rule for one in OWNED.values() if one.rule != "-"
    }
    assert len(list(tmp_path.glob("launchready-demo.*/reports/*.json"))) == 13
    for pid in tmp_path.glob("launchready-demo.*/*.pid"):
        with pytest.raises(ProcessLookupError):
            os.kill(int(pid.read_text()), 0)


def test_the_demo_leaves_no_server_where_nobody_reads_on(repo: Repository, tmp_path: Path) -> None:
    demo = ROOT / "examples" / "demo_app.sh"

    repo.run("sh", "-c", f"sh '{demo}' | head -n 3", TMPDIR=str(tmp_path))

    pids = [int(file.read_text()) for file in tmp_path.glob("launchready-demo.*/*.pid")]
    assert len(pids) == 6
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
