"""Is this user let in? Each logs in once per run, when first needed."""

import base64
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property

from launchready_ci import conditions
from launchready_ci.credentials import Secret
from launchready_ci.http import Answer, Client, NotJson, Session
from launchready_ci.http.errors import HostNotAllowed
from launchready_ci.http.forms import Form, Page, submit
from launchready_ci.http.urls import origin, parse, where
from launchready_ci.nodes import listed, shown
from launchready_ci.redact import MASK, redact
from launchready_ci.unusable import CannotLook
from launchready_ci.users import Login, Text, User

Reveal = Callable[[Text], str]
"""What a text of the configuration stands for, now."""


class LoginFailed(CannotLook):
    """A user was not let in: what came instead, in words that hold no credential."""

    def __init__(self, user: str, reason: str, answers: tuple[Answer, ...] = ()) -> None:
        super().__init__(f"{user} could not log in: {reason}")
        self.user = user
        self.reason = reason
        self.answers = answers


@dataclass(frozen=True)
class LoggedIn:
    """A user who was let in."""

    session: Session
    answers: tuple[Answer, ...] = ()
    """What came on the way: the form's page, the answer to the form, the signed-in page."""
    seconds: float = 0.0


class Sessions:
    """The logins of one run, from any number of threads.

    ``reveal`` gives the value of a text or Secret; what it gave for a Secret is masked wherever
    ``mask`` is asked.
    """

    def __init__(
        self,
        client: Client,
        users: Mapping[str, User],
        environ: Mapping[str, str],
        secrets_dir: str | None = None,
    ) -> None:
        self.client, self.users = client, users
        self._environ, self._secrets_dir = environ, secrets_dir
        self._locks = {name: threading.Lock() for name in users}
        self._outcomes: dict[str, LoggedIn | CannotLook] = {}
        self._values: dict[str, str] = {}
        self._reading = threading.Lock()

    def session(self, name: str) -> Session:
        """The session of a user; raises LoginFailed, HttpError, or CannotLook for a credential."""
        return self.logged_in(name).session

    def logged_in(self, name: str) -> LoggedIn:
        """As ``session``, with the answers on the way; who was refused is not tried again."""
        if name not in self.users:
            raise CannotLook(f"no user {shown(name)} under users of launchready.yaml")
        with self._locks[name]:
            if name not in self._outcomes:
                try:
                    self._outcomes[name] = self.log_in(name, self.reveal)
                except CannotLook as error:
                    self._outcomes[name] = error
        outcome = self._outcomes[name]
        if isinstance(outcome, CannotLook):
            raise outcome
        return outcome

    def log_in(self, name: str, reveal: Reveal) -> LoggedIn:
        """One more login, of its own; with another ``reveal`` it can be one that must fail."""
        began = time.monotonic()
        attempt = _Attempt(self, name, reveal)
        attempt.run()
        return LoggedIn(attempt.session, tuple(attempt.answers), time.monotonic() - began)

    def reveal(self, text: Text) -> str:
        """The value, a credential's read when first needed; raises CannotLook without one."""
        if not isinstance(text, Secret):
            return text
        with self._reading:
            if text.name not in self._values:
                value = text.read(self._environ, self._secrets_dir)
                self._values[text.name] = value.get_secret_value()
            return self._values[text.name]

    def know(self, name: str, value: str) -> None:
        """A credential that the app gave: it is masked as the others are."""
        with self._reading:
            self._values[name] = value

    @cached_property
    def _configured(self) -> tuple[str, ...]:
        """The credentials of all users; what is not set cannot be repeated either."""
        found: list[str] = []
        for secret in _secrets(self.users):
            with suppress(CannotLook):
                found.append(self.reveal(secret))
        return tuple(found)

    def mask(self, text: str) -> str:
        """Foreign text as it may be shown: no known credential, nor what looks like one.

        Also of a user who has not logged in: the app may repeat it to anybody.
        """
        for value in sorted({*self._configured, *self._values.values()}, key=len, reverse=True):
            if len(value) >= SHORT:
                text = text.replace(value, MASK)
        return redact(text)


