"""What is an entry of ``contract:``, and is it there? Asked before anything runs."""

import os
import re

from launchready_ci.config import Configuration
from launchready_ci.gate import CannotLook
from launchready_ci.gates.env.configuration import Env
from launchready_ci.git import Git, text
from launchready_ci.nearest import nearest
from launchready_ci.nodes import ConfigError

CLASS = re.compile(r"^[ \t]*class[ \t]+(\w+)", re.MULTILINE)


def source(entry: str) -> tuple[str, str]:
    """Path and class of ``app/settings.py:Settings``; of any other file the class is ``""``."""
    path, colon, name = entry.rpartition(":")
    return (path, name) if colon and path.endswith(".py") else (entry, "")


def validate(config: Env, root: str, configuration: Configuration) -> None:
    """Raise ConfigError, with the nearest name, for a file or a class that is not there."""
    if config.variables:
        from launchready_ci.gates.env.contract import inline

        list(inline.declarations(config.variables, configuration))
    for index, entry in enumerate(config.contract or ()):
        told = _missing(root, *source(entry), imported=config.import_settings)
        if told:
            keys = ("contract", index)
            raise ConfigError(configuration.place("env", *keys), ("env", *keys), told)


def _missing(root: str, path: str, name: str, *, imported: bool) -> str:
    try:
        with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
            classes = CLASS.findall(file.read()) if name else [""]
    except OSError:  # a sparse checkout may lack it
        tracked = _tracked(root)
        return "" if path in tracked else f"there is no file {path}{nearest(path, tracked)}"
    if not name and path.endswith(".py"):
        return f"name its class, such as {path}:Settings"
    known = imported or name in classes
    return "" if known else f"{path} has no class {name}{nearest(name, classes)}"


def _tracked(root: str) -> list[str]:
    try:
        git = Git.seen_from(root)
        return [text(record) for record in git.records("ls-files", "-z")]
    except CannotLook:
        return []
