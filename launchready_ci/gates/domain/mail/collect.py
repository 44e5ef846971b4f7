"""SPF, DKIM, DMARC, MX: does the domain's mail arrive, and can nobody else send in its name?"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from launchready_ci.findings import Location, Unreadable
from launchready_ci.gate import Context, Facts
from launchready_ci.gates.domain.configuration import Domain, Mail
from launchready_ci.gates.domain.mail import dkim, dmarc, encryption, spf_tree
from launchready_ci.gates.domain.mail.facts import Asked, Exchange, Sender, Servers, Signature
from launchready_ci.gates.domain.resolver import NoAnswer, Resolver, organisation


class _Look(NamedTuple):
    """A look at one domain."""

    name: str
    ask: spf_tree.Ask
    place: Location
    sends: bool


Part = Callable[[_Look], Facts]


def collect(
    config: Domain, context: Context, name: str, resolver: Resolver, pool: ThreadPoolExecutor
) -> Iterator[Facts | Unreadable]:
    """All that DNS says about the domain's mail; what it does not answer is an error."""
    said = config.mail_of(name)
    place = context.place("mail") if said else context.place("name")
    look = _Look(name, resolver.ask, place, (said or Mail()).sends)
    parts: list[Part] = [_sender, _asked, _servers]
    parts += [partial(_signature, selector=selector) for selector in (said or Mail()).dkim]
    parts.append(lambda _: encryption.look(config, name, place, resolver, context.environ))
    for running in [pool.submit(part, look) for part in parts]:
        try:
            yield running.result()
        except NoAnswer as error:
            yield Unreadable(str(error), name, place)


def _sender(look: _Look) -> Facts:
    tree = spf_tree.walk(look.name, look.ask)
    return Sender(subject=look.name, place=look.place, sends=look.sends, spf=tree)


def _asked(look: _Look) -> Facts:
    name = f"_dmarc.{look.name}"
    texts = look.ask(name, "TXT").texts
    records = tuple(filter(dmarc.is_dmarc, texts))
    # the organisation's record counts for its subdomains (RFC 7489, 3.2)
    whole = organisation(look.name)
    if not records and whole != look.name:
        found = look.ask(f"_dmarc.{whole}", "TXT").texts
        if any(map(dmarc.is_dmarc, found)):
            name, texts, records = f"_dmarc.{whole}", found, tuple(filter(dmarc.is_dmarc, found))
    read = dmarc.parse(records[0]) if len(records) == 1 else None
    foreign = [to for to in (read.reports_to if read else ()) if not _within(to, look.name)]
    refused = [to for to in foreign if not _takes_reports(look, to)]
    nearly = tuple(filter(dmarc.is_nearly, texts))
    return Asked(
        subject=name,
        place=look.place,
        sends=look.sends,
        records=records,
        nearly=nearly,
        dmarc=read,
        refused=tuple(refused),
    )


def _within(name: str, domain: str) -> bool:
    return name == domain or name.endswith(f".{domain}")


def _takes_reports(look: _Look, to: str) -> bool:
    found = look.ask(f"{look.name}._report._dmarc.{to}", "TXT").texts
    return any(map(dmarc.is_dmarc, found))


def _signature(look: _Look, selector: str) -> Facts:
    name = f"{selector}._domainkey.{look.name}"
    texts = look.ask(name, "TXT").texts
    read = dkim.parse(texts[0]) if len(texts) == 1 else None
    return Signature(subject=name, place=look.place, sends=look.sends, records=texts, dkim=read)


def _servers(look: _Look) -> Facts:
    found = look.ask(look.name, "MX").records
    exchanges = tuple(
        sorted(_exchange(look, r.preference, r.exchange.to_text().lower()) for r in found)  # type: ignore[attr-defined]
    )
    has_address = bool(exchanges) or _resolves(look, look.name)
    return Servers(
        subject=look.name,
        place=look.place,
        sends=look.sends,
        exchanges=exchanges,
        has_address=has_address,
    )


def _exchange(look: _Look, preference: int, host: str) -> Exchange:
    if host == ".":
        return Exchange(preference, host)
    name = host.rstrip(".")
    canonical = look.ask(name, "A").canonical
    alias = canonical if canonical and canonical != name else ""
    return Exchange(preference, name, _resolves(look, name), alias)


def _resolves(look: _Look, name: str) -> bool:
    return bool(look.ask(name, "A").records or look.ask(name, "AAAA").records)
