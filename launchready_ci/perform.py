"""From a command line that is understood to an exit code: run the gates, write every report."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from launchready_ci import reports
from launchready_ci.checkout import top_level
from launchready_ci.findings import Report
from launchready_ci.planned import Planned
from launchready_ci.start import ignore_signals
from launchready_ci.suite import Settings, Suite


def perform(
    names: Sequence[str],
    given: Mapping[str, Any],
    settings: Settings,
    outputs: Sequence[str],
    stage: str | None = None,
) -> int:
    """Give the run's exit code; raises Unusable before anything has run.

    With a stage (``""`` for ``run --gates``), a gate that is not configured may be skipped.
    """
    options: reports.Options = {
        "console": {"colour": reports.colour()},
        "sarif": {"suffix": settings.sarif_suffix},
    }
    targets = reports.open_targets(outputs, options, settings.root or top_level(os.getcwd()))
    suite = Suite.load(settings, os.environ)
    report = _run(suite, suite.plan(names, given, may_skip=stage is not None), stage or "")
    ignore_signals()  # what was found is written
    try:
        targets.write(report)
    except reports.ReportError as error:
        refuse(str(error))
        return 3
    return report.exit_code


def _run(suite: Suite, plan: Sequence[Planned], stage: str) -> Report:
    """Run with a progress line where somebody watches."""
    if not sys.stderr.isatty():
        return suite.run(plan, stage)
    try:
        return suite.run(plan, stage, _draw)
    finally:
        _draw("")


def _draw(text: str) -> None:
    """One progress line on stderr, overwritten by the next; ``""`` clears it."""
    with suppress(OSError):
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def refuse(text: str) -> None:
    """Say why, and of a file's or an argument's text nothing that is obeyed, or is a credential."""
    from launchready_ci.redact import masked
    from launchready_ci.reports.text import plain

    sys.stderr.write(f"Error: {plain(masked(text))}\n")
