"""``launchready baseline``: forgive what a gate finds now, as an explicit act with a reason."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci import baseline, gates
from launchready_ci.findings import FORGIVEN_BY, Finding, GateReport, Outcome, Result
from launchready_ci.options import options
from launchready_ci.redact import masked
from launchready_ci.suite import Suite
from launchready_ci.unusable import UsageError


class Forgiven(NamedTuple):
    """What was written, told to the user, and the exit code."""

    text: str
    exit_code: int


def forgive(  # noqa: PLR0913 - the options of the command
    suite: Suite,
    name: str,
    reason: str,
    *,
    source: str | None = None,
    prune: bool = False,
    history: bool = False,
) -> Forgiven:
    """Run the gate, and add its open findings (or those that ``source`` forgives) to the baseline.

    With ``history`` those of all commits. What is in it already stays, with its reason. Without a
    reason nothing is added; with ``prune`` what nothing matches any more goes, neither now nor in
    the history. Raises UsageError where neither is asked for.
    """
    if not reason and not prune:
        raise UsageError("give --reason TEXT, or --prune to drop what nothing matches any more")
    if history and not has_history(name):
        raise UsageError(f"--history: {name} has no history to look at")
    if source and not os.path.isfile(os.path.join(suite.root, source)):
        raise UsageError(f"--from {source}: there is no such file below {suite.root}")
    old = suite.baseline
    if not old.entries and old.salt == baseline.FIXED_SALT:
        suite = suite._replace(baseline=baseline.Baseline(baseline.new_salt()))
    looks = [history]
    if prune and has_history(name):
        looks.append(not history)
    given = {"secrets_baseline": source} if source else {}
    reports = [suite.run(suite.plan([name], {**given, "history": look})) for look in looks]
    for report in reports:
        if report.outcome is Outcome.ERROR:
            return Forgiven(f"nothing was written: {report.gates[0].reason}", 3)
    entries = _entries(reports[0].gates[0], masked(reason), source) if reason else ()
    added = {entry.fingerprint: entry for entry in entries}
    stale = suite.baseline.stale(f"LR-{gates.GATES[name].letters}")
    gone = {entry.fingerprint for entry in stale} if prune else set()
    kept = {key: entry for key, entry in suite.baseline.entries.items() if key not in gone}
    path = suite.baseline_path
    baseline.write(path, baseline.Baseline(suite.baseline.salt, {**added, **kept}))
    total = len(added) + len(kept)
    return Forgiven(f"{path}: {len(added)} added, {len(gone)} dropped, {total} in all", 0)


def has_history(name: str) -> bool:
    """Can the gate look at every commit?"""
    return "history" in options(gates.find(name).config)


def _entries(gate: GateReport, reason: str, source: str | None) -> Iterator[baseline.Entry]:
    for result in gate.results:
        for finding in result.findings:
            if _wanted(finding, source):
                yield _entry(result, finding, reason)


def _wanted(finding: Finding, source: str | None) -> bool:
    if source is None:
        return not finding.suppressed
    return finding.properties.get(FORGIVEN_BY) == source


def _entry(result: Result, finding: Finding, reason: str) -> baseline.Entry:
    return baseline.Entry(finding.fingerprint, result.rule.id, finding.location.path, reason)
