"""Sets the outputs of the step, whatever became of the gates."""

import json
import os
import re
from collections.abc import Mapping
from typing import Any

from launchready_ci.github_action.code_scanning import may_be_uploaded
from launchready_ci.github_action.job import REPORTS, Job


def tell(job: Job, code: int) -> int:
    """Set the outputs, and return the exit code that counts: without a report, never a pass."""
    report = _report(job)
    if code not in range(4) or (code < 2 and not report):
        code = 3
    outputs = {
        "outcome": report["outcome"] if report else "error",
        "exit-code": str(code),
        "findings": str(_open_findings(report)),
        **{form: job.written(form) for form in REPORTS},
        "folder": job.folder,
        "upload-sarif": _word(_sends_sarif(job)),
        "upload-artifact": _word(job.asks("UPLOAD_ARTIFACT") and not job.outside and bool(report)),
        "artifact": _artifact(job),
    }
    _output(job, outputs)
    return code


def _open_findings(report: Mapping[str, Any]) -> int:
    results = report.get("results", [])
    return sum(not found["suppressed"] for result in results for found in result["findings"])


def _sends_sarif(job: Job) -> bool:
    asked = job.asks("UPLOAD_SARIF") and not job.outside and bool(job.written("sarif"))
    return asked and may_be_uploaded(job.environ)


def _artifact(job: Job) -> str:
    """A name that is unique: a second artifact of one name fails its job.

    Some characters and long names are refused.
    """
    what = job.input("GATES") or job.input("STAGE") or "pre-commit"
    parts = (job.environ.get("GITHUB_JOB", ""), what, job.input("CATEGORY_SUFFIX"))
    name = "-".join(filter(None, ("launchready", *parts)))
    return re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII)[:100] + f"-{os.urandom(4).hex()}"


def _report(job: Job) -> dict[str, Any]:
    if not job.written("json"):
        return {}
    with open(job.written("json"), encoding="utf-8") as file:
        report: dict[str, Any] = json.load(file)
    return report


def _word(answer: bool) -> str:
    return "true" if answer else "false"


def _output(job: Job, outputs: Mapping[str, str]) -> None:
    """Each value between lines that nobody can guess, so that none can end early and forge one."""
    with open(job.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
        for name, value in outputs.items():
            end = os.urandom(16).hex()
            file.write(f"{name}<<{end}\n{value}\n{end}\n")
