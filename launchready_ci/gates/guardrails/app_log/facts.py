"""What of the canaries stands in the app's log."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Facts

Sent = Literal["password", "header", "query"]
"""Each is another random text, sent as the password of a login, in headers and in a query."""


class Seen(NamedTuple):
    """A canary, in the log."""

    sent: Sent
    file: str
    before: str
    """What stands before it in its line, as far as it may be shown."""


@dataclass(frozen=True, kw_only=True)
class Logged(Facts):
    """What the log gained by the requests of this gate."""

    place: Location
    seen: tuple[Seen, ...] = ()
    unsent: tuple[Sent, ...] = ()
    """There was no form to send it from."""
