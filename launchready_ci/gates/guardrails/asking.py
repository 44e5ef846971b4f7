"""A run of the gate, in which every part asks."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from launchready_ci.findings import Location
from launchready_ci.gate import Context, Facts, NotLookedAt, Unreadable
from launchready_ci.gates.guardrails.configuration import ANONYMOUS, Guardrails
from launchready_ci.gates.guardrails.notfound import NotFound
from launchready_ci.gates.guardrails.pace import Ended, Pace
from launchready_ci.gates.guardrails.patience import Limited, patiently
from launchready_ci.gates.guardrails.request import Came, Request
from launchready_ci.http import Answer, Client, HttpError, Limits, Session
from launchready_ci.http.errors import TimedOut
from launchready_ci.sessions import Sessions
from launchready_ci.units import Duration, Size

Item = Facts | Unreadable | NotLookedAt
TIME = 10.0
"""Seconds for one request."""
UNPACKED = Size(10_000_000)
"""Bytes that a piece of an answer may unpack to."""
SILENT = 3
"""After so many requests without an answer in time, or refused as too many, no more is asked."""


@dataclass
class Run:
    """What every part of this gate needs."""

    config: Guardrails
    context: Context
    client: Client
    sessions: Sessions
    pool: ThreadPoolExecutor
    pace: Pace
    word: str
    """A random one, for names that nobody has thought of."""
    missing: NotFound
    """What pages that do not exist look like; learned where that is needed."""
    homepage: Answer | None = None
    """Known before the parts begin."""
    silent: int = 0
    known: dict[tuple[str, str], Answer] = field(default_factory=dict)
    """Of who and path: what several parts look at is asked for once."""

    def place(self, *keys: str | int) -> Location:
        """Where launchready.yaml asks for it."""
        return self.context.place(*keys)

    def session(self, who: str) -> Session | None:
        """The session of a user, who logs in when first needed; raises CannotLook."""
        if who == ANONYMOUS:
            return None
        login, user = self.sessions.logged_in(who), self.sessions.users[who]
        if user.login.form:
            self.known.setdefault((ANONYMOUS, user.login.form), login.answers[0])
        if user.signed_in:
            self.known.setdefault((who, user.signed_in.get), login.answers[-1])
        return login.session

    def ask(self, request: Request) -> Came:
        """Ask, once more where the connection broke; raises Ended, and CannotLook of a login."""
        key = (request.who, request.path)
        try:
            self.session(request.who)  # a login knows some pages
            if request.is_plain and key in self.known:
                return Came(request, self.known[key])
            answer = patiently(lambda fresh: self._send(request, fresh=fresh), self.pace.rest)
        except HttpError as error:
            self._hold_answering(error)
            return Came(request, None, error)
        if request.is_plain and answer.status < 500:
            self.known[key] = answer
        return Came(request, answer)

    def ask_all(self, requests: Iterable[Request]) -> Iterator[Came]:
        """All at once, the answers in their order."""
        return self.pool.map(self.ask, requests)

    def _hold_answering(self, error: HttpError) -> None:
        """Raise Ended where the app has stopped to answer."""
        if isinstance(error, TimedOut | Limited):
            self.silent += 1
            if not self.pace.left or self.silent >= SILENT:
                told = ", and neither were others: is the app overloaded, as after a load test?"
                raise Ended(f"{error}{told if isinstance(error, TimedOut) else ''}") from None

    def _send(self, request: Request, *, fresh: bool) -> Answer:
        return self.client.request(
            request.method,
            request.path,
            session=self.session(request.who),
            headers=request.headers,
            form=request.form,
            content=request.content,
            follow=request.follow,
            fresh=fresh or request.fresh,
            partial=True,
            limits=Limits(Duration(min(TIME, self.pace.left)), Size(request.body), UNPACKED),
        )
