"""Where may a report go? Not over what people keep, and not into folders that nobody made."""

import os
from collections.abc import Sequence

OURS = ("launchready.yaml", "launchready.baseline", ".secrets.baseline")
HEAD = 512
"""Bytes of a report in which its mark stands."""


def refusal(path: str, mark: bytes, inside: Sequence[str]) -> str:
    """Why a report may not be written there; nothing where it may.

    ``mark`` is what an earlier report of the same format begins with, and folders are only made
    below those of ``inside``.
    """
    folder, name = os.path.split(os.path.abspath(path))
    folder = os.path.realpath(folder)
    if ".git" in os.path.join(folder, name).lower().split(os.sep):
        return "this is Git's own folder: name a file outside of .git"
    if name in OURS:
        return "this is a file that launchready reads: name another one"
    if not os.path.isdir(folder) and not any(_is_below(folder, root) for root in inside):
        return f"there is no folder {folder}, and none is made outside of the repository: make it"
    if _is_kept(path, mark) and _is_tracked(folder, name):
        return "Git tracks this file, and it is no earlier report: name another one"
    return ""


def _is_below(folder: str, root: str) -> bool:
    root = os.path.realpath(root)
    return os.path.commonpath([folder, root]) == root


def _is_kept(path: str, mark: bytes) -> bool:
    """Does the file hold anything that is no report?"""
    if os.path.islink(path):
        return True
    if not os.path.isfile(path):
        return False
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
    except OSError:
        return True
    return bool(head) and (not mark or mark not in head)


def _is_tracked(folder: str, name: str) -> bool:
    from launchready_ci.git import tracked  # a process: only where a file is in the way

    return bool(tracked([os.path.join(folder, name)], folder))
