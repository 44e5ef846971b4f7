"""Says on the pull request what was found, or why nothing could be looked at."""

import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress

from launchready_ci.github_action.job import ANNOTATIONS, Job, Ran
from launchready_ci.reports.text import code, command_data, command_path, plain


def annotate(job: Job, ran: Ran) -> None:
    """Print the annotations; of a run that never began, the reason, in the summary too."""
    if job.written("json"):
        say(_written(job.file(ANNOTATIONS)))
    else:
        refuse(_reason(ran).removeprefix(os.path.join(job.workspace, "")), job.environ)


def refuse(reason: str, environ: Mapping[str, str]) -> None:
    """Annotate why there is no verdict, and say so in the summary."""
    say(_annotation(reason))
    if summary := environ.get("GITHUB_STEP_SUMMARY"):
        with suppress(OSError), open(summary, "a", encoding="utf-8") as file:
            file.write(f"## launchready: error\n\n{code(reason)}\n")


def _written(path: str) -> str:
    """The annotations that the gates left; the file is no report, so it goes."""
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    os.unlink(path)
    return text.rstrip("\n")


def _reason(ran: Ran) -> str:
    said = [line for line in ran.errors.splitlines() if line.strip()]
    if said:
        return plain(said[-1].removeprefix("Error: "))
    return f"no gate was run: the command ended with status {ran.code} and without a report"


def _annotation(reason: str) -> str:
    place = re.match(r"([^:\s]+):([1-9][0-9]*):([1-9][0-9]*): ", reason)
    where = f"file={command_path(place[1])},line={place[2]},col={place[3]}," if place else ""
    return f"::error {where}title=launchready::{command_data(reason)}"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n" if line else "")
    sys.stdout.flush()
