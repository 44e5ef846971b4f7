"""Annotations: ten, the most severe first, and none that a file's name forges."""

import re

from launchready_ci.findings import Finding, Location, Outcome, Report, Result
from launchready_ci.reports import github

COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:]*,?)*)::(.*)")


def with_findings(report: Report, number: int, message: str = "a token") -> Report:
    """The clean report, with so many findings."""
    gate = report.gates[0]
    found = tuple(Finding(message, Location("a.py", line + 1)) for line in range(number))
    result = Result(gate.rules[1], "", None, Outcome.FAILED, found)
    return report._replace(gates=(gate._replace(results=(result,)),))


def test_each_line_is_one_command_with_relative_paths(failing: Report) -> None:
    lines = github.render(failing).splitlines()

    commands = [COMMAND.fullmatch(line) for line in lines]
    assert len(lines) == 8
    assert all(commands)
    assert not [line for line in lines if "file=/" in line]


def test_what_could_not_be_judged_then_the_most_severe_then_the_notes(failing: Report) -> None:
    lines = github.render(failing).splitlines()

    assert lines[0].startswith("::error file=launchready.yaml,line=1,col=1,title=LR-SEC000")
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 6 + ["::warning", "::notice"]


def test_the_title_is_the_rule_and_the_message_has_the_fix(failing: Report) -> None:
    line = github.render(failing).splitlines()[3]

    assert ",title=LR-SEC004 github-token::a GitHub token in src/settings.py%0AFix: 1. Rev" in line
    assert "file=src/settings.py,line=3,endLine=3,col=9,endColumn=49," in line


def test_a_name_with_line_breaks_forges_nothing_and_still_names_the_file(failing: Report) -> None:
    rendered = github.render(failing)

    assert "file=x%0A%3A%3Aerror%3A%3Ay,line=1" in rendered
    assert "\n::error::y" not in rendered


def test_ten_are_shown(clean: Report) -> None:
    lines = github.render(with_findings(clean, 10)).splitlines()

    assert len(lines) == 10
    assert all(line.startswith("::error ") for line in lines)


def test_the_tenth_place_says_how_many_more(clean: Report) -> None:
    lines = github.render(with_findings(clean, 11)).splitlines()

    assert len(lines) == 10
    assert lines[9] == "::notice title=launchready::2 more: see the log or a report"


def test_a_message_is_cut_where_github_cuts_it(clean: Report) -> None:
    line = github.render(with_findings(clean, 1, "%" * 5000)).rstrip("\n")

    message = line.partition("::")[2].partition("::")[2]
    assert message == "%25" * 4095 + "…"


def test_suppressed_findings_have_none(failing: Report) -> None:
    rendered = github.render(failing)

    assert "tests/old.py" not in rendered


def test_a_region_of_several_lines_has_no_end_column(clean: Report) -> None:
    report = with_findings(clean, 1)
    result = report.gates[0].results[0]
    long = result.findings[0]._replace(location=Location("a.py", 2, 3, 4, 5))
    gates = (report.gates[0]._replace(results=(result._replace(findings=(long,)),)),)

    rendered = github.render(report._replace(gates=gates))

    assert rendered.startswith("::error file=a.py,line=2,endLine=4,col=3,title=")
