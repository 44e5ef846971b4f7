"""Do all names lead a browser to the one home of the app, over https, and by short ways?"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from launchready_ci.conditions import failures
from launchready_ci.gate import Context, Facts, NotLookedAt
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.connections import listens
from launchready_ci.gates.domain.hosts import Host
from launchready_ci.gates.domain.resolver import Resolver
from launchready_ci.gates.domain.web import redirect_map
from launchready_ci.gates.domain.web.facts import Homes, Hosted, Page, Redirected, Step, Visit

if TYPE_CHECKING:
    from launchready_ci.http import Client
    from launchready_ci.http.answer import Hop

PAGES = ("/", "/login", "/signup")
"""Where a wrong link costs most."""


class Web(NamedTuple):
    """What every look needs."""

    config: Domain
    context: Context
    client: "Client"
    home: str
    """``canonical``; empty where the section names none, or one of another domain."""


def collect(
    config: Domain,
    context: Context,
    hosts: tuple[Host, ...],
    resolver: Resolver,
    pool: ThreadPoolExecutor,
) -> Iterator[Facts | NotLookedAt]:
    """Every name by http and by https, then the pages, the map and the hosts of the section."""
    fronts = list(_fronts(config, hosts, pool))
    if not fronts:
        for facts in (Visit, Homes, Page, Redirected, Hosted):
            yield NotLookedAt(facts, "nothing answers under these names")
        return
    from launchready_ci.http import Client  # with httpx: 70 ms

    known = {host.name: host.reachable for host in hosts if host.reachable}
    home = config.canonical.rstrip("/") if config.main_host in known else ""
    with Client(
        home or fronts[0][0],
        environ=context.environ,
        allowed=[url for url, _ in fronts],
        resolve=lambda host, _: known.get(host) or resolver.addresses(host),
    ) as client:
        web = Web(config, context, client, home)
        visits = list(pool.map(lambda front: _visit(web, *front), fronts))
        yield from visits
        yield _homes(web, visits)
        if home:
            yield from pool.map(lambda path: _page(web, path, tuple(known)), PAGES)
            yield from redirect_map.collect(config, context, client, pool)
            yield from pool.map(lambda index: _hosted(web, index), range(len(config.hosts)))


def _fronts(
    config: Domain, hosts: tuple[Host, ...], pool: ThreadPoolExecutor
) -> Iterator[tuple[str, Host]]:
    """The URLs, by http and by https, at which something listens."""
    ports = {"http": int(config.http_port), "https": int(config.https_port)}
    both = [(scheme, host) for host in hosts if host.reachable for scheme in ports]
    answers = pool.map(lambda each: listens(each[1].reachable, ports[each[0]]), both)
    for (scheme, host), answer in zip(both, answers, strict=True):
        if answer:
            yield config.front(scheme, host.name), host


def _visit(web: Web, url: str, host: Host) -> Visit:
    from launchready_ci.http import HttpError
    from launchready_ci.http.errors import RedirectLoop, TooManyRedirects

    visit = Visit(subject=url, place=host.place, home=web.home)
    try:
        answer = web.client.request("GET", url, fresh=True, partial=True)
    except HttpError as error:
        loops = isinstance(error, RedirectLoop | TooManyRedirects)
        return replace(visit, steps=_steps(error.hops), failed=error.reason, loops=loops)
    hsts = answer.headers.get("strict-transport-security", "")
    return replace(visit, steps=_steps(answer.hops), status=answer.status, hsts=hsts)


def _steps(hops: "tuple[Hop, ...]") -> tuple[Step, ...]:
    return tuple(Step(hop.status, urljoin(hop.url, hop.location)) for hop in hops)


def _homes(web: Web, visits: list[Visit]) -> Facts:
    """The names under which the app answers itself; those of ``hosts`` are apps of their own."""
    apart = {each.host for each in web.config.hosts}
    shown = [v for v in visits if 200 <= v.status < 300 and not _is_apart(v.subject, apart)]
    names = {urlsplit(v.end).hostname: v.end for v in shown if _stays(v)}
    return Homes(subject="", place=web.context.place("canonical"), urls=tuple(names.values()))


def _stays(visit: Visit) -> bool:
    return urlsplit(visit.end).hostname == urlsplit(visit.subject).hostname


def _is_apart(url: str, hosts: set[str]) -> bool:
    name = urlsplit(url).hostname or ""
    return any(name == host or name.startswith(f"{host}.") for host in hosts)


def _page(web: Web, path: str, names: tuple[str, ...]) -> Facts:
    """Whom a page is for; one that is not there is for nobody."""
    from launchready_ci.gates.smoke.markup import read
    from launchready_ci.http import HttpError
    from launchready_ci.http.forms import Page as Filled

    url, place = f"{web.home}{path}", web.context.place("canonical")
    try:
        answer = web.client.request("GET", url, partial=True)
    except HttpError:
        return Page(subject=url, place=place)
    if answer.status != 200:
        return Page(subject=url, place=place)
    leads = {link: f"links to {link}" for link in read(answer.url, answer.text).links}
    leads |= {form.action: f"sends a form to {form.action}" for form in Filled.of(answer).forms}
    stray = [told for to, told in leads.items() if _strays(web, to, answer.url, names)]
    host = urlsplit(answer.url).hostname or ""
    cookies = map(_of_another, answer.headers.all("set-cookie"), repeat(host))
    return Page(subject=url, place=place, stray=tuple(stray), cookies=tuple(filter(None, cookies)))


def _of_another(cookie: str, host: str) -> tuple[str, str] | None:
    """Its name and domain, where a browser at this host refuses it (RFC 6265, 5.3, step 6)."""
    first, *attributes = cookie.split(";")
    pairs = (each.partition("=") for each in attributes)
    domains = [
        value.strip().lower() for name, _, value in pairs if name.strip().lower() == "domain"
    ]
    domain = domains[-1].removeprefix(".") if domains else ""
    if not domain or f".{host}".endswith(f".{domain}"):
        return None
    return first.partition("=")[0].strip(), domain


def _strays(web: Web, link: str, page: str, names: tuple[str, ...]) -> bool:
    """Another name of the app itself, or plain http on a page that came over https."""
    here, ports = urlsplit(page), {web.config.http_port, web.config.https_port}
    try:
        there = urlsplit(link)
        is_app = there.port in {None, here.port, *map(int, ports)}
    except ValueError:  # nobody gets anywhere by it
        return False
    name = here.hostname or ""
    twins = {name, name.removeprefix("www."), f"www.{name}"} & set(names)
    if not is_app or there.hostname not in twins:
        return False
    return there.hostname != name or (here.scheme == "https" and there.scheme == "http")


def _hosted(web: Web, index: int) -> Facts:
    """One of ``hosts``, by its conditions."""
    from launchready_ci.http import HttpError

    host = web.config.hosts[index]
    name = web.config.whole(host.host)
    place = partial(web.context.place, "hosts", index)
    url = web.config.front("https" if web.home.startswith("https:") else "http", name)
    facts = Hosted(subject=name, location=place())
    if host.expect is None:
        return facts
    try:
        answer = web.client.request("GET", url, follow=host.expect.follows, partial=True)
    except HttpError as error:
        return replace(facts, misfits=((place("host"), str(error)),))
    failed = [(place("expect", *f.keys), f.message) for f in failures(host.expect, answer)]
    return replace(facts, misfits=tuple(failed))
