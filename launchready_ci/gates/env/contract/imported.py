"""What does a settings class say once it is imported? Only where ``--import-settings`` asks for it.

The import runs the repository's code, in a process of its own that has none of our variables.
"""

import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook
from launchready_ci.gates.env.contract.variable import Declared

SECONDS = 60
KEPT = ("PATH", "HOME", "LANG", "VIRTUAL_ENV", "PYTHONPATH", "SYSTEMROOT", "TMPDIR")
CHILD = """
import importlib, json, os, sys
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
sys.path[:0] = [os.getcwd(), os.path.join(os.getcwd(), "src")]

def fields(cls, prefix, delimiter, sensitive, optional):
    from pydantic import AliasChoices, BaseModel
    for name, field in cls.model_fields.items():
        kinds = [getattr(field.annotation, "__origin__", None) or field.annotation]
        kinds += getattr(field.annotation, "__args__", ())
        models = [k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)]
        default = optional or not field.is_required()
        if delimiter and models:
            yield from fields(models[0], prefix + name + delimiter, delimiter, sensitive, default)
            continue
        alias = field.validation_alias
        choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
        names = [c for c in choices if isinstance(c, str)] or [prefix + name]
        yield {
            "names": names if sensitive else [n.upper() for n in names],
            "required": not default,
            "secret": "Secret" in str(field.annotation),
            "description": field.description or "",
        }

try:
    from pydantic_settings import BaseSettings
    original = BaseSettings.__init__
    def lenient(self, *given, **values):
        try:
            original(self, *given, **values)
        except Exception:
            known = {n: f.get_default() for n, f in type(self).model_fields.items()}
            object.__setattr__(self, "__dict__", known)
            for name in ("fields_set", "extra", "private"):
                value = set() if name == "fields_set" else None
                object.__setattr__(self, f"__pydantic_{name}__", value)
    BaseSettings.__init__ = lenient
    cls = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
    config = cls.model_config
    prefix, delimiter = config.get("env_prefix") or "", config.get("env_nested_delimiter") or ""
    said = list(fields(cls, prefix, delimiter, config.get("case_sensitive"), False))
except BaseException as error:
    said = {"error": type(error).__name__, "name": getattr(error, "name", None)}
json.dump(said, answer)
answer.close()
os._exit(0)
"""
"""Settings that the module makes at once may lack every variable: they are made of defaults."""


def declarations(
    path: str, name: str, root: str, environ: Mapping[str, str], static: Iterable[Declared]
) -> Iterator[Declared]:
    """What the imported class declares, with places and types as its text has them.

    Raises CannotLook where it cannot be imported.
    """
    known = {declared.name: declared for declared in static}
    for field in _ask(path, name, root, environ):
        first, *others = field["names"]
        before = known.get(first) or Declared(first, Location(path))
        yield before._replace(
            required=field["required"],
            secret=True if field["secret"] else before.secret,
            description=field["description"] or before.description,
            default=None if field["required"] else before.default or "",
            instead=tuple(others),
        )


def _ask(path: str, name: str, root: str, environ: Mapping[str, str]) -> list[dict[str, Any]]:
    import subprocess

    module = path.removeprefix("src/").removesuffix(".py").replace("/", ".")
    kept = {key: environ[key] for key in KEPT if key in environ}
    try:
        done = subprocess.run(
            [_python(environ), "-c", CHILD, module, name],
            cwd=root,
            env=kept,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
        said = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise CannotLook(f"{path}:{name} cannot be imported: {type(error).__name__}") from None
    if isinstance(said, dict):
        of = f" ({said['name']})" if said["name"] else ""
        raise CannotLook(f"{path}:{name} cannot be imported: {said['error']}{of}")
    found: list[dict[str, Any]] = said
    return found


def _python(environ: Mapping[str, str]) -> str:
    """The interpreter that has what the app needs: the active environment's, else the first."""
    own = os.path.join(environ.get("VIRTUAL_ENV", ""), "bin", "python")
    if environ.get("VIRTUAL_ENV") and os.path.exists(own):
        return own
    return shutil.which("python3", path=environ.get("PATH")) or sys.executable
