"""What does the runner say of this job: its inputs, its pull request, and where reports go?"""

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci import pull_request
from launchready_ci.gate import CannotLook
from launchready_ci.pull_request import PullRequest

REPORTS = {"json": "report.json", "sarif": "report.sarif", "junit": "junit.xml"}
ANNOTATIONS = "annotations.txt"


class Refused(Exception):
    """An input cannot be used; the text says why (exit 2)."""


@dataclass(frozen=True)
class Job:
    """What the runner says of this job, and where the reports go."""

    environ: Mapping[str, str]
    folder: str
    pull: PullRequest | None = None
    outside: bool = False
    """Somebody who may not write to the repository started it: nothing is uploaded."""

    @classmethod
    def of(cls, environ: Mapping[str, str], folder: str) -> "Job":
        by_dependabot = environ.get("GITHUB_ACTOR") == "dependabot[bot]"
        try:
            pull = pull_request.of(environ)
        except CannotLook:  # the gates meet the same event, and say what is wrong with it
            return cls(environ, folder, outside=True)
        return cls(environ, folder, pull, by_dependabot or (pull is not None and pull.fork))

    @property
    def workspace(self) -> str:
        return self.environ["GITHUB_WORKSPACE"]

    @property
    def config(self) -> str:
        named = self.input("CONFIG")
        return named and os.path.join(self.workspace, named)

    def input(self, name: str) -> str:
        return self.environ.get(f"INPUT_{name}", "").strip()

    def asks(self, name: str) -> bool:
        return self.input(name) == "true"

    def file(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def written(self, name: str) -> str:
        """The path of a report; nothing where the run left none."""
        path = self.file(REPORTS[name])
        return path if os.path.isfile(path) and os.path.getsize(path) else ""


class Ran(NamedTuple):
    """How the gates ended, and what they said on stderr."""

    code: int
    errors: str


def command(job: Job) -> list[str]:
    """The command line of ``run``: each input is part of one word, whatever it holds."""
    outputs = [f"{form}={job.file(name)}" for form, name in REPORTS.items()]
    outputs += ["console", f"github={job.file(ANNOTATIONS)}"]
    if summary := job.environ.get("GITHUB_STEP_SUMMARY"):
        outputs.append(f"summary={summary}")
    options = {
        "root": job.workspace,
        "gates": job.input("GATES"),
        "stage": job.input("STAGE") or ("" if job.input("GATES") else "pre-commit"),
        "config": job.config,
        "url": job.input("URL"),
        "environment": job.input("ENVIRONMENT"),
        "fail-on": job.input("FAIL_ON"),
        "sarif-suffix": job.input("CATEGORY_SUFFIX"),
        "range": job.pull.range if job.pull else "",
    }
    given = [f"--{name}={value}" for name, value in options.items() if value]
    return ["run", *given, *(f"--output={asked}" for asked in outputs), *_more(job.input("ARGS"))]


def _more(args: str) -> list[str]:
    try:
        return shlex.split(args)
    except ValueError as error:
        raise Refused(f"the input args: {error}, expected words quoted as in a shell") from None
