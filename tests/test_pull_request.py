"""What a pull request may decide about its own check, in real repositories."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from launchready_ci import pull_request
from launchready_ci.config import ConfigError
from launchready_ci.findings import Outcome, Report
from launchready_ci.gate import CannotLook
from launchready_ci.pull_request import Base, PullRequest
from launchready_ci.suite import Settings, Suite
from tests.repos import Repo

BASE, HEAD = "b" * 40, "a" * 40
BASELINE = '{"schema": "launchready.baseline/1", "salt": "s"}\n'


def forgiven(number: int) -> str:
    entry = {"fingerprint": f"{number:032}", "rule": "LR-SEC060", "path": "a.py", "reason": "old"}
    return json.dumps(entry) + "\n"


def event(name: str, payload: object, folder: Path) -> dict[str, str]:
    path = folder / "event.json"
    path.write_text(json.dumps(payload))
    return {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path)}


def payload(base: str = BASE, head: str = HEAD, **more: object) -> dict[str, Any]:
    ours = {"full_name": "acme/app"}
    sides = {"base": {"sha": base, "repo": ours}, "head": {"sha": head, "repo": ours, **more}}
    return {"pull_request": sides}


@pytest.mark.parametrize(
    ("name", "told", "expected"),
    [
        pytest.param("push", {}, None, id="a push"),
        pytest.param("pull_request", payload(), PullRequest(BASE, HEAD, fork=False), id="its own"),
        pytest.param(
            "pull_request_target",
            payload(repo={"full_name": "evil/app"}),
            PullRequest(BASE, HEAD, fork=True),
            id="of a fork",
        ),
        pytest.param(
            "pull_request",
            payload(repo=None),
            PullRequest(BASE, HEAD, fork=True),
            id="of a fork that is gone",
        ),
        pytest.param(
            "merge_group",
            {"merge_group": {"base_sha": BASE, "head_sha": HEAD}},
            PullRequest(BASE, HEAD, fork=False),
            id="a merge queue",
        ),
    ],
)
def test_the_event_names_the_commits(
    name: str, told: object, expected: PullRequest | None, tmp_path: Path
) -> None:
    found = pull_request.of(event(name, told, tmp_path))

    assert found == expected


def test_gitlab_names_the_commits() -> None:
    environ = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": BASE, "CI_COMMIT_SHA": HEAD}

    found = pull_request.of(environ)

    assert found
    assert found.range == f"{BASE}..{HEAD}"


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({}, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param({"pull_request": {"base": None, "head": "x"}}, id="no commits"),
        pytest.param(payload(base="--upload-pack=x"), id="an option in place of a commit"),
        pytest.param(payload(head="main"), id="a branch in place of a commit"),
    ],
)
def test_an_event_that_says_too_little_is_no_push(told: object, tmp_path: Path) -> None:
    environ = event("pull_request", told, tmp_path)

    with pytest.raises(CannotLook, match="pull_request does not say which commits"):
        pull_request.of(environ)


def test_an_event_that_cannot_be_read_is_no_push(tmp_path: Path) -> None:
    environ = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": str(tmp_path / "no")}

    with pytest.raises(CannotLook, match="GITHUB_EVENT_PATH"):
        pull_request.of(environ)


class World:
    """A repository whose base commit and work tree differ."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repo = Repo.new(folder / "repo")
        self.base = ""

    def commit(self, files: Mapping[str, str]) -> str:
        self.repo.add({name.encode(): text.encode() for name, text in files.items()})
        self.repo("commit", "-q", "--allow-empty", "-m", "x")
        return self.repo("rev-parse", "HEAD")

    def load(self, base: str | None = None, config: str = "") -> Suite:
        root, head = str(self.repo.path), self.repo("rev-parse", "HEAD")
        told = event("pull_request", payload(base or self.base, head), self.folder)
        return Suite.load(Settings(root=root, config=config), {**self.repo.environ, **told})

    def run(self, suite: Suite) -> Report:
        return suite.run(suite.plan(["secrets", "env"], {}))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_all_but_its_own_sections_is_the_base_commits(world: World) -> None:
    base = "secrets: {exclude: [a]}\nenv: {contract: [a]}\nrules: {LR-SEC060: warning}\n"
    world.base = world.commit({"launchready.yaml": base})
    head = "secrets: {exclude: ['**']}\nenv: {contract: [b]}\nschema: {}\nrules: {LR-SEC060: off}\n"
    world.commit({"launchready.yaml": head})

    suite = world.load()

    entries = suite.configuration.sections.entries
    assert set(entries) == {"secrets", "env", "schema", "rules"}
    assert entries["secrets"].value.location.line == 1
    assert "'b'" in repr(entries["env"].value)
    assert "'a'" in repr(entries["secrets"].value)
    assert suite.configuration.rules["LR-SEC060"].word == "warning"


