"""A credential in the name of a file is found, and no report shows it."""

from pathlib import Path
from random import Random

import pytest

from launchready_ci import reports
from launchready_ci.findings import GateReport, Report
from launchready_ci.gates.secrets import engine, paths
from launchready_ci.gates.secrets.formats import FORMATS, Format
from launchready_ci.sources import Text
from launchready_ci.suite import Settings, Suite
from tests.gates.secret_samples import sample
from tests.repos import Repo

TOKEN, OTHER = (sample("LR-SEC110", Random(seed)).value for seed in (1, 2))
CERTAIN = [row for row in FORMATS if row.rank >= engine.CERTAIN]


def report_of(repo: Repo, **given: object) -> Report:
    suite = Suite.load(Settings(str(repo.path)), repo.environ)
    return suite.run(suite.plan(["secrets"], given))


def found(report: Report) -> list[tuple[str, str]]:
    gate: GateReport = report.gates[0]
    return [(r.rule.id, str(f.location)) for r in gate.results for f in r.findings]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo.new(tmp_path / "repo")


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"staged": True}, id="staged"),
        pytest.param({"hook": True}, id="a hook"),
        pytest.param({}, id="the tree"),
        pytest.param({"history": True}, id="the history"),
        pytest.param({"range": "HEAD~1..HEAD"}, id="a range"),
    ],
)
def test_a_name_is_looked_at_wherever_its_file_is(repo: Repo, given: dict[str, object]) -> None:
    repo.commit({b"a.py": b"x = 1\n"})
    repo.add({f"keys/{TOKEN}.txt".encode(): b"x", b"b.py": b"y = 1\n"})
    if "range" in given or "history" in given:
        repo.commit()

    report = report_of(repo, **given)

    assert found(report) == [("LR-SEC110", "keys/[redacted].txt:1:1")]
    (finding,) = next(r for r in report.gates[0].results if r.findings).findings
    assert "in the name of the file" in finding.message


def test_what_the_file_holds_is_found_beside_it(repo: Repo) -> None:
    repo.add({f"{TOKEN}.py".encode(): f"GITLAB = '{OTHER}'\n".encode()})

    report = report_of(repo)

    assert found(report) == [
        ("LR-SEC110", "[redacted].py:1:11"),
        ("LR-SEC110", "[redacted].py:1:1"),
    ]


def test_a_name_is_one_finding_in_many_commits(repo: Repo) -> None:
    for number in range(3):
        repo.commit({f"{TOKEN}.txt".encode(): b"%d\n" % number})

    assert len(found(report_of(repo, history=True))) == 1


@pytest.mark.parametrize("name", reports.FORMATS)
def test_no_format_shows_it(repo: Repo, name: str) -> None:
    odd = b"caf\xe9\n/" + TOKEN.encode() + b"/\xff"
    repo.add({odd: f"GITLAB = '{OTHER}'\n".encode()})

    rendered = reports.render(name, report_of(repo))

    assert TOKEN not in rendered
    assert "LR-SEC110" in rendered


@pytest.mark.parametrize("row", CERTAIN, ids=lambda row: row.id)
def test_a_credential_of_any_certain_format_is_masked_in_a_name(row: Format) -> None:
    name, value = sample(row.id, Random(row.id))
    text = Text(f"a/{name}={value}.txt" if "/" not in value else f"{name}={value}", b"")

    for seen in paths.search([Text("plain.py", b""), text]):
        assert seen.text.path == text.path
        assert not any(hit.value.decode() in paths.masked(seen) for hit in seen.hits)
        assert "[redacted]" in paths.masked(seen)


def test_names_as_people_and_tools_give_them_hold_none() -> None:
    names = [
        "src/components/UserRegistrationFormV2.test.tsx",
        "migrations/0001_initial_20240101123456.sql",
        ".sqlx/query-" + "0a1b2c3d" * 8 + ".json",
        ".yarn/cache/lodash-npm-4.17.21-6382451519-" + "eb1d2a3f" * 16 + ".zip",
        "docs/how-to-rotate-your-api-token=and-secret.md",
        "public/550e8400-e29b-41d4-a716-446655440000/password.png",
    ]

    assert list(paths.search(Text(name, b"") for name in names)) == []
