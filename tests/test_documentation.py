"""What people read is what the code does: rule pages, README, manifest, and every YAML sample."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from launchready_ci import documentation, gates, users
from launchready_ci.config import SECTIONS, load
from launchready_ci.gate import Rule
from launchready_ci.unusable import UsageError
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text()
PAGES = ROOT / "docs" / "rules"
RULES = [pytest.param(gate, rule, id=rule.id) for gate, rule in documentation.rules()]
TEXTS = [
    path
    for path in (*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md")))
    if path.parent != PAGES
]


def blocks(path: Path, *languages: str) -> Iterator[str]:
    """The fenced blocks of those languages."""
    fence = re.compile(r"^ *```(\w*)[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
    for language, text in fence.findall(path.read_text()):
        if language in languages:
            yield text


def test_every_rule_has_a_page_that_is_fresh(request: pytest.FixtureRequest) -> None:
    pages = documentation.pages()

    if request.config.getoption("--update-golden"):
        PAGES.mkdir(parents=True, exist_ok=True)
        for stale in PAGES.glob("*.md"):
            stale.unlink()
        for name, text in pages.items():
            (PAGES / name).write_text(text)

    assert {path.name: path.read_text() for path in PAGES.glob("*.md")} == pages, "make docs"


@pytest.mark.parametrize(("gate", "rule"), RULES)
def test_a_rule_says_what_why_and_how_to_fix(gate: str, rule: Rule[Any]) -> None:
    text = rule.help

    assert re.fullmatch(rf"LR-{gates.GATES[gate].letters}\d{{3}}", rule.id)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert all(len(part) > 20 for part in (text.what, text.why)), text
    assert len(text.fix) > 10
    assert text.what.splitlines()[-1].endswith((".", ")"))


def test_ids_and_names_are_unique() -> None:
    rules = list(documentation.rules())

    assert len({rule.id for _, rule in rules}) == len(rules)
    assert len({(gate, rule.name) for gate, rule in rules}) == len(rules)


def test_the_manifest_has_a_hook_for_every_gate_of_its_stage() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())

    assert [hook["id"] for hook in hooks] == [
        f"launchready-{name}" for name in gates.of_stage("pre-commit")
    ]
    for hook in hooks:
        assert hook["entry"] == f"launchready {hook['name'].split()[1]} --hook"
        assert hook["stages"] == ["pre-commit", "pre-push", "manual"]
        assert (hook["language"], hook["require_serial"]) == ("python", True)
        assert hook["minimum_pre_commit_version"] == "3.2.0"
        assert "additional_dependencies" not in hook
        assert f"id: {hook['id']}" in README


def test_the_readme_names_every_gate_and_its_stages() -> None:
    for name, entry in gates.GATES.items():
        row = re.search(rf"^\| `{name}` \|(.*)$", README, re.MULTILINE)
        assert row, f"no row of the gate table for {name}"
        assert all(f"`{stage}`" in row[1] for stage in entry.stages)


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)\s#]+)", README)

    assert len(README.splitlines()) < 200
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_yaml_sample_can_be_used(path: Path) -> None:
    samples = list(blocks(path, "yaml", "yml"))

    for sample in samples:
        content = yaml.safe_load(sample)
        assert isinstance(content, dict | list)
        if isinstance(content, dict) and set(content) <= set(SECTIONS):
            configuration = load("launchready.yaml", sample.encode())
            users.load(configuration, {})
            for name in content.keys() & gates.GATES.keys():
                gate = gates.find(name)
                assert configuration.section(name, gate.config, {})
                configuration.check_rules(
                    [rule.id for rule in gate.all_rules], gates.GATES[name].letters
                )


def test_the_readme_has_a_sample_of_launchready_yaml() -> None:
    samples = [yaml.safe_load(sample) for sample in blocks(ROOT / "README.md", "yaml")]

    assert any(set(sample) <= set(SECTIONS) for sample in samples if isinstance(sample, dict))


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        pytest.param("LR-SEC06", "did you mean LR-SEC060 stripe-secret-key, LR-SEC061", id="short"),
        pytest.param("LR-SEC998", "did you mean LR-SEC900 ", id="no such number"),
        pytest.param("strpe-secret-key", "did you mean LR-SEC060 stripe-secret-key", id="a name"),
        pytest.param("secrts", "secrets is a gate: see `launchready secrets --help`", id="a gate"),
        pytest.param("xyzzy", ": `launchready rules` lists all rules, with what", id="far off"),
    ],
)
def test_a_rule_that_is_not_there_brings_the_nearest_and_where_all_are(
    wanted: str, told: str
) -> None:
    with pytest.raises(UsageError) as caught:
        documentation.find(wanted)

    assert told in str(caught.value)
    assert "`launchready rules` lists all rules" in str(caught.value)


@pytest.mark.parametrize("wanted", ["lr-sec060", "LR-SEC060", "Stripe-Secret-Key"])
def test_a_rule_is_found_in_any_case(wanted: str) -> None:
    assert documentation.find(wanted).id == "LR-SEC060"
