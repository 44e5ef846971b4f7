"""The table of formats, and where their reports go; a run imports only the formats it writes."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import NamedTuple

from launchready_ci.findings import NOTHING, Report
from launchready_ci.nearest import nearest
from launchready_ci.reports import files
from launchready_ci.unusable import Unusable

SUMMARY_LIMIT = 2**20
"""Bytes that a step may write to GITHUB_STEP_SUMMARY; GitHub refuses more."""

Options = Mapping[str, Mapping[str, object]]
"""Format → keyword arguments of its ``render``: ``colour`` (console), ``suffix`` (sarif)."""


class ReportError(Unusable):
    """A report cannot be written, or was asked for in a way nobody understands."""


class Format(NamedTuple):
    """Where a format lives, and how it is written."""

    module: str
    function: str = "render"
    mark: bytes = b""
    """What a report begins with, so that an earlier one is known; nothing of a format without."""
    appends_up_to: int = 0
    """0: the file is the report. Else it is added to what others wrote, up to so many bytes."""


JUNIT = b'<testsuites name="launchready"'
FORMATS: Mapping[str, Format] = {
    "console": Format("console"),
    "json": Format("json", mark=b'"schema": "launchready.report/'),
    "junit": Format("junit", mark=JUNIT),
    "junit-strict": Format("junit", "render_strict", mark=JUNIT),
    "sarif": Format("sarif", mark=b'"name": "launchready"'),
    "github": Format("github"),
    "html": Format("html", mark=b"<title>launchready: "),
    "summary": Format("summary", mark=b"## launchready: ", appends_up_to=SUMMARY_LIMIT),
}


def render(name: str, report: Report, **options: object) -> str:
    """The report in that format."""
    entry = FORMATS[name]
    module = import_module(f"launchready_ci.reports.{entry.module}")
    text: str = getattr(module, entry.function)(report, **options)
    return text


def colour() -> bool:
    """Is standard output a terminal whose user has nothing against colour?"""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


class Target(NamedTuple):
    """One ``--output``: a format, and a path or ``""`` for standard output."""

    format: str
    path: str = ""

    @classmethod
    def parse(cls, asked: str) -> "Target":
        """Read ``FORMAT`` or ``FORMAT=PATH``; raises ReportError, with the nearest right name."""
        name, equals, path = asked.partition("=")
        if name not in FORMATS:
            hint = nearest(name, FORMATS) or f", expected one of {', '.join(FORMATS)}"
            raise ReportError(f"--output {asked}: no format {name!r}{hint}")
        if equals and not path:
            raise ReportError(f"--output {asked}: a path is missing after =")
        return cls(name, path)

    def __str__(self) -> str:
        return f"--output {self.format}={self.path}" if self.path else f"--output {self.format}"

    def check(self, inside: Sequence[str]) -> None:
        """Raise ReportError where the report may not go; see ``places``."""
        if not self.path:
            return
        from launchready_ci.reports import places

        if why := places.refusal(self.path, FORMATS[self.format].mark, inside):
            raise ReportError(f"{self}: {why}")

    def empty(self) -> None:
        """Fail now where the report could not be written at the end; leave no old one behind."""
        with self._told():
            if FORMATS[self.format].appends_up_to:
                files.append(self.path, b"")
            else:
                files.empty(self.path)

    def write(self, text: str) -> None:
        """Write the whole report; raises ReportError."""
        with self._told():
            if not self.path:
                _print(text)
            elif limit := FORMATS[self.format].appends_up_to:
                files.append(self.path, _encoded(text), limit)
            else:
                files.write(self.path, _encoded(text))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the system says of a file into our own words."""
        try:
            yield
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise ReportError(f"{self}: cannot be written: {why}") from None


def _encoded(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding, "backslashreplace")


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(_encoded(text, encoding).decode(encoding))
    sys.stdout.flush()


class Targets(NamedTuple):
    """Where the reports of this run go."""

    wanted: tuple[Target, ...]
    options: Options = NOTHING

    def write(self, report: Report) -> None:
        """Write every report, also after one that cannot be written; raises ReportError then."""
        failed: list[ReportError] = []
        for target in self.wanted:
            options = self.options.get(target.format, {})
            try:
                target.write(render(target.format, report, **options))
            except ReportError as error:
                failed.append(error)
        if failed:
            raise ReportError("; ".join(map(str, failed)))


def open_targets(outputs: Sequence[str], options: Options | None = None, root: str = "") -> Targets:
    """Empty every report when the run starts: what a crash leaves behind must not look green.

    Without any output on standard output, and none for the console, the console is one: a red step
    with an empty log helps nobody. Folders are made below the current one and ``root``. Raises
    ReportError, before anything is touched, where a report may not go, and where it could not be
    written at the end.
    """
    wanted = [Target.parse(asked) for asked in outputs]
    inside = [os.getcwd(), *filter(None, [root])]
    taken: dict[str, Target] = {}
    for target in wanted:
        target.check(inside)
        other = taken.setdefault(os.path.abspath(target.path), target) if target.path else target
        if other is not target:
            raise ReportError(f"{target}: {other} writes to the same file")
    for target in taken.values():
        target.empty()
    if all(target.path and target.format != "console" for target in wanted):
        wanted.insert(0, Target("console"))
    return Targets(tuple(wanted), options or {})
