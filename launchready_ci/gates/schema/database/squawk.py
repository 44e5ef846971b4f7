"""What does squawk say of a migration for PostgreSQL? https://squawkhq.com/docs/rules

It runs as a program of its own, with the ``.squawk.toml`` of the repository where there is one.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.schema.database.facts import Remark
from launchready_ci.gates.schema.database.migrations import Script
from launchready_ci.places import Places

NEEDED = "migrations for PostgreSQL need squawk: pip install 'launchready_ci[schema]'"
SECONDS = 60
STYLE = "prefer-robust-stmts"
"""Wants IF NOT EXISTS everywhere, which hides a migration that was applied by halves."""
UNREAD = "not-linted"
RULES: Mapping[str, tuple[str, ...]] = {
    "drops-table": ("ban-drop-table", "ban-drop-schema", "ban-drop-database"),
    "drops-column": ("ban-drop-column",),
    "renames": ("renaming-column", "renaming-table", "renaming-object", "ban-set-schema"),
    "required-without-default": ("adding-required-field",),
    "changes-type": ("changing-column-type",),
    "index-locks": (
        "require-concurrent-index-creation",
        "require-concurrent-index-deletion",
        "require-concurrent-partition-detach",
        "require-concurrent-reindex",
    ),
    "constraint-locks": (
        "adding-field-with-default",
        "adding-foreign-key-constraint",
        "adding-not-nullable-field",
        "adding-serial-primary-key-field",
        "constraint-missing-not-valid",
        "disallowed-unique-constraint",
    ),
    "no-time-limit": (
        "require-lock-timeout",
        "require-statement-timeout",
        "require-timeout-settings",
    ),
    "misplaced-transaction": (
        "ban-concurrent-index-creation-in-transaction",
        "ban-uncommitted-transaction",
        "transaction-nesting",
    ),
    "narrow-type": (
        "ban-char-field",
        "identifier-too-long",
        "prefer-bigint-over-int",
        "prefer-bigint-over-smallint",
        "prefer-identity",
        "prefer-text-field",
        "prefer-timestamp-tz",
    ),
    "deletes-rows": ("ban-truncate-cascade",),
    UNREAD: ("syntax-error",),
}
"""Our rule → those of squawk that it stands for."""
OURS = {name: rule for rule, names in RULES.items() for name in names}
OTHER = "other-advice"


def remarks(scripts: Sequence[Script], context: Context) -> Mapping[str, list[Remark]]:
    """What it says, by the path of the script; raises CannotLook."""
    from tempfile import TemporaryDirectory

    found: dict[str, list[Remark]] = {script.path: [] for script in scripts}
    if not scripts:
        return found
    with TemporaryDirectory(prefix="launchready-") as folder:
        paths = {os.path.join(folder, f"{n}.sql"): script for n, script in enumerate(scripts)}
        for path, script in paths.items():
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(script.text)
        lines = {path: Places(script.path, script.text).starts for path, script in paths.items()}
        for said in _said(paths, context):
            script, path = paths[said["file"]], said["file"]
            at = lines[path][said["line"]] + said["column"]
            remark, before = _remark(script, said, at), found[script.path]
            # once it has lost its way, it does so at every word
            if remark.rule != UNREAD or all(one.rule != UNREAD for one in before):
                before.append(remark)
    return found


def _remark(script: Script, said: Mapping[str, Any], at: int) -> Remark:
    name = str(said["rule_name"])
    place, key = script.place(at)
    url = "" if name == "syntax-error" else f", https://squawkhq.com/docs/{name}"
    told = f"{said['message'].rstrip('.')} (squawk: {name}{url})"
    return Remark(OURS.get(name, OTHER), told, place, f"{name} {key}", said["help"] or "")


def _said(paths: Iterable[str], context: Context) -> list[dict[str, Any]]:
    import subprocess

    command = [_program(), "--reporter", "json", "--exclude", STYLE, *paths]
    environ = {key: context.environ[key] for key in ("PATH", "HOME") if key in context.environ}
    try:
        done = subprocess.run(
            command,
            cwd=context.root,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotLook(f"squawk cannot be run: {type(error).__name__}") from None
    try:
        said: list[dict[str, Any]] = json.loads(done.stdout)
    except ValueError:
        told = done.stderr.decode(errors="replace").strip()[:300]
        raise CannotLook(f"squawk ended with {done.returncode}: {told}") from None
    return said


def _program() -> str:
    """The one of our own environment, else of PATH."""
    import shutil
    from sysconfig import get_path

    found = shutil.which("squawk", path=get_path("scripts")) or shutil.which("squawk")
    if found is None:
        raise CannotLook(NEEDED)
    return found
