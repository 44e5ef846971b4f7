"""``python -I -m launchready_ci.github_action``: the whole step, after the installation."""

import io
import os
import sys

from launchready_ci.gate import describe
from launchready_ci.github_action.annotations import annotate, refuse
from launchready_ci.github_action.gates import run
from launchready_ci.github_action.job import Job, Ran, Refused, command
from launchready_ci.github_action.outputs import tell


def main() -> int:
    """Run, tell, and give the gates' code; a run without a report is never a pass."""
    folder = os.path.join(os.environ["RUNNER_TEMP"], f"launchready-{os.urandom(6).hex()}")
    os.mkdir(folder, 0o700)
    job = Job.of(os.environ, folder)
    try:
        ran = run(job, command(job))
    except Refused as error:
        ran = Ran(2, f"Error: {error}")
    code = tell(job, ran.code)
    annotate(job, ran)
    return code


if isinstance(sys.stdout, io.TextIOWrapper):  # the runner reads UTF-8, whatever the locale
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
try:
    sys.exit(main())
except Exception as error:  # noqa: BLE001 - what is not foreseen is no finding, and has no text
    refuse(describe(error), os.environ)
    sys.exit(3)
