"""A deployed app that a file describes: what it answers to each request.

``site.yaml`` maps ``GET /path`` to an answer ``{status, type, headers, body}`` or a list of them.
Of a list, the first one whose ``when`` stands in the request's cookies, token, origin or body is
given; those without ``when`` take turns. ``drop: true`` hangs up, ``seconds`` is how long it takes.
``GET example.com/path`` is for one host, and ``{{port}}`` is the server's, ``{{origin}}`` that of
the website that asks. ``log`` is a line of the app's log, in the file ``app.log`` beside the site's
folder: ``{{path}}``, ``{{query}}``, ``{{headers}}`` and ``{{body}}`` are those of the request.
"""

import contextlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.http.servers import Got, Reply, Web, web

TOKEN = f"tok-{Random(1).getrandbits(128):032x}"
"""For ``{{token}}``."""


@contextlib.contextmanager
def site(file: Path) -> Iterator[Web]:
    """The app of that file, on loopback."""
    with web(router(file)) as server:
        yield server


def router(file: Path) -> Callable[[Got], Reply]:
    """The answers of that file."""
    routes: dict[str, Any] = yaml.safe_load(file.read_text().replace("{{token}}", TOKEN))
    line, log = routes.pop("log", ""), file.parent.parent / "app.log"
    if line:
        log.touch()
    turns: Counter[str] = Counter()

    def route(got: Got) -> Reply:
        if line:
            with log.open("a") as lines:
                lines.write(_filled(line, _logged(got)) + "\n")
        host, _, port = got.headers.get("host", "").partition(":")
        name = f"{got.method} {got.path}"
        names = (f"{got.method} {host}{got.path}", name, host, "*")
        known: Any = {"status": 404, "body": "Not here"}
        known = next((routes[name] for name in names if name in routes), known)
        answers = known if isinstance(known, list) else [known]
        given = {name: got.headers.get(name, "") for name in ("cookie", "authorization", "origin")}
        sent = "\n".join((*given.values(), got.body.decode()))
        fitting = [a for a in answers if "when" in a and a["when"] in sent]
        plain = [a for a in answers if "when" not in a]
        answer = fitting[0] if fitting else plain[turns[name] % len(plain)]
        turns[name] += 1
        time.sleep(answer.get("seconds", 0))
        if answer.get("drop"):
            raise ConnectionAbortedError
        return reply(answer, port, given["origin"])

    return route


def reply(answer: Mapping[str, Any], port: str = "", origin: str = "") -> Reply:
    body = answer.get("body", "")
    kind = "text/html" if isinstance(body, str) else "application/json"
    text = body if isinstance(body, str) else json.dumps(body)
    text = text.replace("{{port}}", port)
    headers = {"Content-Type": answer.get("type", kind), **answer.get("headers", {})}
    slots = {"{{port}}": port, "{{origin}}": origin}
    filled = [(name, _filled(str(value), slots)) for name, value in headers.items()]
    return Reply(text, answer.get("status", 200), filled)


def _filled(text: str, slots: Mapping[str, str]) -> str:
    for slot, value in slots.items():
        text = text.replace(slot, value)
    return text


def _logged(got: Got) -> Mapping[str, str]:
    path, _, query = got.path.partition("?")
    found = {"path": path, "query": query, "headers": str(got.headers), "body": got.body.decode()}
    return {f"{{{{{name}}}}}": value for name, value in found.items()}
