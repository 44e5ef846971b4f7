"""Do people and their mail reach the app, on names that they can trust?

Rule ids: LR-DOM000 unanswered, 001 to 019 names, 020 to 029 ways, 030 to 039 TLS, 050 to 059
Cloudflare, 060 to 099 mail.
"""

from collections.abc import Iterator

from launchready_ci.config import ConfigError, Configuration
from launchready_ci.gate import (
    Context,
    Facts,
    Gate,
    NotLookedAt,
    Said,
    Unreadable,
    never,
    rule,
)
from launchready_ci.gates.domain.cloudflare.rules import RULES as CLOUDFLARE
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.mail.rules import RULES as MAIL
from launchready_ci.gates.domain.names.rules import RULES as NAMES
from launchready_ci.gates.domain.tls.rules import RULES as TLS
from launchready_ci.gates.domain.web.rules import RULES as WEB
from launchready_ci.unusable import UsageError

THREADS = 16


@rule("LR-DOM000", "unanswered", judges=Facts)
def unanswered(facts: Facts) -> Iterator[Said]:
    """DNS, or a server, gave no usable answer.

    Why: what nobody looked at may be what keeps people out.
    Fix: do what the reason says, and run it again: a name server that is down is often up again.
    """
    yield from never(facts)


def collect(config: Domain, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Ask DNS about each domain, all questions at once."""
    from concurrent.futures import ThreadPoolExecutor

    from launchready_ci.gates.domain.cloudflare import collect as cloudflare
    from launchready_ci.gates.domain.hosts import hosts
    from launchready_ci.gates.domain.mail import collect as mail
    from launchready_ci.gates.domain.names import collect as names
    from launchready_ci.gates.domain.names import zone
    from launchready_ci.gates.domain.resolver import Resolver
    from launchready_ci.gates.domain.tls import collect as tls
    from launchready_ci.gates.domain.web import collect as web

    resolver = Resolver(config.asks)
    with ThreadPoolExecutor(THREADS) as pool:
        for name in config.names:
            context.count("domains")
            if dead := resolver.probe(name, pool):
                yield from zone.dead(name, context.place("name"), dead, resolver)
                continue
            found = hosts(config, context, name, resolver, pool)
            named = names.collect(config, context, found, resolver, pool)
            yield from zone.collect(name, context.place("name"), resolver, pool)
            yield from named
            if not names.exists(name, resolver):
                yield NotLookedAt(Facts, f"{name} does not exist", failing=True)
                continue
            yield from tls.collect(config, found, resolver, pool)
            yield from web.collect(config, context, found, resolver, pool)
            if name == config.domain:
                yield from cloudflare.collect(config, context, resolver)
            yield from mail.collect(config, context, name, resolver, pool)


def validate(config: Domain, _: str, configuration: Configuration) -> None:
    """Raise ConfigError, or UsageError without the section, where nobody names a domain."""
    if config.names:
        return
    if configuration.has("domain"):
        told = "names no domain: add name: example.com"
        raise ConfigError(configuration.place("domain"), ("domain",), told)
    raise UsageError("no domain: give its NAME, or domain: {name: ...} in launchready.yaml")


GATE = Gate(
    "domain",
    ("post-deploy",),
    Domain,
    collect,
    (*NAMES, *WEB, *TLS, *CLOUDFLARE, *MAIL),
    unanswered,
    validate,
)
