"""Which repository is this, and what does its launchready.yaml say?"""

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from launchready_ci.unusable import UsageError

if TYPE_CHECKING:
    from launchready_ci.config import Configuration

CONFIG = "launchready.yaml"
LARGEST = 1_000_000
"""Bytes of launchready.yaml."""
NEAR = 0.9
"""So much of a name must be the right one's for the file to be meant."""


def top_level(folder: str) -> str:
    """The nearest folder upwards that holds ``.git``; without one, ``folder`` itself."""
    for candidate in _upwards(folder):
        if os.path.lexists(os.path.join(candidate, ".git")):
            return candidate
    return folder


def _upwards(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def configuration(root: str, named: str, environ: Mapping[str, str]) -> "Configuration":
    """What ``--config`` or launchready.yaml at the root says; without either, the defaults.

    Raises UsageError where the named one is not there, and where another name seems to be a slip:
    what was meant to be read and is not would leave everybody in the dark.
    """
    from launchready_ci import settings_file  # a clean commit needs none of this
    from launchready_ci.config import load

    path = named or os.path.join(root, CONFIG)
    data = settings_file.read(path, LARGEST)
    if data is None and named:
        raise UsageError(f"--config {named}: there is no such file")
    if data is None and (name := slip(root)):
        raise UsageError(f"{name}: not read, the name is {CONFIG}: rename it, or give --config")
    found = load(_shown(root, path), data)
    return found if data is not None else found._replace(workflow=_workflow(root, environ))


def _shown(root: str, path: str) -> str:
    relative = os.path.relpath(path, root)
    return path if relative.startswith("..") else relative.replace(os.sep, "/")


def slip(root: str) -> str:
    """A file at the root whose name must be meant for ours; nothing where there is none."""
    try:
        names = [name for name in os.listdir(root) if _sounds_alike(name)]
    except OSError:
        return ""
    return next(filter(_is_slip, sorted(names)), "")


def _sounds_alike(name: str) -> bool:
    """Is it worth a closer look? Most folders have no such name, and need no import."""
    low = name.lower()
    return "y" in low and "ml" in low and ("launch" in low or "ready" in low)


def _is_slip(name: str) -> bool:
    from difflib import SequenceMatcher

    bare = name.lower().removesuffix(".txt").replace(".yml", ".yaml").strip(".")
    return SequenceMatcher(None, bare, CONFIG).ratio() >= NEAR


def _workflow(root: str, environ: Mapping[str, str]) -> str:
    """The workflow file that runs this, where it is one of this repository.

    GITHUB_WORKFLOW_REF is ``owner/name/.github/workflows/ci.yml@refs/heads/main``
    (https://docs.github.com/en/actions/reference/workflows-and-actions/variables).
    """
    repository = environ.get("GITHUB_REPOSITORY", "")
    path, at, _ = environ.get("GITHUB_WORKFLOW_REF", "").partition("@")
    ours = repository and at and path.startswith(f"{repository}/.github/workflows/")
    inside = path.removeprefix(f"{repository}/") if ours else ""
    file = os.path.join(top_level(root), inside)
    return os.path.relpath(file, root) if inside and os.path.isfile(file) else ""
