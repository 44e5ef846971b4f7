"""Wrong passwords, one after the other, until it is locked; then what may open it again."""

from collections.abc import Mapping

from launchready_ci.gate import CannotLook
from launchready_ci.gates.guardrails.configuration import MOST_ATTEMPTS
from launchready_ci.gates.guardrails.pace import Ended
from launchready_ci.gates.guardrails.rate_limits.door import Door
from launchready_ci.http import Answer
from launchready_ci.http.errors import ConnectionLost, NoConnection

FORWARDED = {"X-Forwarded-For": "203.0.113.7"}
"""Nobody's (RFC 5737)."""
TOO_MANY = "status 429"
ABSENT = (404, 405, 410, 415)
CSRF = (403, 419)
"""Django's and Laravel's answer to a form without its token."""


class Attempts:
    """At one door, each with another password; never more than ten, whatever they are for."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.sent = 0
        self.locked = ""
        """What showed that it is locked."""
        self.last: Answer | None = None
        self.first: Answer | None = None
        """What a wrong password gives."""
        self._session = door.session()

    @property
    def left(self) -> bool:
        return self.sent < MOST_ATTEMPTS

    def until_locked(self) -> None:
        """As many as launchready.yaml says; raises CannotLook where the door does not answer."""
        while not self.locked and self.sent < self.door.limit.attempts:
            try:
                answer = self._send()
            except (ConnectionLost, NoConnection):
                if not self.first:
                    raise
                self.locked = "no answer"
                return
            self.first = self.first or self._held(answer)
            self.last = answer
            self.locked = self.lock(answer)

    def is_everywhere(self) -> bool:
        """Whether it is the whole app that answers no more: that may be no limit of the login."""
        if self.locked != TOO_MANY:
            return False
        return self.door.run.client.request("GET", "/", partial=True).status == 429

    def reset(self) -> list[str]:
        """What lifts the lock: new cookies, another address, another path."""
        path = self.door.other_path(self.last) if self.last else ""
        self._session, self.last = self.door.session(), None
        if self.left and self._opens():
            return ["new cookies"]
        ways = [(f"{name}: {value}", {name: value}, "") for name, value in FORWARDED.items()]
        if path:
            ways.append((f"POST {path}", {}, path))
        return [way for way, headers, path in ways if self.left and self._opens(headers, path)]

    def lock(self, answer: Answer) -> str:
        """How the answer says that there were too many; empty where it does not."""
        if answer.status == 429:
            return TOO_MANY
        text = self.door.limit.text
        if text and text in answer.text:
            return "the text that launchready.yaml names"
        # django-axes and others: what was refused as wrong is now forbidden, with a new token too
        changed = self.first is not None and answer.status != self.first.status
        return f"status {answer.status}" if changed and answer.status in (403, 423) else ""

    def _send(self) -> Answer:
        answer = self._attempt(self.last)
        stale = self.first and answer.status in CSRF and answer.status != self.first.status
        return self._attempt(None) if stale and self.left else answer

    def _attempt(self, shown: Answer | None) -> Answer:
        self.sent += 1
        return self.door.attempt(self._session, _password(), shown=shown)

    def _opens(self, headers: Mapping[str, str] | None = None, path: str = "") -> bool:
        self.sent += 1
        self._session.headers = dict(headers or {})
        try:
            answer = self.door.attempt(self._session, _password(), path, self.last)
        except Ended:
            raise
        except CannotLook:
            return False
        # where a token may have been the reason, the next attempt begins with a page of its own
        self.last = None if answer.status in CSRF else answer
        is_wrong = self.first is not None and answer.status == self.first.status
        return is_wrong and not self.lock(answer)

    def _held(self, answer: Answer) -> Answer:
        """The first answer, which must be one to a wrong password."""
        if answer.status in ABSENT or answer.status >= 500:
            raise CannotLook(f"status {answer.status}: nothing there takes a password")
        is_form = bool(self.door.limit.form)
        if answer.status in CSRF and (is_form or "csrf" in answer.text.lower()):
            told = "refused before the password was looked at: is a token missing?"
            raise CannotLook(f"status {answer.status}: {told}")
        return answer


def _password() -> str:
    import secrets

    return secrets.token_hex(8)
