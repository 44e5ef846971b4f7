"""Why was there no usable answer? One small tree, in words that hold no value and no body."""

from typing import TYPE_CHECKING

from launchready_ci.gate import CannotLook

if TYPE_CHECKING:
    from launchready_ci.http.answer import Hop


class HttpError(CannotLook):
    """A request that ended without an answer that can be judged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        """What happened, in words for a person."""
        self.where = ""
        """Method and URL without its query: ``GET https://example.com/feed``."""
        self.hops: tuple[Hop, ...] = ()
        """The redirects that had been followed."""
        self.seconds = 0.0
        """From the request to this error."""

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}" if self.where else self.reason


class NotSent(HttpError):
    """The request was never made."""


class BadUrl(NotSent):
    """No http or https URL, or one that holds a user name."""


class BadRequest(NotSent):
    """HTTP cannot carry it: a newline in a header, as a credential with one at its end makes."""


class HostNotAllowed(NotSent):
    """A host that launchready.yaml does not name, and no anonymous request for an asset."""


class NoConnection(HttpError):
    """Nothing could be asked: a deploy may still be under way."""


class DnsFailed(NoConnection):
    """The host's name has no address."""


class ConnectionRefused(NoConnection):
    """Nothing listens on the port."""


class Unreachable(NoConnection):
    """No route, a reset while connecting, or another fault of the network."""


class TlsFailed(NoConnection):
    """The certificate is not valid for the host, or the port speaks no TLS."""


class ProxyFailed(NoConnection):
    """The proxy of the environment did not let the request through."""


class TimedOut(HttpError):
    """The request's time was up, in whatever phase."""


class ConnectTimedOut(TimedOut, NoConnection):
    """The time was up before anything could be sent: a firewall, or a host that is gone."""


class ConnectionLost(HttpError):
    """The server hung up before or within its answer."""


class Malformed(HttpError):
    """What came is not HTTP, or not the encoding that it says."""


class TooLarge(HttpError):
    """More than the limits of the request allow."""


class HeadersTooLarge(TooLarge):
    """Too many headers, or headers of too many bytes."""


class BodyTooLarge(TooLarge):
    """The body, as it was sent, is larger than the limit, or has no end."""


class DecompressionBomb(TooLarge):
    """The body is small as it was sent, and larger than the limit when unpacked."""


class RedirectError(HttpError):
    """A redirect that was not followed."""


class TooManyRedirects(RedirectError):
    """Each leads to one more."""


class RedirectLoop(RedirectError):
    """The same request, with the same cookies, came again."""


class BadRedirect(RedirectError):
    """It leads to something that is no http or https URL."""


class RedirectedElsewhere(RedirectError):
    """It leads to a host that launchready.yaml does not name, or would carry a body to one."""


class Walled(HttpError):
    """Something in front of the app answered in its place."""


class BotChallenge(Walled):
    """A challenge that only a browser, or a person, passes."""


class PreviewPassword(Walled):
    """A password or a login of the host in front of the whole app."""
