"""Sets the outputs of the step, whatever became of the gates."""

import json
import os
import re
from collections.abc import Mapping
from typing import Any

from launchready_ci.github_action.code_scanning import may_be_uploaded
from launchready_ci.github_action.job import REPORTS, Job


def tell(job: Job, code: int) -> int:
    """Set the outputs, and return the exit code that counts."""
    report = _report(job)
    if code not in range(4) or (code < 2 and not report):
        code = 3
    findings = [
        found
        for result in report.get("results", [])
        for found in result["findings"]
        if not found["suppressed"]
    ]
    gates = job.input("GATES") or job.input("STAGE") or "pre-commit"
    name = "-".join((job.environ.get("GITHUB_JOB", ""), gates, job.input("CATEGORY_SUFFIX")))
    sarif = job.asks("UPLOAD_SARIF") and not job.outside and bool(job.written("sarif"))
    outputs = {
        "outcome": report["outcome"] if report else "error",
        "exit-code": str(code),
        "findings": str(len(findings)),
        **{name: job.written(name) for name in REPORTS},
        "folder": job.folder,
        "upload-sarif": _word(sarif and may_be_uploaded(job.environ)),
        "upload-artifact": _word(job.asks("UPLOAD_ARTIFACT") and not job.outside and bool(report)),
        # unique: a second artifact of one name fails its job
        "artifact": re.sub(r"[^\w.-]+", "-", f"launchready-{name}-{os.urandom(4).hex()}"),
    }
    _output(job, outputs)
    return code


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
