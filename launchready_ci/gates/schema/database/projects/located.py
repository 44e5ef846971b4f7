"""Where is the project, with which Python does it run, and what may it know?"""

import os
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from launchready_ci import settings_file
from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.schema.database.configuration import Database, Tool
from launchready_ci.gates.schema.database.projects.process import Project
from launchready_ci.gates.schema.json_schema.chosen import matching
from launchready_ci.importing import KEPT, interpreter

FILES: Mapping[Tool, str] = {"alembic": "alembic.ini", "django": "manage.py"}
PROGRAMS = os.path.join(os.path.dirname(__file__), "inside")
NAMES = ("DJANGO_SETTINGS_MODULE", "FLASK_APP")
"""Variables that a project needs, and that hold no secret."""
SETTINGS = re.compile(r"DJANGO_SETTINGS_MODULE[\"'][\s,\]=]{1,20}[\"']([\w.]+)[\"']")
LARGEST = 1_000_000


class Located(NamedTuple):
    """The project."""

    tool: Tool
    folder: str
    """In which its commands are given: an absolute path."""
    file: str
    """From the root: what says where the migrations are."""


def locate(tool: Tool, database: Database, context: Context) -> Located:
    """Find it; raises CannotLook."""
    name, root = FILES[tool], os.path.realpath(context.root)
    file = os.path.normpath(os.path.join(database.folder, name))
    toml = os.path.normpath(os.path.join(database.folder, "pyproject.toml"))
    if not os.path.isfile(os.path.join(root, file)):
        if tool == "alembic" and "[tool.alembic]" in _text(root, toml):
            file = toml
        else:
            file = _only(name, database.folder, root)
    folder = os.path.dirname(os.path.join(root, file))
    if tool == "alembic" and os.path.isfile(os.path.join(folder, "env.py")):
        folder = os.path.dirname(folder)  # as Flask-Migrate has it
    return Located(tool, folder, file)


def _only(name: str, folder: str, root: str) -> str:
    found = list(matching(os.path.join(folder, "**", name), root))
    if len(found) == 1:
        return found[0]
    where = f"below {folder}" if folder else "in the repository"
    if not found:
        raise CannotLook(f"there is no {name} {where}: name its folder (schema.database.folder)")
    said = ", ".join(found[:5])
    raise CannotLook(
        f"there are several {name} {where} ({said}): name one (schema.database.folder)"
    )


def start(at: Located, database: Database, context: Context, url: str) -> Project:
    """Run it, on the throwaway database of this URL."""
    own = {name: value.replace("{{url}}", url) for name, value in database.variables.items()}
    environ = {name: context.environ[name] for name in (*KEPT, *NAMES) if name in context.environ}
    environ |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", "DATABASE_URL": url, **own}
    environ["LAUNCHREADY_URL"] = url  # its password is for no list of processes
    root = os.path.realpath(context.root)
    if at.tool == "django":
        named = environ.get("DJANGO_SETTINGS_MODULE") or _settings(at, root)
        environ["DJANGO_SETTINGS_MODULE"] = named
        more = root
    else:
        more = os.path.join(root, at.file) if at.file.endswith(".ini") else ""
    program = os.path.join(PROGRAMS, f"launchready_{at.tool}.py")
    command = [interpreter(context.environ, root), program, more]
    values = [value for value in database.variables.values() if "{{url}}" not in value]
    values.append(urlsplit(url).password or "")
    return Project(command, at.folder, environ, database.deadline, values)


def _settings(at: Located, root: str) -> str:
    found = SETTINGS.search(_text(root, at.file))
    if found is None:
        told = "name them: schema.database: {variables: {DJANGO_SETTINGS_MODULE: mysite.settings}}"
        raise CannotLook(f"{at.file} does not say which settings it uses: {told}")
    return found[1]


def _text(root: str, path: str) -> str:
    data = settings_file.read(os.path.join(root, path), LARGEST)
    return (data or b"").decode(errors="replace")
