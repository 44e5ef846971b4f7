"""The reports that every format is held against: one that fails in every way, and a clean one."""

from collections.abc import Iterator

import pytest

from launchready_ci.findings import (
    Finding,
    GateReport,
    Location,
    Outcome,
    Report,
    Result,
    Severity,
)
from launchready_ci.gate import Facts, Rule, rule

FORGED = "x\n::error::y"
NOT_UTF8 = b"caf\xe9/settings.py".decode("utf-8", "surrogateescape")


@rule("LR-SEC000", "unreadable", judges=Facts)
def unreadable(_: Facts) -> Iterator[Finding]:
    """Something that goes into Git could not be read.

    Why: what was not read was not judged.
    Fix: run git fsck, then commit again.
    """
    yield from ()


@rule("LR-SEC004", "github-token", judges=Facts, security=9.0)
def github_token(_: Facts) -> Iterator[Finding]:
    """A GitHub token stands in a file.

    It opens every repository that its owner may see.

    Why: whoever reads the repository can push to it.
    Fix:
    1. Revoke it at https://github.com/settings/tokens
    2. Rotate: put the new one in the environment.
    3. Remove it from history: `git filter-repo --replace-text secrets.txt`
    """
    yield from ()


@rule("LR-SEC099", "password", judges=Facts, severity=Severity.WARNING, security=4.0)
def password(_: Facts) -> Iterator[Finding]:
    """A value that looks like a password stands in a file.

    Why: it may open something.
    Fix: read it from the environment.
    """
    yield from ()


@rule("LR-SMK000", "unreadable", judges=Facts)
def unreachable(_: Facts) -> Iterator[Finding]:
    """The app could not be asked.

    Why: an app that nobody could ask may be down.
    Fix: look at app.url, and at whether the app is up.
    """
    yield from ()


@rule("LR-SMK003", "slow", judges=Facts)
def slow(_: Facts) -> Iterator[Finding]:
    """A step took longer than its limit.

    Why: people leave.
    Fix: see what the step waits for.
    """
    yield from ()


def found(path: str, line: int, mark: str, *, suppressed: bool = False) -> Finding:
    where = Location(path, line, 9, line, 49)
    return Finding(f"a GitHub token in {path}", where, mark, suppressed, fingerprint=mark * 8)


def secrets(*results: Result, outcome: Outcome = Outcome.FAILED) -> GateReport:
    rules: tuple[Rule[Facts], ...] = (unreadable, github_token, password)
    return GateReport("secrets", "pre-commit", outcome, 0.1234, "", rules, results)


@pytest.fixture
def failing() -> Report:
    """Hostile names, a suppressed finding, a warning below --fail-on, and a gate that is red."""
    tokens = (
        found("src/settings.py", 3, "aaaa"),
        found(FORGED, 1, "bbbb"),
        found(NOT_UTF8, 2, "cccc"),
        found("src/settings.py", 7, "aaaa"),
        found("tests/old.py", 5, "dddd", suppressed=True),
    )
    warnings = (found("app.py", 12, "eeee")._replace(message="a password assigned to `db|<b>`"),)
    step = Location("launchready.yaml", 24, 7)
    cannot = "blob 1f2e3d is missing: \x1b[31mred\x1b[0m ##[error]no"
    late = Finding("p95 1.2 s, expected 800 ms", step, fingerprint="ffff" * 8)
    smoke = (
        Result(unreachable, "", None, Outcome.SKIPPED, reason="nothing of this kind was looked at"),
        Result(slow, "GET https://x.test/a?b=1", step, Outcome.FAILED, (late,), seconds=1.2),
        Result(
            slow, "GET /feed @admin", step, Outcome.INCONCLUSIVE, reason="3 samples are too few"
        ),
        Result(
            slow, "GET /\n", step, Outcome.PASSED, properties={"p95": 0.2, "peak": float("nan")}
        ),
    )
    gates = (
        secrets(
            Result(unreadable, "HEAD:a.bin", None, Outcome.ERROR, reason=cannot),
            Result(github_token, "", None, Outcome.FAILED, tokens, seconds=0.02),
            Result(password, "", None, Outcome.FAILED, warnings, seconds=0.01),
            outcome=Outcome.ERROR,
        ),
        GateReport(
            "smoke", "post-deploy", Outcome.FAILED, 3.5, rules=(unreachable, slow), results=smoke
        ),
        GateReport("load", "post-deploy", Outcome.SKIPPED, reason="smoke failed"),
    )
    notes = ("launchready.baseline: 1 entry is stale: LR-SEC004 old\n::error::z",)
    return Report("0.1.0", "2026-11-24T03:45:10Z", 3.75, Outcome.ERROR, gates, notes=notes)


@pytest.fixture
def clean() -> Report:
    results = (
        Result(github_token, "", None, Outcome.PASSED, seconds=0.02),
        Result(password, "", None, Outcome.PASSED, seconds=0.01),
    )
    gate = secrets(*results, outcome=Outcome.PASSED)
    return Report("0.1.0", "2026-11-24T03:45:10Z", 0.15, Outcome.PASSED, (gate,))
