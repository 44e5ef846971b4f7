"""Where does a redirect lead, and what may go with it?"""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from launchready_ci.http.answer import Answer
from launchready_ci.http.errors import BadRedirect, BadUrl, RedirectedElsewhere
from launchready_ci.http.limits import Limits
from launchready_ci.http.session import Session
from launchready_ci.http.urls import origin, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

REDIRECTS = (301, 302, 303, 307, 308)
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Ask:
    """One request, ready to be sent."""

    method: str
    url: "httpx.URL"
    session: Session
    limits: Limits
    headers: "Mapping[str, str]" = field(default_factory=dict, repr=False)
    """Of the caller, for this server."""
    content: bytes | None = field(default=None, repr=False)
    asset: bool = False
    """What a page refers to: it may come from any host, which then learns nothing."""
    partial: bool = False


def leads_on(answer: Answer) -> bool:
    return answer.status in REDIRECTS and "location" in answer.headers


def follow(ask: Ask, answer: Answer) -> Ask:
    """The request that a browser makes next; raises RedirectError.

    Nothing of the caller, its headers or a body, goes to another origin (RFC 9110, section 15.4).
    """
    url = _target(ask, answer)
    becomes_get = answer.status == 303 or (answer.status in (301, 302) and ask.method == "POST")
    if becomes_get and ask.method != "HEAD":
        headers = {k: v for k, v in ask.headers.items() if not k.lower().startswith("content-")}
        ask = replace(ask, method="GET", content=None, headers=headers)
    if not origin(ask.url).covers(origin(url)):
        if ask.content is not None:
            raise RedirectedElsewhere(
                f"status {answer.status} would send the body to another server, {origin(url)}"
            )
        ask = replace(ask, headers={})
    return replace(ask, url=url)


def _target(ask: Ask, answer: Answer) -> "httpx.URL":
    import httpx

    location = answer.headers.all("location")[0]
    try:
        url = ask.url.join(location)
        if ask.url.fragment and not url.fragment:
            url = url.copy_with(fragment=ask.url.fragment)
        return parse(url)
    except BadUrl as error:
        raise BadRedirect(f"status {answer.status} leads nowhere: {error.reason}") from None
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise BadRedirect(f"status {answer.status} leads nowhere: its Location is no URL") from None
