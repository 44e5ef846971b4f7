"""One pass over the facts: what is said is folded, and nothing that went wrong turns green."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from errno import ENOSPC
from typing import Any

import pytest

from launchready_ci.baseline import Baseline, Entry
from launchready_ci.config import load
from launchready_ci.findings import Finding, GateReport, Location, Outcome, Result, Severity
from launchready_ci.gate import (
    CannotLook,
    Context,
    Facts,
    Gate,
    Measured,
    NotJudged,
    NotLookedAt,
    Said,
    Unreadable,
    never,
    rule,
    run,
)
from launchready_ci.rule import EVERY, Doc
from launchready_ci.suppressions import ignored

PLACE = Location("app.py", 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Facts):
    value: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Facts):
    pass


@rule("LR-SEC000", "unreadable", judges=Facts)
def unreadable(facts: Facts) -> Iterator[Said]:
    """It could not be read.

    Why: nobody looked.
    Fix: repair it.
    """
    yield from never(facts)


@rule("LR-SEC001", "odd-number", judges=Number)
def odd(facts: Number) -> Iterator[Said]:
    """A number is odd.

    Why: only even ones fit.
    Fix: add one.
    """
    if facts.value < 0:
        raise ValueError("the secret is hunter2")
    if facts.value == 0:
        yield NotJudged(Outcome.INCONCLUSIVE, "zero is neither")
    if facts.value % 2:
        yield Finding(f"{facts.value} is odd", PLACE, key=str(facts.value))
    yield Measured({"value": facts.value})


@rule("LR-SEC002", "never-met", judges=Other, severity=Severity.WARNING)
def never_met(facts: Other) -> Iterator[Said]:
    """Something else.

    Why: it matters.
    Fix: none.
    """
    yield Finding("met", facts.location or PLACE)


Item = Facts | Unreadable | NotLookedAt


def gate_of(collect: Callable[[None, Context], Iterator[Item]]) -> Gate[Any]:
    return Gate("test", ("pre-commit",), type(None), collect, (odd, never_met), unreadable)


def report_of(
    *items: Item,
    yaml: bytes | None = None,
    baseline: Baseline | None = None,
    fail_on: Severity = Severity.ERROR,
) -> GateReport:
    configuration = load("launchready.yaml", yaml)
    context = Context("/", {}, configuration, baseline or Baseline(), fail_on=fail_on)
    return run(gate_of(lambda _config, _context: iter(items)), None, context)


def result_of(report: GateReport, rule_id: str, subject: str = "") -> Result:
    return next(r for r in report.results if (r.rule.id, r.subject) == (rule_id, subject))


def test_facts_of_one_subject_fold_to_the_worst_outcome() -> None:
    report = report_of(Number(value=2), Number(value=3, seconds=0.5), Number(value=4, seconds=0.25))

    result = result_of(report, "LR-SEC001")
    assert result.outcome is Outcome.FAILED
    assert [finding.message for finding in result.findings] == ["3 is odd"]
    assert result.seconds == 0.75
    assert result.properties == {"value": 4}
    assert report.outcome is Outcome.FAILED


def test_each_subject_has_a_result_of_its_own() -> None:
    report = report_of(Number(subject="a", value=2), Number(subject="b", value=3))

    assert result_of(report, "LR-SEC001", "a").outcome is Outcome.PASSED
    assert result_of(report, "LR-SEC001", "b").outcome is Outcome.FAILED


def test_inconclusive_is_not_a_pass_and_not_a_fail() -> None:
    report = report_of(Number(value=0))

    assert result_of(report, "LR-SEC001").outcome is Outcome.INCONCLUSIVE
    assert result_of(report, "LR-SEC001").reason == "zero is neither"
    assert report.outcome is Outcome.INCONCLUSIVE


def test_a_rule_that_met_no_facts_is_skipped_with_a_reason() -> None:
    report = report_of(Number(value=2))

    assert result_of(report, "LR-SEC002").outcome is Outcome.SKIPPED
    assert result_of(report, "LR-SEC002").reason == "nothing of this kind was looked at"
    assert report.outcome is Outcome.PASSED


def test_what_collect_had_no_reason_to_look_at_says_why() -> None:
    report = report_of(NotLookedAt(Number, "nothing is staged"))

    assert result_of(report, "LR-SEC001").reason == "nothing is staged"
    assert report.outcome is Outcome.SKIPPED


@pytest.mark.parametrize(
    ("severity", "outcome"),
    [("error", Outcome.FAILED), ("note", Outcome.ERROR), ("off", Outcome.ERROR)],
)
def test_what_was_not_looked_at_for_a_finding_that_fails_nothing_is_an_error(
    severity: str, outcome: Outcome
) -> None:
    blocked = NotLookedAt(Other, "it is odd", failing=True)
    report = report_of(Number(value=3), blocked, yaml=f"rules: {{LR-SEC001: {severity}}}".encode())

    assert report.outcome is outcome
    assert report.reason == ("it is odd" if outcome is Outcome.ERROR else "")


def test_a_crashed_rule_is_an_error_that_shows_no_text_of_the_exception() -> None:
    report = report_of(Number(value=-1), Number(value=3))

    result = result_of(report, "LR-SEC001")
    assert result.outcome is Outcome.ERROR
    assert result.reason.startswith("ValueError")
    assert "hunter2" not in result.reason
    assert len(result.findings) == 1
    assert report.outcome is Outcome.ERROR


def test_an_unreadable_item_is_an_error_and_the_rest_is_judged() -> None:
    report = report_of(Unreadable("blob 1 is missing", "a.py"), Number(value=3))

    assert result_of(report, "LR-SEC000", "a.py").outcome is Outcome.ERROR
    assert result_of(report, "LR-SEC001").outcome is Outcome.FAILED
    assert report.outcome is Outcome.ERROR
    assert report.reason == "blob 1 is missing"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(CannotLook("the host is down"), "the host is down", id="our own words"),
        pytest.param(OSError("hunter2"), "OSError", id="a foreign exception"),
        pytest.param(OSError(ENOSPC, "hunter2"), "No space left on device", id="a full disk"),
        pytest.param(KeyboardInterrupt(), "interrupted", id="a signal"),
    ],
)
def test_an_exception_in_collect_keeps_what_was_found(error: BaseException, reason: str) -> None:
    def collect(_config: None, _context: Context) -> Iterator[Item]:
        yield Number(value=3)
        raise error

    context = Context("/", {}, load("launchready.yaml", None), Baseline())
    report = run(gate_of(collect), None, context)

    assert report.outcome is Outcome.ERROR
    assert report.reason.startswith(reason)
    assert "hunter2" not in report.reason
    assert result_of(report, "LR-SEC001").outcome is Outcome.FAILED
    assert context.interrupted is isinstance(error, KeyboardInterrupt)


def test_a_gate_that_met_nothing_is_an_error() -> None:
    report = report_of()

    assert report.outcome is Outcome.ERROR
    assert report.reason == "nothing to look at"


def test_a_rule_that_is_off_is_skipped_and_not_asked() -> None:
    report = report_of(Number(value=-1), Number(value=3), yaml=b"rules: {LR-SEC001: off}")

    result = result_of(report, "LR-SEC001")
    assert (result.outcome, result.reason) == (Outcome.SKIPPED, "off in launchready.yaml")
    assert report.outcome is Outcome.SKIPPED


def test_a_changed_severity_counts() -> None:
    report = report_of(Number(value=3), yaml=b"rules: {LR-SEC001: note}")

    assert result_of(report, "LR-SEC001").rule.severity is Severity.NOTE
    assert report.outcome is Outcome.PASSED


def test_an_inline_suppression_forgives_at_its_place_only() -> None:
    here = {(PLACE.path, PLACE.line): frozenset({"LR-SEC001"})}
    elsewhere = {(PLACE.path, 99): frozenset({EVERY})}

    assert report_of(Number(value=3, ignores=here)).outcome is Outcome.PASSED
    assert report_of(Number(value=3, ignores=elsewhere)).outcome is Outcome.FAILED


def test_a_suppression_of_another_rule_forgives_nothing() -> None:
    ignores = {(PLACE.path, PLACE.line): frozenset({"LR-SEC002"})}

    assert report_of(Number(value=3, ignores=ignores)).outcome is Outcome.FAILED


def test_the_baseline_forgives_by_fingerprint_and_a_new_finding_there_still_fails() -> None:
    first = report_of(Number(value=3))
    known = result_of(first, "LR-SEC001").findings[0].fingerprint
    baseline = Baseline(entries={known: Entry(known, "LR-SEC001", "app.py", "old")})

    report = report_of(Number(value=3), Number(value=5), baseline=baseline)

    findings = result_of(report, "LR-SEC001").findings
    assert [finding.suppressed for finding in findings] == [True, False]
    assert baseline.met == {known}
    assert report.outcome is Outcome.FAILED


def test_below_fail_on_the_gate_passes_and_the_result_still_says_failed() -> None:
    report = report_of(Other(), Number(value=2))

    assert result_of(report, "LR-SEC002").outcome is Outcome.FAILED
    assert report.outcome is Outcome.PASSED
    assert report_of(Other(), fail_on=Severity.WARNING).outcome is Outcome.FAILED


@pytest.mark.parametrize("text", ["What.", "What.\n\n    Why: so.", "What.\n\n    Fix: so."])
def test_a_docstring_without_its_parts_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="needs What"):
        Doc.parse(text)


def test_a_docstring_falls_into_its_parts() -> None:
    doc = odd.help

    assert doc == Doc("A number is odd.", "only even ones fit.", "add one.")


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        pytest.param(
            b"# launchready: ignore",
            "(The comment there has no effect: write launchready: ignore[LR-SEC001] reason.)",
            id="no rule",
        ),
        pytest.param(
            b"# launchready: ignore[LR-SEC999] x",
            "(The comment there is for LR-SEC999, and there is no such rule.)",
            id="no such rule",
        ),
        pytest.param(
            b"# launchready: ignore[LR-ENV002] x",
            "(The comment there is for LR-ENV002.)",
            id="another rule",
        ),
    ],
)
def test_a_comment_that_suppresses_nothing_is_told(comment: bytes, told: str) -> None:
    here = {("app.py", 3): ignored(comment)}

    (finding,) = result_of(report_of(Number(value=3, ignores=here)), "LR-SEC001").findings

    assert finding.message.endswith(told)
    assert not finding.suppressed


def test_where_nothing_is_meant_nothing_is_told() -> None:
    here = {("app.py", 3): ignored(b"# launchready runs here")}

    (finding,) = result_of(report_of(Number(value=3, ignores=here)), "LR-SEC001").findings

    assert "comment" not in finding.message
