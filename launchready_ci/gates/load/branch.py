"""May this run write the history? Only what the default branch measured is what is usual."""

import json
from collections.abc import Mapping

from launchready_ci.gate import CannotLook
from launchready_ci.git import Git


def is_default(root: str, environ: Mapping[str, str]) -> bool:
    """Is this the default branch, as far as CI or Git can tell?"""
    if environ.get("GITHUB_EVENT_NAME", "").startswith("pull_request"):
        return False
    if environ.get("GITHUB_REF"):
        return environ["GITHUB_REF"] == f"refs/heads/{_github_default(environ)}"
    if environ.get("CI_DEFAULT_BRANCH"):
        return environ.get("CI_COMMIT_BRANCH") == environ["CI_DEFAULT_BRANCH"]
    try:
        git = Git.at(root, environ)
        here = git.read("symbolic-ref", "--short", "HEAD").decode().strip()
        there = git.read("symbolic-ref", "--short", "refs/remotes/origin/HEAD").decode().strip()
    except CannotLook:
        return False
    return there == f"origin/{here}"


def _github_default(environ: Mapping[str, str]) -> str:
    try:
        with open(environ["GITHUB_EVENT_PATH"], "rb") as file:
            return str(json.load(file)["repository"]["default_branch"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
