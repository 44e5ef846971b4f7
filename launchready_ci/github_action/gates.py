"""Runs the gates in a process of their own: what becomes of it, the outputs can be set."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

from launchready_ci import suite
from launchready_ci.github_action import masks
from launchready_ci.github_action.annotations import say
from launchready_ci.github_action.job import Job, Ran
from launchready_ci.reports.text import command_data, plain
from launchready_ci.unusable import Unusable

DROPPED = ("INPUT_", "LAUNCHREADY_", "GIT_CONFIG")
"""Beginnings of variables that would weaken what the gates say."""
GIT_PLACES = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"),
    *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_SHALLOW_FILE"),
    "GIT_EXEC_PATH",
)
"""Variables that would show Git another repository. An app's own ``GIT_SHA`` may stay."""


def run(job: Job, arguments: Sequence[str]) -> Ran:
    """Run the gates; while they speak, the runner takes nothing in the log for a command."""
    environ = _environ(job)
    _mask(job, environ)
    token = os.urandom(16).hex()
    say(f"::stop-commands::{token}")
    process = subprocess.Popen(
        [sys.executable, "-I", "-m", "launchready_ci", *arguments],
        env=environ,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="backslashreplace",
    )
    for number in (signal.SIGINT, signal.SIGTERM):  # a cancelled job still writes its reports
        signal.signal(number, lambda number, _: process.send_signal(number))
    _, errors = process.communicate()
    for line in errors.splitlines():
        say(plain(line))
    say(f"::{token}::")
    return Ran(process.returncode, errors)


def _environ(job: Job) -> dict[str, str]:
    kept = {
        name: value
        for name, value in job.environ.items()
        if not name.startswith(DROPPED) and name not in GIT_PLACES
    }
    # in a container job the workspace belongs to another user, and Git would refuse it
    return kept | {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": os.path.realpath(job.workspace),
    }


def _mask(job: Job, environ: Mapping[str, str]) -> None:
    settings = suite.Settings(root=job.workspace, config=job.config)
    try:
        loaded = suite.Suite.load(settings, environ)
    except Unusable:
        return  # the gates refuse it too, and read no credential
    for text in masks.masks(loaded.configuration.sections, environ):
        say(f"::add-mask::{command_data(text)}")
