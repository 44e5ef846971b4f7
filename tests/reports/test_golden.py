"""What each format looks like, whole."""

import re
from collections.abc import Callable

import pytest

from launchready_ci import reports
from launchready_ci.findings import Report

NAMES = {
    "console": "console.txt",
    "json": "json",
    "junit": "junit.xml",
    "junit-strict": "junit-strict.xml",
    "sarif": "sarif",
    "github": "github.txt",
    "html": "html",
    "summary": "md",
}
Golden = Callable[[str, str], None]


@pytest.mark.parametrize("name", reports.FORMATS)
def test_failing(name: str, failing: Report, golden: Golden) -> None:
    rendered = reports.render(name, failing)

    golden(f"failing.{NAMES[name]}", rendered)
    assert rendered


@pytest.mark.parametrize("name", reports.FORMATS)
def test_clean(name: str, clean: Report, golden: Golden) -> None:
    rendered = reports.render(name, clean)

    golden(f"clean.{NAMES[name]}", rendered)
    assert bool(rendered) == (name != "github")


@pytest.mark.parametrize("name", ["junit", "sarif", "github"])
@pytest.mark.parametrize("config", ["/home/me/launchready.yaml", "../launchready.yaml"])
def test_a_configuration_outside_the_repository_gives_no_absolute_path(
    name: str, config: str, failing: Report
) -> None:
    rendered = reports.render(name, failing._replace(config_path=config))

    assert not re.search(rf"""(file=|"uri": )"?{re.escape(config)}""", rendered)


@pytest.mark.parametrize("name", [name for name in reports.FORMATS if name != "github"])
def test_no_line_is_taken_for_a_command_of_a_log(name: str, failing: Report) -> None:
    lines = reports.render(name, failing).splitlines()

    assert not [line for line in lines if line.lstrip().startswith("::") or "##[" in line]


@pytest.mark.parametrize("name", reports.FORMATS)
def test_nothing_moves_the_cursor_or_breaks_an_encoding(name: str, failing: Report) -> None:
    rendered = reports.render(name, failing)

    assert rendered.encode()
    assert [c for c in rendered if c < " " and c != "\n"] == []
