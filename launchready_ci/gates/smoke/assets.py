"""Something that a page refers to, as a browser would get it."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from launchready_ci.gates.smoke import caching, leaks
from launchready_ci.gates.smoke.asking import Item, Request, Run
from launchready_ci.gates.smoke.facts import Answered, Asset, MadeUp
from launchready_ci.gates.smoke.markup import Markup, Reference
from launchready_ci.http import Answer, HttpError, Limits
from launchready_ci.http.errors import NoConnection
from launchready_ci.http.urls import is_loopback
from launchready_ci.nodes import shown
from launchready_ci.units import Size

JSON = r"application/(?:[\w.-]+\+)?json|text/json|text/plain|application/octet-stream"
BYTES = r"(?:application|binary)/octet-stream|"
"""What a store of files says of those whose kind it does not know."""
FITTING = {
    "script": re.compile(r"(?:text|application)/(?:x-)?(?:java|ecma)script"),
    "style": re.compile(r"text/css"),
    "image": re.compile(rf"image/.+|{BYTES}"),
    "font": re.compile(
        rf"font/.+|application/(?:x-)?font.*|application/vnd\.ms-fontobject|{BYTES}"
    ),
    "manifest": re.compile(JSON),
}
"""Media types; images and fonts are recognised by their content, so what is near is enough."""
HASHED = re.compile(
    r"[.-](?:(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{8,64}"
    r"|(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{8})(?:\.chunk|\.bundle|\.min)?\.\w+$"
)
"""``app.3f9a1c07.js``, ``index-DiwrgTda.js``."""
LOCALHOST = re.compile(
    rb"\b(?:https?|wss?)://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):\d{2,5}"
)
"""With a port: without one it is mostly the base of some library's URLs."""
MAP = re.compile(rb"[#@] ?sourceMappingURL=([^\s'\"*]{1,300})\s*(?:\*/)?\s*$")
TEXTS = ("script", "style", "manifest")
"""Kinds whose body is read; of the others the headers tell enough."""
HEAD = Size(20_000)
"""Bytes of a body that is only held against its media type."""


def asset(run: Run, request: Request, page: str, reference: Reference) -> list[Item]:
    """Facts of one asset of the page that was requested."""
    limits = Limits(body=Size(10_000_000) if reference.kind in TEXTS else HEAD)
    headers = {"Referer": page, "Accept": "*/*"}
    try:
        answer = run.client.request(
            "GET", reference.url, asset=True, partial=True, headers=headers, limits=limits
        )
    except HttpError as error:
        return [_without(run, request, reference, error)]
    return list(_facts(run, request, reference, answer))


def _without(run: Run, request: Request, reference: Reference, error: HttpError) -> Asset:
    return Asset(
        subject=request.subject,
        location=request.place,
        place=request.place,
        name=_name(run, reference.url),
        kind=reference.kind,
        trouble=str(error),
        reachable=not isinstance(error, NoConnection),
        seconds=error.seconds,
    )


def _name(run: Run, url: str) -> str:
    """As it is told: a hash in a file's name is no token."""
    folder, _, file = urlsplit(url).path.rpartition("/")
    if not HASHED.search(file):
        return run.name(url)
    return f"{run.name(urljoin(url, f'{folder}/'))}{shown(file)}"


def _facts(run: Run, request: Request, reference: Reference, answer: Answer) -> Iterator[Item]:
    name, place = _name(run, reference.url), request.place
    fits = FITTING[reference.kind].fullmatch(answer.media_type) is not None
    is_text = reference.kind in TEXTS and fits and answer.status == 200
    yield Asset(
        subject=request.subject,
        location=place,
        place=place,
        name=name,
        kind=reference.kind,
        status=answer.status,
        media_type=answer.media_type,
        fits=fits,
        hashed=HASHED.search(urlsplit(reference.url).path) is not None,
        seconds=answer.seconds,
        cacheable=not caching.forbidden(answer),
        source_map=_source_map(run, answer) if is_text else "",
        localhost=addresses(answer.body, answer.url) if is_text else (),
    )
    if is_text:
        exposed = tuple(leaks.credentials(answer.body, run.context.key))
        subject = f"GET {name}"
        yield Answered(subject=subject, location=place, place=place, credentials=exposed)


def addresses(body: bytes, of: str) -> tuple[str, ...]:
    """Addresses of a developer's machine; where the app itself is on one, its own is none."""
    own, found = urlsplit(of), {match.decode() for match in LOCALHOST.findall(body)}
    if is_loopback(own.hostname or ""):
        found = {address for address in found if urlsplit(address).port != own.port}
    return tuple(sorted(found))


def _source_map(run: Run, answer: Answer) -> str:
    """The map that the asset names, where the app gives it to anybody."""
    found = MAP.search(answer.body[-1000:])
    named = answer.headers.get("sourcemap", found[1].decode(errors="replace") if found else "")
    url = urljoin(answer.url, named)
    if not named or not url.startswith("http") or not run.client.allows(url):
        return ""
    try:
        came = run.client.request("GET", url, partial=True, limits=Limits(body=HEAD))
    except HttpError:
        return ""  # what cannot be read is no leak
    is_map = came.status == 200 and (b'"version"' in came.body or b'"mappings"' in came.body)
    return _name(run, url) if is_map else ""


def made_up(run: Run, request: Request, page: Markup) -> Iterator[Item]:
    """Ask for an asset that does not exist, beside one that does."""
    import secrets

    host = urlsplit(page.url).netloc
    own = [r for r in page.references if urlsplit(r.url).netloc == host and r.kind in TEXTS]
    if not own:
        return
    folder = own[0].url.partition("?")[0].rpartition("/")[0]
    suffix = ".css" if own[0].kind == "style" else ".js"
    url = f"{folder}/launchready-{secrets.token_hex(4)}{suffix}"
    try:
        came = run.client.request("GET", url, partial=True, limits=Limits(body=HEAD))
    except HttpError:
        return  # the assets that exist have been judged
    yield MadeUp(
        subject=request.subject,
        location=request.place,
        place=request.place,
        name=f"{urlsplit(folder).path}/launchready-….{suffix[1:]}",
        status=came.status,
        media_type=came.media_type,
        cached=caching.lifetime(came),
    )
