"""Imports a class of the repository, in a process of its own that has none of our variables.

This runs the repository's code, so only an option of the command line may lead here.
"""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from typing import Any

from launchready_ci.unusable import CannotLook

SECONDS = 60
KEPT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "PYTHONPATH", "SYSTEMROOT", "TMPDIR")
CHILD = """
import importlib, json, os, sys
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "src")]
try:
    space = {}
    exec(sys.argv[3], space)
    cls = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
    said = {"said": space["tell"](cls)}
except BaseException as error:
    said = {"error": type(error).__name__, "name": getattr(error, "name", None)}
json.dump(said, answer)
answer.close()
os._exit(0)
"""


def ask(program: str, path: str, name: str, root: str, environ: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """What ``tell(cls)`` of a program says of the class; the program runs before the import.

    Raises CannotLook where it cannot be imported.
    """
    import subprocess

    module = path.removeprefix("src/").removesuffix(".py").replace("/", ".")
    kept = {key: environ[key] for key in KEPT if key in environ}
    try:
        done = subprocess.run(
            [interpreter(environ, root), "-c", CHILD, module, name, program],
            cwd=root,
            env=kept,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise CannotLook(f"{path}:{name} cannot be imported: {type(error).__name__}") from None
    if "error" in answer:
        of = f" ({answer['name']})" if answer["name"] else ""
        raise CannotLook(f"{path}:{name} cannot be imported: {answer['error']}{of}")
    return answer["said"]


def interpreter(environ: Mapping[str, str], root: str) -> str:
    """The one that has what the app needs.

    That of the active environment, else of ``.venv``, else the first one of PATH.
    """
    for folder in (environ.get("VIRTUAL_ENV"), os.path.join(root, ".venv")):
        own = os.path.join(folder or "", "bin", "python")
        if folder and os.path.exists(own):
            return own
    return shutil.which("python3", path=environ.get("PATH")) or sys.executable
