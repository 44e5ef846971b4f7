"""Does a service itself say that it has no site of the name, which then anybody can claim?"""

from collections.abc import Mapping
from html import unescape

from launchready_ci.gates.domain.claimable import Service
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.hosts import Host
from launchready_ci.units import Duration, Size

LONGEST, TIME = Size(200_000), Duration(5.0)
"""Of the page, in bytes, and until it has come."""


def proof(config: Domain, environ: Mapping[str, str], host: Host, service: Service) -> str:
    """Where it says so, with status and words; empty where it does not, or nothing answers."""
    if not (service.words and host.reachable):
        return ""
    from launchready_ci.http import Client, HttpError, Limits
    from launchready_ci.trust import unchecked

    urls = [config.front(scheme, host.name) for scheme in ("http", "https")]
    limits = Limits(time=TIME, body=LONGEST)
    with Client(
        urls[0],
        environ=environ,
        allowed=urls,
        limits=limits,
        tls=unchecked(),  # of a name that it does not know, the service has no certificate
        resolve=lambda *_: host.reachable,
    ) as client:
        for url in urls:
            try:
                answer = client.request("GET", url, follow=False, partial=True)
            except HttpError:
                continue
            words = _words(service, answer.text) if answer.status >= 400 else ""
            if words:
                return f"{url} gives status {answer.status}: {words}"
    return ""


def _words(service: Service, page: str) -> str:
    text = unescape(page)
    return next((each for each in service.words if unescape(each) in text), "")
