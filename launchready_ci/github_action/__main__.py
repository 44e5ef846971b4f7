"""``python -I -m launchready_ci.github_action``: the whole step, after the installation."""

import os
import sys
from typing import NoReturn

from launchready_ci.github_action.annotations import annotate
from launchready_ci.github_action.gates import run
from launchready_ci.github_action.job import Job, Ran, Refused, command
from launchready_ci.github_action.outputs import tell


def main() -> NoReturn:
    """Run, tell, and exit with the gates' code; a run without a report is never a pass."""
    import tempfile

    folder = tempfile.mkdtemp(prefix="launchready-", dir=os.environ["RUNNER_TEMP"])
    job = Job.of(os.environ, folder)
    try:
        ran = run(job, command(job))
    except Refused as error:
        ran = Ran(2, f"Error: {error}")
    code = tell(job, ran.code)
    annotate(job, ran)
    sys.exit(code)


main()
