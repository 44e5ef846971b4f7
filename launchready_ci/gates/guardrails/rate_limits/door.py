"""How is a wrong password sent? As a person does it from the form, or as a program in JSON."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from launchready_ci.gate import CannotLook
from launchready_ci.gates.guardrails.asking import Run
from launchready_ci.gates.guardrails.configuration import RateLimit
from launchready_ci.http import Answer, Session
from launchready_ci.http.forms import Form, Page, submit
from launchready_ci.http.urls import origin, parse

WHO = re.compile(r"(?i)mail|user|login|account|identifier|^name$")
CREDENTIAL = re.compile(r"(?i)pass|pwd|pin|key|secret|token|code")
"""Of an API, where no CSRF token has such a name."""


@dataclass(frozen=True)
class Door:
    """A login, or the reset of a password, for a user who does not exist."""

    run: Run
    limit: RateLimit
    who: str
    """The name of nobody."""

    @property
    def path(self) -> str:
        return self.limit.form or self.limit.post

    def session(self) -> Session:
        """A browser that has never been here."""
        return Session(self.run.client.origin)

    def attempt(
        self, session: Session, password: str, path: str = "", shown: Answer | None = None
    ) -> Answer:
        """What one wrong password gives; ``shown`` is the page on which the form may stand.

        Raises CannotLook, such as HttpError.
        """
        if self.limit.post:
            return self._post(session, password, path or self.limit.post)
        page = Page.of(shown) if shown else None
        form = self.form(page) if page else None
        if page is None or form is None:
            answer = self.run.client.request("GET", self.limit.form, session=session)
            page = Page.of(answer)
            form = self.form(page)
            if form is None and answer.status == 429:
                return answer  # it is the page of the form that is locked
            if form is None:
                raise CannotLook(f"GET {self.limit.form} gives status {answer.status} and no form")
        if path:
            form = replace(form, action=str(parse(form.action).copy_with(path=path)))
        return submit(self.run.client, page, form, self._filled(form, password), session)

    def form(self, page: Page) -> Form | None:
        """The one that a wrong password is sent with; raises CannotLook for one that is unsafe."""
        named = page.form(self.limit.fields) if self.limit.fields else None
        found = named or next((f for f in page.forms if f.has_password), None) or self._reset(page)
        if found is None or found.method != "POST":
            return None
        if not self.run.client.origin.covers(origin(parse(found.action))):
            raise CannotLook(
                f"the form of {self.limit.form} leads to {origin(parse(found.action))}"
            )
        return found

    def other_path(self, answer: Answer) -> str:
        """The path that was posted to, with a slash more or less at its end."""
        hop = answer.hops[0].url if answer.hops else answer.url
        path = urlsplit(hop).path
        return path.rstrip("/") if path.endswith("/") and path != "/" else f"{path}/"

    def _reset(self, page: Page) -> Form | None:
        """Of a page for a lost password: it asks who has lost it."""
        return next((f for f in page.forms if any(map(WHO.search, f.names))), None)

    def _filled(self, form: Form, password: str) -> dict[str, str]:
        """The fields of the section, or what their names ask for."""
        values = {name: self.run.sessions.reveal(text) for name, text in self.limit.fields.items()}
        for name in form.names:
            if name in form.passwords:
                values[name] = password
            elif WHO.search(name):
                values[name] = self._nobody(name)
        return values

    def _nobody(self, name: str) -> str:
        return f"{self.who}@example.com" if "mail" in name.lower() else self.who

    def _post(self, session: Session, password: str, path: str) -> Answer:
        given = {
            **{name: self.run.sessions.reveal(text) for name, text in self.limit.fields.items()},
            **self.limit.body,
        }
        sent: dict[str, object] = {}
        for name, value in given.items():
            is_secret, is_who = CREDENTIAL.search(name), WHO.search(name)
            sent[name] = password if is_secret else self._nobody(name) if is_who else value
        if self.limit.fields:
            form = [(name, str(value)) for name, value in sent.items()]
            return self.run.client.request("POST", path, session=session, form=form)
        return self.run.client.request("POST", path, session=session, json=sent)
