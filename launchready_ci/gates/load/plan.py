"""What does the generator have to send? Users are signed in here, before anything is measured."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from launchready_ci.calls import SLOT
from launchready_ci.credentials import Secret
from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.load.config import Endpoint, Load
from launchready_ci.gates.load.wire import Call, Plan

if TYPE_CHECKING:
    from launchready_ci.http import Client
    from launchready_ci.sessions import Sessions

PATIENCE = 8.0
"""Seconds after which nobody waits for an answer any more."""
MOST_OPEN = 1000
"""Requests at once: each holds a file, of which a process may often have 1,024."""
WAITING = 330.0
"""Seconds for workers to come, on machines that may have to be made first."""
PILED_UP = 2.0
"""Seconds' worth of requests that may be open at once: beyond, the app does not hold the rate."""
DATA = 4_000_000
"""Bytes of a file of data."""


def plan(config: Load, context: Context, client: "Client", sessions: "Sessions") -> Plan:
    """The whole run; raises CannotLook where a user is not let in, or a file cannot be read."""
    return Plan(
        base=client.url("/").removesuffix("/"),
        rate=config.total_rate,
        seconds=warm_up(config) + 2 * config.duration,
        waits=WAITING if config.master else 2 * PATIENCE,
        warm_up=warm_up(config),
        patience=PATIENCE,
        users=min(MOST_OPEN, max(10, round(config.total_rate * PILED_UP))),
        calls=[_call(one, context, client, sessions) for one in config.endpoints],
        names=[[f"{one.method} {one.path}", one.subject] for one in config.endpoints],
    )


def warm_up(config: Load) -> float:
    """Seconds: caches fill and connections open, which real users do not feel every time."""
    return float(min(5, max(1, config.duration / 10)))


def _call(one: Endpoint, context: Context, client: "Client", sessions: "Sessions") -> Call:
    data = {name: _lines(context.root, file) for name, file in one.data.items()}
    rows = [
        {name: lines[row % len(lines)] for name, lines in data.items()}
        for row in range(max(map(len, data.values()), default=1))
    ]
    reveal = sessions.reveal
    headers = {"Accept": "*/*", "User-Agent": "launchready-load"}
    headers |= {"Accept-Encoding": "gzip, deflate, br"}  # as browsers do
    headers |= {name: reveal(text) for name, text in one.headers.items()}
    if one.body is not None:
        headers["Content-Type"] = "application/json"
    if one.form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if one.as_:
        headers |= _signed_in(one, client, sessions)
    for name, value in headers.items():
        if not (value.isprintable() and value.isascii()):
            raise CannotLook(f"the header {name} of {one.subject} holds what no header may")
    return Call(
        method=one.method,
        headers=headers,
        variants=[(_path(one.path, row), _body(one, row, sessions)) for row in rows],
        status=one.expect.status,
    )


def _signed_in(one: Endpoint, client: "Client", sessions: "Sessions") -> dict[str, str]:
    import httpx

    session = sessions.session(one.as_)
    cookie = session.cookie_header(httpx.Request(one.method, client.url(_path(one.path, {}))))
    return {**session.headers_for(client.origin), **({"Cookie": cookie} if cookie else {})}


def _path(path: str, row: Mapping[str, str]) -> str:
    filled = SLOT.sub(lambda found: quote(row.get(found[1], ""), safe=""), path)
    return quote(filled, safe="/?&=%:@!$'()*+,;~[]")  # what is no letter of a URL; RFC 3986, 2.2


def _body(one: Endpoint, row: Mapping[str, str], sessions: "Sessions") -> str | None:
    import json

    if one.body is not None:
        return json.dumps(_filled(one.body, row, sessions))
    if one.form:
        return urlencode([(n, str(_filled(text, row, sessions))) for n, text in one.form.items()])
    return None


def _filled(value: object, row: Mapping[str, str], sessions: "Sessions") -> object:
    """A body with its credentials and its data in their places."""
    if isinstance(value, Secret):
        return sessions.reveal(value)
    if isinstance(value, str):
        return SLOT.sub(lambda found: row[found[1]], value)
    if isinstance(value, Mapping):
        return {key: _filled(item, row, sessions) for key, item in value.items()}
    return [_filled(item, row, sessions) for item in value] if isinstance(value, list) else value


def _lines(root: str, file: str) -> list[str]:
    """The values that a file of data holds, one a line."""
    try:
        with open(os.path.join(root, file), "rb") as opened:
            text = opened.read(DATA + 1)
    except OSError as error:
        raise CannotLook(f"{file} cannot be read: {error.strerror}") from None
    if len(text) > DATA:
        raise CannotLook(f"{file} is larger than {DATA / 1e6:.0f} MB")
    lines = [line.strip() for line in text.decode("utf-8", "replace").splitlines()]
    if not any(lines):
        raise CannotLook(f"{file} holds no value: expected one a line")
    return [line for line in lines if line]
