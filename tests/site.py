"""A deployed app that a file describes: what it answers to each request.

``site.yaml`` maps ``GET /path`` to an answer ``{status, type, headers, body}`` or a list of them.
Of a list, the first one whose ``when`` stands in the request's cookies or body is given; those
without ``when`` take turns. ``drop: true`` hangs up, ``seconds`` is how long an answer takes.
"""

import contextlib
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
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
    routes: Mapping[str, Any] = yaml.safe_load(file.read_text().replace("{{token}}", TOKEN))
    turns: Counter[str] = Counter()

    def route(got: Got) -> Reply:
        name = f"{got.method} {got.path}"
        known = routes.get(name, routes.get("*", {"status": 404, "body": "Not here"}))
        answers = known if isinstance(known, list) else [known]
        sent = f"{got.headers.get('cookie', '')}\n{got.body.decode()}"
        fitting = [a for a in answers if "when" in a and a["when"] in sent]
        plain = [a for a in answers if "when" not in a]
        answer = fitting[0] if fitting else plain[turns[name] % len(plain)]
        turns[name] += 1
        time.sleep(answer.get("seconds", 0))
        if answer.get("drop"):
            raise ConnectionAbortedError
        return reply(answer)

    with web(route) as server:
        yield server


def reply(answer: Mapping[str, Any]) -> Reply:
    body = answer.get("body", "")
    kind = "text/html" if isinstance(body, str) else "application/json"
    text = body if isinstance(body, str) else json.dumps(body)
    headers = {"Content-Type": answer.get("type", kind), **answer.get("headers", {})}
    return Reply(text, answer.get("status", 200), list(headers.items()))
