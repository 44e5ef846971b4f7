"""What is judged of the proxies: LR-DOM050 to 059."""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.domain.cloudflare.facts import Direct, Origin, Proxied
from launchready_ci.nodes import shown


@rule("LR-DOM050", "not-proxied", judges=Proxied, severity=Severity.WARNING)
def not_proxied(facts: Proxied) -> Iterator[Finding]:
    """A name that should be behind Cloudflare is not.

    Why: its firewall, rate limits and caches do nothing, and DNS gives the origin's address away.
    Fix: switch the cloud of the record to orange, or take the name out of `cloudflare.proxied`.
    """
    if facts.outside:
        told = f"{facts.subject} leads past Cloudflare, to {', '.join(facts.outside)}"
        yield Finding(told, facts.place)
    elif facts.unmarked:
        yield Finding(f"{facts.subject} answers without cf-ray", facts.place)


@rule("LR-DOM051", "origin-exposed", judges=Origin, security=7.5)
def origin_exposed(facts: Origin) -> Iterator[Finding]:
    """The origin serves the app to whoever knows its address.

    Why: attackers find it in old DNS data and go past the firewall and its rate limits.
    Fix: let the origin take connections from Cloudflare only: a tunnel (cloudflared),
    authenticated origin pulls, or a firewall with Cloudflare's ranges.
    """
    if facts.same:
        told = f"{shown(facts.subject)} serves the app to whoever asks"
        yield Finding(told, facts.place)


@rule("LR-DOM052", "proxied-by-mistake", judges=Direct, severity=Severity.WARNING)
def proxied_by_mistake(facts: Direct) -> Iterator[Finding]:
    """A name that must be reached directly is behind Cloudflare.

    Why: its proxies carry the web only, so mail, SSH and databases under the name time out.
    Fix: switch the cloud of the record to grey.
    """
    if facts.inside:
        told = f"{facts.subject} is behind Cloudflare ({', '.join(facts.inside)})"
        yield Finding(told, facts.place)


RULES = (not_proxied, origin_exposed, proxied_by_mistake)
