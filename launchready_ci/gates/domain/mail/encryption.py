"""Looks at MTA-STS with its policy file, and at TLS-RPT."""

from collections.abc import Mapping

from launchready_ci.findings import Location
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.mail import transport
from launchready_ci.gates.domain.mail.facts import Encryption
from launchready_ci.gates.domain.mail.tags import Fault
from launchready_ci.gates.domain.resolver import Resolver

SEVERAL = Fault("has more than one record, and only one may be there")
LARGEST = 64_000
"""Bytes of a policy file (RFC 8461, 3.3)."""


def look(
    config: Domain, name: str, place: Location, resolver: Resolver, environ: Mapping[str, str]
) -> Encryption:
    """All that is published about encrypted mail; raises NoAnswer."""
    texts = resolver.ask(f"_mta-sts.{name}", "TXT").texts
    announced = tuple(text for text in texts if text.replace(" ", "").startswith("v=STSv1"))
    texts = resolver.ask(f"_smtp._tls.{name}", "TXT").texts
    reporting = tuple(text for text in texts if text.replace(" ", "").startswith("v=TLSRPT"))
    exchanges = resolver.ask(name, "MX").records
    hosts = [record.exchange.to_text().rstrip(".").lower() for record in exchanges]  # type: ignore[attr-defined]
    policy, unfetched = None, ""
    if announced:
        policy, unfetched = _policy(config, name, resolver, environ)
    return Encryption(
        subject=name,
        place=place,
        announced=announced,
        faults=_faults(announced, transport.announcement),
        policy=policy,
        unfetched=unfetched,
        reporting=reporting,
        report_faults=_faults(reporting, transport.reporting),
        hosts=tuple(filter(None, hosts)),
        unnamed=tuple(host for host in hosts if policy and policy.hosts and not policy.takes(host)),
    )


def _faults(records: tuple[str, ...], judge: "transport.Judge") -> tuple[Fault, ...]:
    if len(records) > 1:
        return (SEVERAL,)
    return tuple(fault for record in records for fault in judge(record))


def _policy(
    config: Domain, name: str, resolver: Resolver, environ: Mapping[str, str]
) -> tuple[transport.Policy | None, str]:
    """The policy file, or why there is none; it is no redirect's to give (RFC 8461, 3.3)."""
    from launchready_ci.http import Client, HttpError, Limits
    from launchready_ci.units import Size

    front = config.front("https", f"mta-sts.{name}")
    url = f"{front}.well-known/mta-sts.txt"
    with Client(
        front,
        environ=environ,
        limits=Limits(body=Size(LARGEST)),
        resolve=lambda host, _: resolver.addresses(host),
    ) as client:
        try:
            answer = client.request("GET", url, follow=False)
        except HttpError as error:
            return None, str(error)
    if answer.status != 200:
        return None, f"{url} gives status {answer.status}"
    return transport.policy(answer.text), ""
