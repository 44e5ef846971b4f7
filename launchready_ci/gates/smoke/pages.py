"""A page as a browser meets it: itself, and everything that it refers to."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from launchready_ci.gates.smoke import markup
from launchready_ci.gates.smoke.asking import Item, Request, Run
from launchready_ci.gates.smoke.assets import addresses, asset, made_up
from launchready_ci.gates.smoke.facts import Builds, Page
from launchready_ci.http import Answer, HttpError, Limits
from launchready_ci.http.urls import is_loopback, where
from launchready_ci.units import Duration

MOST = 200
"""Assets of one page that are asked for."""
BUILT = ("script", "style")


def page(
    run: Run, request: Request, answer: Answer, *, as_expected: bool = False
) -> Iterator[Item]:
    """Facts of a page that was answered, and of its assets, which are asked for at once.

    ``as_expected``: the status has been held against what its step says.
    """
    subject, place = request.subject, request.place
    read = markup.read(answer.url, answer.text)
    insecure = {r for r in read.references if _insecure(r.url, answer.url)}
    wanted = [r for r in read.references if r not in insecure]
    yield Page(
        subject=subject,
        location=place,
        place=place,
        status=answer.status,
        as_expected=as_expected,
        media_type=answer.media_type,
        title=read.title,
        text=read.seen,
        insecure=tuple(sorted({where("", r.url).strip() for r in insecure})),
        localhost=addresses(answer.body, answer.url),
        assets=len(read.references),
    )
    if answer.status != 200 and not as_expected:
        return
    if len(wanted) > MOST:
        run.context.notes.append(
            f"smoke: {subject} refers to {len(wanted)} assets: {MOST} looked at"
        )
    for items in run.pool.map(lambda r: asset(run, request, answer.url, r), wanted[:MOST]):
        yield from items
    yield from made_up(run, request, read)


def builds(run: Run, request: Request, first: Answer) -> Iterator[Item]:
    """The page on more connections: the assets it refers to must be the same."""
    limits = Limits(time=Duration(10.0))

    def look(_: int) -> tuple[str, ...] | None:
        try:
            answer = run.client.request(
                "GET", request.path, session=request.session, fresh=True, limits=limits
            )
            return _own(answer)
        except HttpError:
            return None  # the request that counts has been judged

    more = list(run.pool.map(look, range(run.config.ready.connections - 1)))
    seen = Counter([_own(first), *(assets for assets in more if assets is not None)])
    place = request.place
    yield Builds(subject=request.subject, location=place, place=place, seen=seen)


def _own(answer: Answer) -> tuple[str, ...]:
    """The paths of the page's own scripts and styles: its images may be what people post."""
    read, host = markup.read(answer.url, answer.text), urlsplit(answer.url).netloc
    built = [reference for reference in read.references if reference.kind in BUILT]
    parts = [urlsplit(reference.url) for reference in built]
    return tuple(sorted({part.path for part in parts if part.netloc == host}))


def _insecure(url: str, of: str) -> bool:
    """By plain http from an https page, or from another host."""
    own, other = urlsplit(of), urlsplit(url)
    return (
        other.scheme == "http"
        and (own.scheme == "https" or own.netloc != other.netloc)
        and not is_loopback(other.hostname or "")
    )
