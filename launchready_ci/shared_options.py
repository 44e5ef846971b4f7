"""What do the shared options say, and the variables that stand in for them?"""

from collections.abc import Mapping, Sequence
from typing import Any

from launchready_ci.findings import Severity
from launchready_ci.suite import Settings
from launchready_ci.unusable import UsageError

FAIL_ON = ("error", "warning", "note")
SHARED = {
    "--root": "root",
    "--config": "config",
    "--output": "output",
    "--fail-on": "fail_on",
    "--baseline": "baseline",
    "--sarif-suffix": "sarif_suffix",
}
"""Option → its key."""
OURS = "LAUNCHREADY_"
VARIABLES = tuple(key.upper() for key in (*SHARED.values(), "url", "environment", "range"))
"""After ``OURS``: those of the shared options, and of the options that ``run`` hands on."""


def shared(
    given: Sequence[Mapping[str, Any]], environ: Mapping[str, str]
) -> tuple[Settings, list[str]]:
    """Settings and outputs: of what stands after the gate, then before it, then LAUNCHREADY_…."""

    def value(name: str) -> str:
        named = next((values[name] for values in given if values.get(name)), None)
        return named or environ.get(f"LAUNCHREADY_{name.upper()}", "")

    outputs = [form for values in reversed(given) for form in values.get("output", ())]
    outputs = outputs or environ.get("LAUNCHREADY_OUTPUT", "").splitlines()
    _no_slip(environ)
    fail_on = value("fail_on") or "error"
    if fail_on not in FAIL_ON:
        raise UsageError(f"LAUNCHREADY_FAIL_ON: expected one of {', '.join(FAIL_ON)}")
    settings = Settings(
        value("root"),
        value("config"),
        value("baseline"),
        Severity[fail_on.upper()],
        value("sarif_suffix"),
    )
    return settings, [line.strip() for line in outputs if line.strip()]


def _no_slip(environ: Mapping[str, str]) -> None:
    """Raise UsageError for a variable that can only be meant for one of ours."""
    for name in environ:
        ending = name.removeprefix(OURS)
        if ending != name and ending not in VARIABLES:
            from launchready_ci.nearest import nearest

            if hint := nearest(ending, VARIABLES, 0.7):
                hint = hint.replace("mean ", f"mean {OURS}")
                raise UsageError(f"{name}: there is no such variable{hint}")
