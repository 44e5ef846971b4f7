"""Which form does a page hold, and what would a browser send from it?"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from launchready_ci.http.answer import Answer
from launchready_ci.http.client import Client
from launchready_ci.http.hypertext import Parser, joined
from launchready_ci.http.session import Session
from launchready_ci.http.urls import origin, parse

Attributes = Mapping[str, str]
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
"""Elements without an end (https://html.spec.whatwg.org/#void-elements)."""
NOT_SENT = ("image", "button", "reset", "file")
TICKED = ("checkbox", "radio")
ALERT = frozenset(("alert", "danger", "error", "errorlist", "errors", "flash", "invalid", "notice"))
"""Words in the class of an element that says why a form was refused."""
XSRF = (("XSRF-TOKEN", "X-XSRF-TOKEN"), ("csrftoken", "X-CSRFToken"))
"""Cookie and header of frameworks that compare the two: Angular's and Laravel's, Django's."""


@dataclass
class Form:
    """A form as its page shows it: its fields with the values they begin with."""

    action: str
    """Absolute."""
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list, repr=False)
    """Name and value, hidden ones (a CSRF token) included, in the order of the page."""
    names: set[str] = field(default_factory=set)
    """Of all fields, those too that are sent only when they are ticked."""
    passwords: set[str] = field(default_factory=set)
    """The names of those in which what is typed cannot be read."""
    submit: tuple[str, str] | None = None
    """The first button, if it has a name."""

    @property
    def has_password(self) -> bool:
        return bool(self.passwords)

    def filled(self, values: Mapping[str, str]) -> list[tuple[str, str]]:
        """What is sent: the fields with ours in their place, and the button that is pressed."""
        kept = [pair for pair in self.fields if pair[0] not in values]
        return [*kept, *values.items(), *([self.submit] if self.submit else [])]


@dataclass
class Page:
    """What matters of an HTML page to one who fills in its form."""

    url: str
    forms: list[Form] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    """``csrf-token`` and the like."""
    alerts: list[str] = field(default_factory=list)
    """Texts that say what went wrong."""

    @classmethod
    def of(cls, answer: Answer) -> "Page":
        """The page in an answer; anything else is a page without forms."""
        page = cls(answer.url)
        parser = _Parser(page)
        parser.feed(answer.text[:2_000_000])
        parser.close()
        return page

    def form(self, names: Iterable[str]) -> Form | None:
        """The form that has fields of all these names, one with a password first."""
        fitting = [form for form in self.forms if form.names >= set(names)]
        return next(
            (form for form in fitting if form.has_password), fitting[0] if fitting else None
        )

    @property
    def asks_password(self) -> bool:
        return any(form.has_password for form in self.forms)


def submit(
    client: Client, page: Page, form: Form, values: Mapping[str, str], session: Session
) -> Answer:
    """Send a form as a browser does, with the token of the page's head; raises HttpError."""
    own = origin(parse(page.url))
    headers = {"Referer": page.url, "Origin": str(own), "Accept": "text/html,*/*;q=0.8"}
    if token := page.meta.get("csrf-token"):
        headers["X-CSRF-Token"] = token
    cookies = session.cookies
    headers |= {header: unquote(cookies[name]) for name, header in XSRF if name in cookies}
    return client.request(
        form.method, form.action, form=form.filled(values), session=session, headers=headers
    )


class _Parser(Parser):
    """Fills a page from its HTML, however broken that is."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._base = page, page.url
        self._form: Form | None = None
        self._select = ""
        """The name of the select element that is open."""
        self._alert: list[str] = []
        self._depth = 0
        """How many elements are open from the alert on; 0 outside of one."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID and (self._depth or _is_alert(given)):
            self._depth += 1
        if tag == "base" and "href" in given:
            self._base = joined(self._page.url, given["href"]) or self._base
        elif tag == "meta" and "name" in given:
            self._page.meta.setdefault(given["name"].lower(), given.get("content", ""))
        elif tag == "form":
            action = joined(self._base, given.get("action", "")) or self._page.url
            self._form = Form(action, (given.get("method") or "get").strip().upper())
            self._page.forms.append(self._form)
        elif self._form and "disabled" not in given:
            self._control(tag, given, self._form)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        if self._depth and tag not in VOID:
            self._depth -= 1
            if not self._depth:
                self._page.alerts += filter(None, [" ".join("".join(self._alert).split())])
                self._alert = []

    def handle_data(self, data: str) -> None:
        if self._depth:
            self._alert.append(data)

    def _control(self, tag: str, given: Attributes, form: Form) -> None:
        """Take a field as it would be sent (https://html.spec.whatwg.org/#form-submission-2)."""
        name, kind = given.get("name", ""), given.get("type", "").lower()
        if tag == "option" and self._select:
            self._option(given, form)
        elif not name:
            return
        elif (tag == "button" and kind in ("", "submit")) or kind == "submit":
            form.submit = form.submit or (name, given.get("value", ""))
        elif tag == "select":
            form.names.add(name)
            self._select = name
        elif tag in ("input", "textarea") and kind not in NOT_SENT:
            form.names.add(name)
            if kind == "password":
                form.passwords.add(name)
            if kind not in TICKED or "checked" in given:
                form.fields.append((name, given.get("value", "on" if kind in TICKED else "")))

    def _option(self, given: Attributes, form: Form) -> None:
        """The first, or the last that is selected, by its value."""
        begun = [name for name, _ in form.fields]
        if self._select not in begun:
            form.fields.append((self._select, given.get("value", "")))
        elif "selected" in given:
            form.fields[begun.index(self._select)] = (self._select, given.get("value", ""))


def _is_alert(given: Attributes) -> bool:
    words = re.split(r"[\s_-]+", given.get("class", "").lower())
    return given.get("role") == "alert" or not ALERT.isdisjoint(words)
