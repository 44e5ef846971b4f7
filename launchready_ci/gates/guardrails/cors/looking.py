"""Which other websites may read the answers? Asked as their scripts would ask."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Unreadable
from launchready_ci.gates.guardrails.asking import Item, Run
from launchready_ci.gates.guardrails.cors.facts import DOWNGRADE, Cors, Shared
from launchready_ci.gates.guardrails.patience import GATEWAY
from launchready_ci.gates.guardrails.request import Came, Request
from launchready_ci.gates.smoke import caching
from launchready_ci.http import Answer

FOREIGN = "https://launchready.example"
"""Nobody's (RFC 2606)."""
SHARED = (
    *("vercel.app", "netlify.app", "pages.dev", "workers.dev", "github.io", "gitlab.io"),
    *("herokuapp.com", "onrender.com", "fly.dev", "web.app", "firebaseapp.com", "up.railway.app"),
    *("azurewebsites.net", "cloudfront.net", "amplifyapp.com", "ngrok.io", "ngrok-free.app"),
    *("a.run.app", "appspot.com", "r.appspot.com", "deno.dev", "surge.sh", "myshopify.com"),
    *("azurestaticapps.net", "elasticbeanstalk.com", "s3.amazonaws.com", "replit.app", "glitch.me"),
    *("hf.space", "streamlit.app", "readthedocs.io", "ngrok.app", "trycloudflare.com"),
)
"""Where anybody can have a name beside yours: of https://publicsuffix.org those of hosts."""
COUNTRY = re.compile(r"(?:co|com|org|net|ac|gov|edu|me|or|ne)\.[a-z]{2}")
"""Such as ``co.uk``."""
LIKENESSES = 2
"""Of so many origins of a list the lookalikes are tried."""


class Asker(NamedTuple):
    """A website, and what it stands for."""

    origin: str
    kind: str
    preflight: bool = True
    """Ask with OPTIONS too; what answers for one lookalike answers for the others."""


def planned(run: Run) -> Iterator[Request]:
    """Every request that it may make."""
    for path, origins, place in _paths(run):
        for asker in (*strangers(str(run.client.origin), origins), *_friends(origins)):
            yield from _requests(path, place, asker)


def collect(run: Run) -> Iterator[Item]:
    """Each path as each website, with GET and with the question before it (preflight)."""
    for path, origins, place in _paths(run):
        friends, others = _friends(origins), strangers(str(run.client.origin), origins)
        shared = list[list[Shared]]()
        for askers in (friends, others):
            asked = [(a, r) for a in askers for r in _requests(path, place, a)]
            came = list(run.ask_all([request for _, request in asked]))
            for one in came:
                yield from one.unreadable
                if one.answer and one.answer.status in GATEWAY:
                    told = f"status {one.answer.status}: nothing answers there"
                    yield Unreadable(told, one.request.subject, place)
            shared.append([s for (a, _), c in zip(asked, came, strict=True) for s in _seen(a, c)])
        yield Cors(
            subject=path,
            location=place,
            place=place,
            wanted=tuple(shared[0]),
            answers=tuple(shared[1]),
            listed=bool(origins),
        )


def strangers(own: str, origins: tuple[str, ...]) -> list[Asker]:
    """Whom no list means: each passes another kind of careless check."""
    found = [Asker(FOREIGN, "a foreign website")]
    found.append(Asker("null", "a sandboxed frame or a file", preflight=False))
    for known in origins[:LIKENESSES] or (own,):
        scheme, _, host = known.partition("://")
        bare = host.partition(":")[0]
        found.append(
            Asker(
                f"{scheme}://{bare}.launchready.example",
                f"begins with {bare}",
                preflight=bool(origins),
            )
        )
        end = foreign_end(host)
        found.append(Asker(f"{scheme}://launchready{end}", f"ends with {end}", preflight=False))
        if scheme == "https":
            found.append(Asker(f"http://{host}", DOWNGRADE, preflight=False))
    return [asker for asker in found if asker.origin not in origins]


def foreign_end(host: str) -> str:
    """What the name of somebody else can end with: all names beside app.example.com are yours."""
    bare, colon, port = host.partition(":")
    parent = bare.partition(".")[2]
    shared = parent in SHARED or COUNTRY.fullmatch(parent) or "." not in parent
    is_owned = shared or re.fullmatch(r"[\d.]+", bare)
    return host if is_owned else foreign_end(f"{parent}{colon}{port}")


def _friends(origins: tuple[str, ...]) -> list[Asker]:
    return [Asker(origin, "of the list") for origin in origins]


def _paths(run: Run) -> Iterator[tuple[str, tuple[str, ...], Location]]:
    """Those of the section, and the homepage; without a section an API's usual place too."""
    named = [
        (cors.get, cors.origins, run.place("cors", i)) for i, cors in enumerate(run.config.cors)
    ]
    yield from named
    for path in ("/",) if named else ("/", "/api/"):
        if path not in [name for name, _, _ in named]:
            yield path, (), run.place()


def _requests(path: str, place: Location, asker: Asker) -> Iterator[Request]:
    headers = {"Origin": asker.origin}
    note = f"Origin: {asker.origin}"
    yield Request(path, place, headers=headers, follow=False, note=note)
    if asker.preflight:
        headers = {**headers, "Access-Control-Request-Method": "GET"}
        yield Request(path, place, "OPTIONS", headers=headers, follow=False, note=note)


def _seen(asker: Asker, came: Came) -> Iterator[Shared]:
    if came.answer is not None:
        yield read(asker, came.answer)


def read(asker: Asker, answer: Answer) -> Shared:
    """What the headers of an answer let that website do (https://fetch.spec.whatwg.org/#http-cors-protocol)."""
    headers = answer.headers
    varies = {name.strip() for name in headers.get("vary", "").lower().split(",")}
    return Shared(
        method=answer.method,
        origin=asker.origin,
        kind=asker.kind,
        allowed=headers.get("access-control-allow-origin", "").strip(),
        credentials=headers.get("access-control-allow-credentials", "").strip() == "true",
        varies=bool(varies & {"origin", "*"}),
        stored=not caching.forbidden(answer),
        status=answer.status,
    )
