"""The findings as annotations of a GitHub Actions step."""

from launchready_ci.findings import Location, Report, Severity
from launchready_ci.reports import text, view

SHOWN = 10
"""GitHub shows that many annotations of a step and drops the rest without a word."""
LONGEST = 4096
"""Characters of a message; GitHub cuts the rest."""
_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report) -> str:
    """Workflow commands, one a line: what could not be judged, the worst findings, the notes."""
    every = [_trouble(t) for t in view.troubles(report)]
    every += [_finding(item) for item in view.found(report.gates)]
    every += [f"::notice title=launchready::{_data(text.plain(note))}" for note in report.notes]
    if len(every) > SHOWN:
        more = len(every) - SHOWN + 1
        every[SHOWN - 1 :] = [f"::notice title=launchready::{more} more: see the log or a report"]
    return "".join(line + "\n" for line in every)


def _trouble(trouble: view.Trouble) -> str:
    name = view.title(trouble.rule) if trouble.rule else f"launchready {trouble.gate}"
    return _command("error", trouble.location, name, text.plain(trouble.message))


def _finding(item: view.Found) -> str:
    fix = "\n".join(text.lines(item.fix))
    message = f"{text.plain(item.message)}\nFix: {fix}"
    location = item.finding.location
    return _command(_COMMAND[item.rule.severity], location, view.title(item.rule), message)


def _command(name: str, location: Location, title: str, message: str) -> str:
    location = view.in_repository(location)
    properties = {"file": text.command_path(location.path), "line": str(location.line)}
    if location.end_line:
        properties["endLine"] = str(location.end_line)
    properties["col"] = str(location.column)
    if location.end_column and location.end_line in (0, location.line):
        properties["endColumn"] = str(location.end_column)
    properties["title"] = text.command_property(title)
    shown = ",".join(f"{key}={value}" for key, value in properties.items())
    return f"::{name} {shown}::{_data(message)}"


def _data(message: str) -> str:
    return text.command_data(text.cut(message, LONGEST))
