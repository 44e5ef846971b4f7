"""The results as JUnit XML, for GitHub reporters, GitLab and Jenkins."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from launchready_ci.findings import Finding, GateReport, Location, Outcome, Report, Result
from launchready_ci.reports import text, view


@dataclass(frozen=True, slots=True)
class _Case:
    """One ``testcase``: a rule and a subject."""

    suite: str
    name: str
    seconds: float
    location: Location | None = None
    verdict: str = ""
    """``failure``, ``error`` or ``skipped``; a case without one has passed."""
    type: str = ""
    message: str = ""
    body: Sequence[str] = ()
    out: Sequence[str] = ()


def render(report: Report) -> str:
    """One suite per gate, one case per rule and subject, with ``file`` and ``line`` on the case."""
    return _document(report, strict=False)


def render_strict(report: Report) -> str:
    """The same, with only those attributes that the schema of Jenkins' xunit plugin allows."""
    return _document(report, strict=True)


def _document(report: Report, *, strict: bool) -> str:
    gates = [*report.gates]
    if any(trouble.gate == view.RUN for trouble in view.troubles(report)):
        gates.append(GateReport(view.RUN, "", Outcome.ERROR, reason=view.NO_GATE))
    names: Counter[str] = Counter()
    suites = [[_unique(case, names) for case in _cases(report, gate)] for gate in gates]
    counts = _counts([case for cases in suites for case in cases])
    del counts["skipped"]  # Jenkins' schema does not know it here
    head = {"name": "launchready", **counts, "time": _time(report.seconds)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_attributes(head)}>"]
    for gate, cases in zip(gates, suites, strict=True):
        lines += _suite(report, gate, cases, strict=strict)
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _unique(case: _Case, names: Counter[str]) -> _Case:
    """GitLab keeps only the first of two cases with one classname and name."""
    name, wanted = case.name, f"{case.suite} {case.name}"
    while names[f"{case.suite} {name}"]:
        names[wanted] += 1
        name = f"{case.name} ({names[wanted]})"
    names[f"{case.suite} {name}"] += 1
    return replace(case, name=name)


def _cases(report: Report, gate: GateReport) -> Iterator[_Case]:
    """A case per result; the gate itself is one where no result says what came of it."""
    yield from (_case(report, gate, result) for result in gate.results)
    whole = _Case(gate.name, gate.name, gate.seconds, type=gate.name)
    for trouble in view.gate_troubles(report, gate):
        if trouble.rule is None:
            reason = text.plain(trouble.reason)
            yield replace(whole, location=trouble.location, verdict="error", message=reason)
            return
    if not gate.results:
        verdict = "" if gate.outcome is Outcome.PASSED else "skipped"
        yield replace(whole, verdict=verdict, message=text.plain(gate.reason) or "skipped")


def _case(report: Report, gate: GateReport, result: Result) -> _Case:
    title = view.title(result.rule)
    name = f"{title}: {text.plain(result.subject)}" if result.subject else title
    case = _Case(gate.name, name, result.seconds, result.location, type=result.rule.id)
    reason = text.plain(result.reason)
    if result.outcome is Outcome.ERROR:
        where = result.location or Location(report.config_path)
        told = [text.plain(f"{where}: {result.reason}"), *_told(result, result.open)]
        return replace(case, location=where, verdict="error", message=reason or "error", body=told)
    if result.outcome is Outcome.FAILED and report.counts(result):
        return _failure(case, result)
    if result.outcome is Outcome.SKIPPED:
        return replace(case, verdict="skipped", message=reason or "skipped")
    out = [*_forgiven(result), *_told(result, result.open)]
    if result.outcome is Outcome.INCONCLUSIVE:
        return replace(case, verdict="skipped", message=f"inconclusive: {reason}", out=out)
    return replace(case, out=out)


def _failure(case: _Case, result: Result) -> _Case:
    told = _told(result, result.open)
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    first = min(result.open, key=_place)
    return replace(
        case,
        location=first.location,
        verdict="failure",
        message=text.plain(view.Found(result, first).message) + more,
        body=[*told, "", "Fix: " + "\n".join(text.lines(view.Found(result, first).fix))],
        out=_forgiven(result),
    )


def _told(result: Result, findings: Sequence[Finding]) -> list[str]:
    """One line per finding: ``path:line:column: severity: message``."""
    every = [view.Found(result, finding) for finding in sorted(findings, key=_place)]
    word = result.rule.severity.word
    return [text.plain(f"{f.finding.location}: {word}: {f.message}") for f in every]


def _place(finding: Finding) -> tuple[str, int, int]:
    return (finding.location.path, finding.location.line, finding.location.column)


def _forgiven(result: Result) -> list[str]:
    told = _told(result, [f for f in result.findings if f.suppressed])
    return [f"suppressed: {line}" for line in told]


def _counts(cases: Sequence[_Case]) -> dict[str, str]:
    verdicts = Counter(case.verdict for case in cases)
    return {
        "tests": str(len(cases)),
        "failures": str(verdicts["failure"]),
        "errors": str(verdicts["error"]),
        "skipped": str(verdicts["skipped"]),
    }


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{text.xml(value)}"' for name, value in values.items())


def _suite(
    report: Report, gate: GateReport, cases: Sequence[_Case], *, strict: bool
) -> Iterator[str]:
    head = {
        "name": f"launchready.{gate.name}",
        **_counts(cases),
        "time": _time(gate.seconds),
        "timestamp": report.started.rstrip("Z"),
    }
    yield f"  <testsuite{_attributes(head)}>"
    for case in cases:
        yield from _element(case, strict=strict)
    yield "  </testsuite>"


def _element(case: _Case, *, strict: bool) -> Iterator[str]:
    head = {
        "classname": f"launchready.{case.suite}",
        "name": case.name,
        "time": _time(case.seconds),
    }
    where = ""
    if case.location and not strict:
        place = view.in_repository(case.location)
        where = f' file="{text.xml_path(place.path)}" line="{place.line}"'
    yield f"    <testcase{_attributes(head)}{where}>"
    if case.verdict:
        why = {"message": case.message}
        if case.verdict != "skipped":
            why["type"] = case.type
        body = text.xml("\n".join(case.body))
        yield f"      <{case.verdict}{_attributes(why)}>{body}</{case.verdict}>"
    if case.out:
        yield f"      <system-out>{text.xml(chr(10).join(case.out))}</system-out>"
    yield "    </testcase>"
