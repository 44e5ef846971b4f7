"""Runs the migrations of Django, with the project's settings and another database."""

import ast
import inspect
import os
import sys
from functools import lru_cache
from importlib import import_module
from typing import Any, Dict, List, Optional, Tuple

from launchready_child import Frames, Line, Statements, main
from launchready_guard import Throwaway, shut

ROOT = sys.argv[1]
BACKENDS = {"sqlite": ("sqlite", "spatialite"), "postgresql": ("postg",)}
"""How the names of backends for it, the project's own too, are told from others."""
USUAL = {"sqlite": "sqlite3", "postgresql": "postgresql"}


class Migrations:
    """The migrations of all apps, and the throwaway database that they are applied to."""

    def __init__(self, line: Line, throwaway: Throwaway) -> None:
        self._throwaway = throwaway
        self._line, self._statements = line, Statements()
        self._running: Any = None
        self._plan: "List[Any]" = []

    def start(self) -> "Dict[str, Any]":
        """All migrations in Django's order; makes the table that it counts in."""
        settings: Any = import_module(os.environ["DJANGO_SETTINGS_MODULE"])
        theirs = getattr(settings, "DATABASES", None) or {}
        settings.DATABASES = {
            name: _ours(self._throwaway, theirs.get(name, {}).get("ENGINE", ""))
            for name in {*theirs, "default"}
        }
        import django

        django.setup()
        from django.apps import apps
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        self._own = {app.label: app.path for app in apps.get_app_configs() if _is_below(app.path)}
        connection.execute_wrappers.append(self._heard)
        connection.ensure_connection()
        shut(connection.connection)  # a connection of SQLite stays open
        executor = MigrationExecutor(connection)
        graph = executor.loader.graph
        conflicts = executor.loader.detect_conflicts()
        executor.recorder.ensure_schema()
        self._statements.taken()  # of that table
        self._plan = [one for one, _ in executor.migration_plan(graph.leaf_nodes())]
        return {
            "heads": [[n, _file(graph.nodes[a, n])] for a in conflicts for n in conflicts[a]],
            "steps": [self._step(one, graph) for one in self._plan],
        }

    def up(self, names: "List[str]") -> None:
        """Apply all that are not applied: ``manage.py migrate``."""
        from django.core.management import call_command, get_commands, load_command_class

        app = get_commands()["migrate"]
        command = load_command_class(app, "migrate") if isinstance(app, str) else app
        command.migration_progress_callback = self._progress
        call_command(command, verbosity=0, interactive=False)

    def down(self, names: "List[str]") -> None:
        """Undo these."""
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        plan = {str(one): one for one in self._plan}
        executor = MigrationExecutor(connection, self._progress)
        executor.migrate(None, plan=[(plan[name], True) for name in names])

    def drift(self) -> "List[Dict[str, Any]]":
        """What ``manage.py makemigrations`` would write for the project's own apps."""
        from django.apps import apps
        from django.conf import settings
        from django.core.management import get_commands, load_command_class
        from django.db.migrations.autodetector import MigrationAutodetector
        from django.db.migrations.loader import MigrationLoader
        from django.db.migrations.questioner import MigrationQuestioner
        from django.db.migrations.state import ProjectState

        off = [name for name, module in settings.MIGRATION_MODULES.items() if module is None]
        labels = {name for name in self._own if name not in off}
        command = load_command_class(get_commands()["makemigrations"], "makemigrations")
        detector = getattr(command, "autodetector", MigrationAutodetector)
        loader = MigrationLoader(None)
        asked = MigrationQuestioner(specified_apps=labels, dry_run=True)
        found = detector(loader.project_state(), ProjectState.from_apps(apps), asked)
        changes = found.changes(loader.graph, trim_to_apps=labels, convert_apps=labels)
        return [
            _change(label, operation)
            for label in sorted(labels.intersection(changes))
            for migration in changes[label]
            for operation in migration.operations
        ]

    def place(self, frames: Frames) -> "Optional[int]":
        """The line in the file of the migration that runs: of its code, or of its operation."""
        running = self._running
        if running is None:
            return None
        name, operations = _file(running), map(id, running.operations)
        for frame, number in frames:
            if frame.f_code.co_filename == name:
                return number
            operation = frame.f_locals.get("operation")
            if frame.f_locals.get("self") is running and operation:
                lines = dict(zip(operations, _lines(name)))  # noqa: B905
                return lines.get(id(operation))
        return None

    def _step(self, migration: Any, graph: Any) -> "Dict[str, Any]":
        key = migration.app_label, migration.name
        return {
            "name": str(migration),
            "path": _file(migration),
            "own": migration.app_label in self._own,
            "first_of": migration.app_label if migration.initial else "",
            "back": all(one.reversible for one in migration.operations),
            "after": [".".join(one.key) for one in graph.node_map[key].parents],
        }

    def _heard(self, execute: Any, sql: Any, *more: Any) -> Any:
        self._statements.note(str(sql), self.place)
        return execute(sql, *more)

    def _progress(self, action: str, migration: Any = None, *_: Any) -> None:
        if action in ("apply_start", "unapply_start"):
            self._running = migration
        elif action in ("apply_success", "unapply_success"):
            self._running = None
            self._line.done(str(migration), self._statements)


def _ours(throwaway: Throwaway, engine: str) -> "Dict[str, Any]":
    """Every database of the project is the throwaway one, with a backend of its own if it fits."""
    fits = any(word in engine for word in BACKENDS[throwaway.kind])
    named = {"NAME": throwaway.name, "ENGINE": f"django.db.backends.{USUAL[throwaway.kind]}"}
    if fits:
        named["ENGINE"] = engine
    if throwaway.kind == "sqlite":
        return named
    return {
        **named,
        "USER": throwaway.user,
        "PASSWORD": throwaway.password,
        "HOST": throwaway.host,
        "PORT": throwaway.port,
        "OPTIONS": throwaway.more,
    }


def _is_below(path: str) -> bool:
    whole = os.path.realpath(path)
    parts = whole.split(os.sep)
    return whole.startswith(ROOT + os.sep) and not {"site-packages", "dist-packages"} & set(parts)


def _file(migration: Any) -> str:
    return inspect.getfile(type(migration))


@lru_cache(maxsize=None)
def _lines(path: str) -> "List[int]":
    """Where each of the operations begins."""
    with open(path, "rb") as file:
        tree = ast.parse(file.read())
    for one in ast.walk(tree):
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.List):
            target = one.targets[0]
            if isinstance(target, ast.Name) and target.id == "operations":
                return [item.lineno for item in one.value.elts]
    return []


def _change(label: str, operation: Any) -> "Dict[str, Any]":
    told = f"{label}: {operation.describe()}, which no migration does"
    file, line = _model(label, getattr(operation, "model_name", getattr(operation, "name", "")))
    return {"told": told, "file": file, "line": line}


def _model(label: str, name: str) -> "Tuple[Optional[str], Optional[int]]":
    """Where the class stands; the app's own module where it is gone."""
    from django.apps import apps

    try:
        model = apps.get_model(label, name)
        return inspect.getfile(model), inspect.getsourcelines(model)[1]
    except (LookupError, OSError, TypeError):
        module = apps.get_app_config(label).models_module
        return (module.__file__, None) if module else (None, None)


if __name__ == "__main__":
    main(Migrations)
