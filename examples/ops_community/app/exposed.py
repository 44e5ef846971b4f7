"""What lies open where the whole folder is served, or a tool of its operators; each has a flaw."""

import os
import re
import time
from collections.abc import Callable

from flask import Flask, Response, current_app

from app import database
from app.flaws import ROOT, Switched
from app.release import version

REMOTE = "https://git.example.com/ops/community.git"


def head() -> Response:
    return _text("ref: refs/heads/main\n")


def branch() -> Response:
    return _text(f"{version()}\n")


def config() -> Response:
    return _text(f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {REMOTE}\n')


def environment() -> Response:
    """The variables of this process, as somebody wrote them down."""
    names = re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    return _text("".join(f"{name}={os.environ.get(name, '')}\n" for name in names))


def dump() -> Response:
    connection = database.open_at(current_app.config["DATABASE_PATH"])
    text = "\n".join(connection.iterdump())
    connection.close()
    return _text(text)


def uploads() -> str:
    links = "".join(f"<li><a href={name}>{name}</a>" for name in ("minutes.pdf", "team.png"))
    return f"<!doctype html><title>Index of /uploads/</title><h1>Index of /uploads/</h1>{links}"


def metrics() -> Response:
    up = time.monotonic() - current_app.extensions["started"]
    return _text(f"# HELP ops_up Seconds since the start.\n# TYPE ops_up gauge\nops_up {up:.1f}\n")


PATHS: dict[str, dict[str, Callable[[], Response | str]]] = {
    "exposed-repository": {
        "/.git/HEAD": head,
        "/.git/refs/heads/main": branch,
        "/.git/config": config,
    },
    "exposed-env": {"/.env": environment},
    "exposed-dump": {"/dump.sql": dump},
    "listed-uploads": {"/uploads/": uploads},
    "open-metrics": {"/metrics": metrics},
}


def register(app: Flask, flaws: Switched) -> None:
    for flaw in flaws:
        for path, view in PATHS.get(flaw, {}).items():
            app.add_url_rule(path, view_func=view)


def _text(body: str) -> Response:
    return Response(body, mimetype="text/plain")
