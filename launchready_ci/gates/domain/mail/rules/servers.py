"""Does mail to the domain arrive? MX, RFC 5321."""

from collections.abc import Iterator, Sequence

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.domain.mail.facts import Exchange, Servers
from launchready_ci.gates.domain.mail.rules.paste import instead
from launchready_ci.nodes import shown


@rule("LR-DOM085", "mail-server-missing", judges=Servers)
def mail_server_missing(facts: Servers) -> Iterator[Finding]:
    """A mail server of the domain does not exist.

    Why: mail waits at its sender for days, and comes back.
    Fix: name the server as the mail service does, or take the record out.
    """
    for exchange in facts.exchanges:
        if exchange.host != "." and not exchange.resolves:
            told = f"MX {exchange.preference} {shown(exchange.host)} has no address"
            fix = _instead(facts, [each for each in facts.exchanges if each.resolves])
            yield Finding(f"{facts.subject}: {told}", facts.place, exchange.host, fix=fix)


@rule("LR-DOM086", "mail-server-alias", judges=Servers, severity=Severity.WARNING)
def mail_server_alias(facts: Servers) -> Iterator[Finding]:
    """A mail server's name is an alias.

    Why: an MX must not be a CNAME (RFC 2181, 10.3); some senders give up on it.
    Fix: name the server that the alias leads to.
    """
    for exchange in facts.exchanges:
        if exchange.alias:
            told = f"MX {shown(exchange.host)} is an alias of {shown(exchange.alias)}"
            there = [each._replace(host=each.alias or each.host) for each in facts.exchanges]
            fix = _instead(facts, there)
            yield Finding(f"{facts.subject}: {told}", facts.place, exchange.host, fix=fix)


@rule("LR-DOM087", "no-mail-server", judges=Servers, severity=Severity.WARNING)
def no_mail_server(facts: Servers) -> Iterator[Finding]:
    """The domain sends mail, and takes none.

    Why: answers and bounces come back, and some receivers refuse a sender that cannot be
    answered.
    Fix: add the MX records of your mail service. A domain that takes no mail says so: `MX 0 .`
    """
    if not facts.sends:
        return
    if not facts.exchanges:
        yield Finding(f"{facts.subject} has no MX record", facts.place)
    elif all(exchange.host == "." for exchange in facts.exchanges):
        yield Finding(
            f"{facts.subject} sends mail, and its MX says that it takes none", facts.place
        )


@rule("LR-DOM088", "mail-server-contradiction", judges=Servers)
def mail_server_contradiction(facts: Servers) -> Iterator[Finding]:
    """One MX record says that the domain takes no mail, and another names a server.

    Why: senders may follow either (RFC 7505, 3).
    Fix: take `MX 0 .` out.
    """
    hosts = [exchange.host for exchange in facts.exchanges]
    if "." in hosts and len(hosts) > 1:
        fix = _instead(facts, [each for each in facts.exchanges if each.host != "."])
        yield Finding(f"{facts.subject}: MX 0 . beside other MX records", facts.place, fix=fix)


def _instead(facts: Servers, exchanges: Sequence[Exchange]) -> str:
    """Empty where none is left: only the mail service knows its servers."""
    records = [f"{each.preference} {each.host}" for each in exchanges]
    return instead(facts.subject, *records, kind="MX") if records else ""


RULES = (mail_server_missing, mail_server_alias, no_mail_server, mail_server_contradiction)
