"""Do the old addresses lead to the new ones, as ``domain.redirects`` says?"""

import csv
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from launchready_ci import settings_file
from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.domain.configuration import Domain, Led, Redirect
from launchready_ci.gates.domain.web.facts import Redirected
from launchready_ci.nodes import shown
from launchready_ci.unusable import Unusable

if TYPE_CHECKING:
    from launchready_ci.http import Answer, Client

Line = tuple[Redirect, Location]
QUERY = "launchready=1"
LARGEST, MOST = 1_000_000, 1000
"""Bytes and lines of a map."""


def collect(
    config: Domain, context: Context, client: "Client", pool: ThreadPoolExecutor
) -> Iterator[Redirected]:
    """Each line of the map; raises CannotLook for a file that is none."""
    of = lines(config, context.root, context.place)
    yield from pool.map(lambda line: _look(config, client, *line), of)


def lines(config: Domain, root: str, place: Callable[..., Location]) -> list[Line]:
    """The map, each line with its place; raises CannotLook."""
    if isinstance(config.redirects, str):
        found = list(_read(config.redirects, root))
    else:
        found = [(line, place("redirects", n)) for n, line in enumerate(config.redirects)]
    if len(found) > MOST:
        raise CannotLook(f"the redirect map has {len(found)} lines, at most {MOST} are looked at")
    return found


def _read(path: str, root: str) -> Iterator[Line]:
    try:
        data = settings_file.read(os.path.join(root, path), LARGEST)
        text = (data or b"").decode()
    except (Unusable, UnicodeDecodeError) as error:
        raise CannotLook(f"{shown(path)} cannot be read: {error}") from None
    if data is None:
        raise CannotLook(f"{shown(path)}: there is no such file")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield _row(line, path, number), Location(path, number)


def _row(line: str, path: str, number: int) -> Redirect:
    """``/old,/new,301``; the status may be left out."""
    try:
        cells = next(csv.reader([line]))
    except csv.Error:
        cells = []
    old, new, status, *_ = [*(cell.strip() for cell in cells), "", "", ""]
    if not (old.startswith("/") and new and (not status or status.isdecimal())):
        raise CannotLook(f"{shown(path)}:{number}: expected /old,/new,301")
    return Redirect(old, Led(location=new, status=int(status or 301)))


def _look(config: Domain, client: "Client", line: Redirect, place: Location) -> Redirected:
    from launchready_ci.http import HttpError

    home = config.canonical.rstrip("/")
    mark = "&" if "?" in line.get else "?"
    asked = f"{home}{line.get}{mark}{QUERY}" if line.expect.query else f"{home}{line.get}"
    facts = Redirected(subject=f"GET {line.get}", place=place)
    try:
        answer = client.request("GET", asked, partial=True)
    except HttpError as error:
        return Redirected(subject=facts.subject, place=place, misfits=(str(error),))
    misfits = tuple(_misfits(line.expect, home, answer))
    return Redirected(subject=facts.subject, place=place, misfits=misfits)


def _misfits(expect: Led, home: str, answer: "Answer") -> Iterator[str]:
    if not answer.hops:
        yield f"status {answer.status}, expected {expect.status} to {shown(expect.location)}"
        return
    status = answer.hops[0].status
    if status != expect.status:
        yield f"status {status}, expected {expect.status}"
    wanted, got = urljoin(f"{home}/", expect.location), answer.url
    if expect.query:
        if QUERY not in urlsplit(got).query:
            yield f"the query is lost on the way to {shown(got)}"
        got = got.replace(f"?{QUERY}", "").replace(f"&{QUERY}", "")
    if got != wanted:
        yield f"leads to {shown(got)}, expected {shown(wanted)}"
    if expect.hops is not None and len(answer.hops) != expect.hops:
        yield f"takes {len(answer.hops)} redirects, expected {expect.hops}"
    if not 200 <= answer.status < 300:
        yield f"ends in status {answer.status}"