@pytest.mark.parametrize(
    ("base", "head", "sections"),
    [
        pytest.param({}, {"launchready.yaml": "secrets: {}\nenv: {}\n"}, {"env"}, id="new"),
        pytest.param({"launchready.yaml": "secrets: {}\n"}, {}, {"secrets"}, id="the same"),
        pytest.param({}, {}, set(), id="none"),
    ],
)
def test_a_file_that_is_not_there_means_the_defaults(
    world: World, base: Mapping[str, str], head: Mapping[str, str], sections: set[str]
) -> None:
    world.base = world.commit(base)
    world.commit(head)

    suite = world.load()

    assert set(suite.configuration.sections.entries) == sections


def test_a_deleted_file_still_counts(world: World) -> None:
    world.base = world.commit({"launchready.yaml": "rules: {LR-SEC061: error}\n"})
    world.repo("rm", "-q", "launchready.yaml")
    world.commit({})

    suite = world.load()

    assert suite.configuration.rules["LR-SEC061"].word == "error"


def test_another_file_of_the_repository_is_the_base_commits_too(world: World) -> None:
    world.base = world.commit({"ci/launch.yaml": "secrets: {}\n"})
    world.commit({"ci/launch.yaml": "secrets: {exclude: ['**']}\n"})

    suite = world.load(config=str(world.repo.path / "ci" / "launch.yaml"))

    assert "**" not in repr(suite.configuration.sections)


def test_a_file_outside_the_repository_is_nobodys_to_change(world: World) -> None:
    world.base = world.commit({})
    outside = world.folder / "company.yaml"
    outside.write_text("secrets: {exclude: [vendor]}\n")

    suite = world.load(config=str(outside))

    assert "vendor" in repr(suite.configuration.sections)


def test_what_the_head_writes_is_still_validated(world: World) -> None:
    world.base = world.commit({})
    world.commit({"launchready.yaml": "smok: {}\n"})

    with pytest.raises(ConfigError, match="did you mean smoke"):
        world.load()


def test_an_absent_base_commit_is_an_error_of_every_gate(world: World) -> None:
    world.commit({"a.py": "x = 1\n"})

    report = world.run(world.load(base=BASE))

    assert report.exit_code == 3
    assert {gate.outcome for gate in report.gates} == {Outcome.ERROR}
    assert all("fetch-depth: 0" in gate.reason for gate in report.gates)


def test_a_base_commit_with_a_link_for_its_files_forgives_nothing(world: World) -> None:
    for name in ("launchready.yaml", "launchready.baseline"):
        (world.repo.path / name).symlink_to("other")
    world.base = world.commit({"other": ""})
    for name in ("launchready.yaml", "launchready.baseline"):
        (world.repo.path / name).unlink()
    world.commit({"launchready.yaml": "{}", "launchready.baseline": BASELINE + forgiven(1)})

    suite = world.load()

    assert suite.configuration.sections.entries == {}
    assert "launchready.yaml is not a file there" in suite.notes[0]
    assert "newly forgiven here" in suite.notes[1]


