"""What does a person see whose commit was just stopped?"""

from collections.abc import Iterator, Sequence

from launchready_ci.findings import BUILT, Finding, GateReport, Outcome, Report, Severity
from launchready_ci.reports import text, view

RED, YELLOW, CYAN, GREEN, BOLD, DIM = "31", "33", "36", "32", "1", "2"
SHOWN = 50
"""Findings of a gate, the most severe ones: nobody scrolls through more."""
BARE = (".json", ".ipynb", ".csv", ".tsv", ".pem", ".key", ".lock", ".map", ".plist", ".har")
"""How the names of files end that have no comments."""
LOGS = (".jsonl", ".ndjson", ".log")
"""Of files that a run names anew each time: neither a comment nor the baseline is for them."""
_SEVERITY = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.NOTE: CYAN}
_OUTCOME = {
    Outcome.ERROR: RED,
    Outcome.FAILED: RED,
    Outcome.INCONCLUSIVE: YELLOW,
    Outcome.PASSED: GREEN,
    Outcome.SKIPPED: DIM,
}


def render(report: Report, *, colour: bool = False) -> str:
    """Errors first, then each finding, each fix once, and one line per gate at the end."""
    paint = _Paint(colour)
    parts = {gate.name: view.found([gate]) for gate in report.gates}
    found = sorted((i for part in parts.values() for i in part[:SHOWN]), key=view.order)
    blocks = [
        *(_trouble(trouble, paint) for trouble in view.troubles(report)),
        *(_finding(item, paint) for item in found),
        [_more(gate, len(part), paint) for gate, part in parts.items() if len(part) > SHOWN],
        *_fixes(report, found, paint),
        [_labelled("inconclusive:", YELLOW, said, paint) for said in view.undecided(report.gates)],
        [_labelled("note:", BOLD, note, paint) for note in report.notes],
        [_summary(report, gate, paint) for gate in report.gates],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


class _Paint:
    """Colours words, where colour was asked for."""

    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, words: str, code: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if self.colour else words


def _trouble(trouble: view.Trouble, paint: _Paint) -> list[str]:
    shown = [f"{paint('error:', RED)} {paint(text.plain(trouble.message), BOLD)}"]
    name = f"  {view.title(trouble.rule)}" if trouble.rule else ""
    return [*shown, f"    {text.plain(str(trouble.location))}{name}"]


def _finding(item: view.Found, paint: _Paint) -> list[str]:
    severity = item.rule.severity
    place = paint(text.plain(str(item.finding.location)), BOLD)
    return [
        f"{place}  {paint(severity.word, _SEVERITY[severity])}  {view.title(item.rule)}",
        f"    {text.plain(item.message)}",
    ]


def _more(gate: str, findings: int, paint: _Paint) -> str:
    rest = view.count(findings - SHOWN, "more finding")
    return f"{paint(f'{gate}: and {rest}', BOLD)}; --output json=FILE has all of them"


def _fixes(report: Report, found: Sequence[view.Found], paint: _Paint) -> Iterator[list[str]]:
    """The fix of each rule once, in the order in which the rules were met."""
    gates = {id(result): gate.name for gate in report.gates for result in gate.results}
    for item in view.once_per_fix(found):
        rule = item.rule
        same = [i for i in found if (i.rule.id, i.fix) == (rule.id, item.fix)]
        spare = _spare(report, gates[id(item.result)], same)
        yield [
            paint(f"How to fix {view.title(rule)}", BOLD),
            *(f"    {line}".rstrip() for line in text.lines(item.fix)),
            paint(f"    More: launchready explain {rule.id}", DIM),
            paint(f"    Not a risk here? {spare}", DIM),
        ]


def _spare(report: Report, gate: str, found: Sequence[view.Found]) -> str:
    """How to forgive them: in the configuration, beside them, or in the baseline."""
    rule = found[0].rule.id
    paths = [item.finding.location.path for item in found]
    if report.config_path in paths or all(path.endswith(LOGS) for path in paths):
        workflow = report.config_path.startswith(".github/")
        config = "launchready.yaml" if workflow else text.plain(report.config_path)
        less = "warning" if found[0].rule.severity is Severity.ERROR else "off"
        return f"In {config}: rules: {{{rule}: {less}}}"
    taking = [item.finding for item in found if _takes_a_comment(item.finding)]
    if taking:
        mark = "--" if taking[0].location.path.endswith(".sql") else "#"
        return f"Append: {mark} launchready: ignore[{rule}] reason"
    past = " --history" if any(item.finding.properties.get("commit") for item in found) else ""
    return f"Run: launchready baseline {gate}{past} --reason TEXT"


def _takes_a_comment(finding: Finding) -> bool:
    """No comment can be added to a commit, to what a build makes, nor to a file of data."""
    if finding.properties.get("commit") or finding.properties.get(BUILT):
        return False
    return not finding.location.path.endswith(BARE)


def _labelled(label: str, code: str, said: str, paint: _Paint) -> str:
    return f"{paint(label, code)} {text.plain(said)}"


def _summary(report: Report, gate: GateReport, paint: _Paint) -> str:
    said = [paint(gate.outcome.word, _OUTCOME[gate.outcome]), *_counts(report, gate)]
    if gate.outcome is Outcome.SKIPPED:
        return f"{gate.name}: {', '.join([*said, text.plain(gate.reason)]).rstrip(', ')}"
    return f"{gate.name}: {', '.join(said)} ({gate.seconds:.1f} s)"


def _counts(report: Report, gate: GateReport) -> Iterator[str]:
    found = view.found([gate])
    stopping = [item for item in found if report.counts(item.result)]
    if stopping:
        rules = len({item.rule.id for item in stopping})
        yield f"{view.count(len(stopping), 'finding')} in {view.count(rules, 'rule')}"
    if len(found) > len(stopping):
        yield f"{view.count(len(found) - len(stopping), 'finding')} below --fail-on"
    if forgiven := sum(len(r.findings) - len(r.open) for r in gate.results):
        yield f"{forgiven} suppressed"
    if gate.looked_at:
        yield view.looked_at(gate)