def _secrets(value: object) -> Iterator[Secret]:
    """The credentials in any part of a configuration."""
    if isinstance(value, Secret):
        yield value
    elif is_dataclass(value):
        yield from _secrets([getattr(value, field.name) for field in fields(value)])
    elif isinstance(value, Mapping):
        yield from _secrets(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _secrets(item)


SHORT = 3
"""Shorter values stand in every text by chance."""


class _Attempt:
    """One login of one user."""

    def __init__(self, sessions: Sessions, name: str, reveal: Reveal) -> None:
        self._sessions, self._client = sessions, sessions.client
        self._name, self._user, self._reveal = name, sessions.users[name], reveal
        self.session = Session(self._client.origin)
        self.answers: list[Answer] = []

    def run(self) -> None:
        login = self._user.login
        if login.form:
            self._form(login)
        elif login.post:
            self._post(login)
        else:
            self._given(login)
        self._hold_signed_in()

    def _given(self, login: Login) -> None:
        """What needs no request: basic authentication, headers, cookies."""
        headers = {name: self._reveal(text) for name, text in login.header.items()}
        if login.basic:
            pair = f"{self._reveal(login.basic.user)}:{self._reveal(login.basic.password)}"
            headers["Authorization"] = (
                f"Basic {base64.b64encode(pair.encode(errors='surrogateescape')).decode()}"
            )
        self.session.headers = headers
        for name, text in login.cookie.items():
            self.session.set_cookie(name, self._reveal(text))

    def _form(self, login: Login) -> None:
        answer = self._ask("GET", login.form)
        page = Page.of(answer)
        form = page.form(login.fields)
        if answer.status != 200 or form is None:
            raise self._failed(f"{_came(answer)}, {_no_form(page, login)}")
        self._hold_safe(form)
        values = {name: self._reveal(text) for name, text in login.fields.items()}
        answer = submit(self._client, page, form, values, self.session)
        self.answers.append(answer)
        self._hold_accepted(answer, Page.of(answer), login)

    def _hold_safe(self, form: Form) -> None:
        """A page may send its form anywhere; a credential goes to the app."""
        target = origin(parse(form.action))
        if not self._client.origin.covers(target):
            raise HostNotAllowed(f"the login form would send the credential to {target}")
        if form.method != "POST":
            told = "its form has no method=post, so the password would be part of a URL"
            raise self._failed(told)

    def _hold_accepted(self, answer: Answer, page: Page, login: Login) -> None:
        """The login page again, or an error, is a refusal; anywhere else is in."""
        refused = answer.status >= 400 or (page.form(login.fields) and page.asks_password)
        if refused:
            said = self._sessions.mask(" ".join(page.alerts))
            told = f", which says: {shown(said)}" if said else ""
            raise self._failed(f"after the form {_came(answer)}{told}")

    def _post(self, login: Login) -> None:
        form = [(name, self._reveal(text)) for name, text in login.fields.items()]
        body = _revealed(login.body, self._reveal)
        answer = self._ask("POST", login.post, form or None, None if form else body)
        if answer.status >= 400:
            raise self._failed(_came(answer))
        if login.bearer:
            token = self._token(login.bearer, answer)
            self._sessions.know(f"the token of {self._name}", token)
            self.session.headers = {"Authorization": f"Bearer {token}"}

    def _token(self, path: str, answer: Answer) -> str:
        import jmespath
        from jmespath.exceptions import JMESPathError

        try:
            token = jmespath.search(path, answer.json)
        except NotJson as error:
            raise self._failed(f"{_came(answer)}, expected a token: {error}") from None
        except JMESPathError:
            token = None
        if not isinstance(token, str) or not token:
            told = f"{_came(answer)}, with nothing at {shown(path)} that could be a token"
            raise self._failed(told)
        return token

    def _hold_signed_in(self) -> None:
        """The one page that tells, where it is configured."""
        if not self._user.signed_in:
            return
        page = self._user.signed_in
        answer = self._led_to(page.get) or self._ask("GET", page.get)
        for failed in conditions.status(page.expect, answer):
            _, _, wanted = failed.message.partition(", expected ")
            raise self._failed(f"{_came(answer)}, expected status {wanted}")
        if answer.hops and Page.of(answer).asks_password:
            raise self._failed(f"{_came(answer)}, a login page")

    def _led_to(self, path: str) -> Answer | None:
        """The page, as its own answer, where the form led there already."""
        url, last = str(parse(self._client.url(path))), self.answers[-1] if self.answers else None
        if last is None or (last.method, last.url) != ("GET", url):
            return None
        self.answers.append(replace(last, hops=(), seconds=last.timings.total))
        return self.answers[-1]

    def _ask(
        self,
        method: str,
        url: str,
        form: list[tuple[str, str]] | None = None,
        json: object = None,
    ) -> Answer:
        answer = self._client.request(method, url, session=self.session, form=form, json=json)
        self.answers.append(answer)
        return answer

    def _failed(self, reason: str) -> LoginFailed:
        return LoginFailed(self._name, reason, tuple(self.answers))


def _came(answer: Answer) -> str:
    """What came, and where it came from in the end."""
    return f"{where(answer.method, answer.url)} gave status {answer.status}"


def _no_form(page: Page, login: Login) -> str:
    if not page.forms:
        return "without a form (does a script draw it? then say what it posts to, under post:)"
    there = sorted({name for form in page.forms for name in form.names})
    found = f"there are {shown(listed(there, 'and'))}" if there else "there are none"
    return f"without a form that has the fields {listed(login.fields, 'and')}: {found}"


def _revealed(body: object, reveal: Reveal) -> object:
    """The JSON with every credential in its place."""
    if isinstance(body, Secret):
        return reveal(body)
    if isinstance(body, Mapping):
        return {key: _revealed(value, reveal) for key, value in body.items()}
    return [_revealed(item, reveal) for item in body] if isinstance(body, list) else body