BROKEN = [
    pytest.param("secrets: {exclude: ['**'}\n", "1:25", id="no YAML"),
    pytest.param("secrets: {exclude: ['**']}\nsmok: {}\n", "smok: unknown section", id="a name"),
    pytest.param("secrets: {exclude: ['**'], x: 1}\n", "secrets.x: unknown key", id="a key"),
    pytest.param(
        "secrets: {exclude: ['**']}\nrules: {LR-SEC059: off}\n", "unknown rule", id="a rule"
    ),
]


@pytest.mark.parametrize(("broken", "told"), BROKEN)
def test_who_mends_the_configuration_gets_past_it_with_the_defaults(
    world: World, broken: str, told: str
) -> None:
    world.base = world.commit({"launchready.yaml": broken})
    mended = "secrets: {exclude: ['**']}\nrules: {LR-SEC060: off}\n"
    world.commit({"launchready.yaml": mended, "a.py": "x = 1\n"})

    suite = world.load()
    (secrets,) = suite.plan(["secrets"], {})
    report = suite.run([secrets])

    assert report.exit_code == 0
    assert secrets.config.exclude == ()
    assert "LR-SEC060" not in suite.configuration.rules
    (note,) = report.notes
    assert note.startswith("the base commit's configuration cannot be used, its defaults count")
    assert told in note


@pytest.mark.parametrize(("broken", "told"), BROKEN)
def test_what_a_pull_request_breaks_is_told_before_it_counts(
    world: World, broken: str, told: str
) -> None:
    world.base = world.commit({"launchready.yaml": "secrets: {}\n"})
    world.commit({"launchready.yaml": broken})

    with pytest.raises(ConfigError, match=re.escape(told)):
        world.load().plan(["secrets"], {})


def test_a_section_without_defaults_is_skipped_while_it_is_mended(world: World) -> None:
    world.base = world.commit({"launchready.yaml": "smoke: {step: []}\n"})
    world.commit({"launchready.yaml": "smoke: {steps: [{get: /}]}\n"})

    suite = world.load()
    report = suite.run(suite.plan(["smoke"], {}, may_skip=True), "post-deploy")

    assert report.exit_code == 3
    assert report.gates[0].reason == "its section cannot be used"
    assert "did you mean steps?" in report.notes[0]


def test_a_variable_that_is_not_set_is_nothing_to_mend_in_the_file(world: World) -> None:
    world.base = world.commit({"launchready.yaml": "secrets: {exclude: ['${NOT_SET}']}\n"})
    world.commit({"launchready.yaml": "secrets: {}\n"})

    with pytest.raises(ConfigError, match="NOT_SET is not set"):
        world.load().plan(["secrets"], {})


def test_only_what_is_new_in_the_baseline_is_said(world: World) -> None:
    world.base = world.commit({"launchready.baseline": BASELINE + forgiven(1)})
    world.commit({"launchready.baseline": BASELINE + forgiven(1) + forgiven(2)})

    suite = world.load()

    assert suite.notes == ("newly forgiven here: LR-SEC060 in a.py: old",)
    assert set(suite.baseline.entries) == {f"{1:032}", f"{2:032}"}
    assert suite.notes[0] in world.run(suite).notes


def test_a_flood_of_forgiven_findings_is_counted(world: World) -> None:
    world.base = world.commit({"launchready.baseline": "broken"})
    many = "".join(map(forgiven, range(1, 31)))
    world.commit({"launchready.baseline": BASELINE + many})

    notes = world.load().notes

    assert len(notes) == pull_request.SHOWN + 1
    assert "10 more" in notes[-1]


def test_a_subfolder_finds_its_files_in_the_base_commit(world: World) -> None:
    commit = world.commit({"apps/web/launchready.yaml": "secrets: {}\n"})
    web = world.repo.path / "apps" / "web"

    base = Base(PullRequest(commit, commit, fork=False), str(web), world.repo.environ)

    assert base.read(str(web / "launchready.yaml")) == b"secrets: {}\n"
    assert base.read(str(web / "nothing.yaml")) is None
    assert not base.owns(str(world.folder / "launchready.yaml"))
