"""A root below the top level, as in a monorepo: gates count paths from it, reports from the top.

Whoever reads a report (GitHub, GitLab, an editor) stands at the top of the repository.
"""

import os
import posixpath
from collections.abc import Iterable

from launchready_ci.checkout import top_level
from launchready_ci.findings import GateReport, Location, Result


def prefix(root: str) -> str:
    """What leads from the top level to the root: ``apps/web/``, or nothing."""
    inside = os.path.relpath(os.path.realpath(root), os.path.realpath(top_level(root)))
    return "" if inside == "." else inside.replace(os.sep, "/") + "/"


def shown(path: str, prefix: str) -> str:
    """A path that counts from the root, from the top level."""
    return posixpath.normpath(prefix + path) if prefix and not os.path.isabs(path) else path


def moved(gates: Iterable[GateReport], prefix: str) -> tuple[GateReport, ...]:
    """The same reports with every place counted from the top level."""
    if not prefix:
        return tuple(gates)
    return tuple(
        gate._replace(results=tuple(_result(result, prefix) for result in gate.results))
        for gate in gates
    )


def _result(result: Result, prefix: str) -> Result:
    findings = tuple(f._replace(location=_place(f.location, prefix)) for f in result.findings)
    location = result.location and _place(result.location, prefix)
    return result._replace(findings=findings, location=location)


def _place(location: Location, prefix: str) -> Location:
    return location._replace(path=shown(location.path, prefix))
