"""One request of the gate: what is planned, and what came of it, whatever the server does."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import Unreadable
from launchready_ci.gates.guardrails.configuration import ANONYMOUS
from launchready_ci.http import Answer, HttpError
from launchready_ci.http.errors import ConnectionLost, RedirectError

BODY = 256_000
"""Bytes of an answer that are read: a proof stands at its beginning."""


class Request(NamedTuple):
    """What is asked, and where launchready.yaml asks for it."""

    path: str
    place: Location
    method: str = "GET"
    who: str = ANONYMOUS
    headers: Mapping[str, str] | None = None
    form: tuple[tuple[str, str], ...] | None = None
    content: bytes | None = None
    follow: bool = True
    fresh: bool = False
    compared: bool = False
    """The answer is held against that of a page that does not exist, in the same folder."""
    body: int = BODY
    note: str = ""
    """For the plan: what tells this request apart, such as ``from a foreign origin``."""

    @property
    def subject(self) -> str:
        """``GET /admin as member``."""
        who = "" if self.who == ANONYMOUS else f" as {self.who}"
        return f"{self.method} {self.path}{who}"

    @property
    def is_plain(self) -> bool:
        """A page as this user's browser asks for it: whoever asks again gets the same."""
        bare = not self.headers and self.form is None and self.content is None
        whole = self.follow and not self.fresh and self.body == BODY
        return bare and whole and self.method == "GET"

    def __str__(self) -> str:
        return f"{self.subject}{f' ({self.note})' if self.note else ''}"


class Came(NamedTuple):
    """The answer; where there is none, why."""

    request: Request
    answer: Answer | None
    error: HttpError | None = None

    @property
    def hung_up(self) -> bool:
        """The server closed the connection without a word, twice: some refuse like that."""
        return isinstance(self.error, ConnectionLost)

    @property
    def is_closed(self) -> bool:
        """Refused without an answer: it hung up, or redirects elsewhere, or in a circle."""
        return self.hung_up or isinstance(self.error, RedirectError)

    @property
    def unreadable(self) -> Iterator[Unreadable]:
        """What to yield where there is no answer."""
        if self.error:
            yield Unreadable(str(self.error), self.request.subject, self.request.place)
