"""Who may use the app, and how do they log in? The top-level ``users`` of launchready.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from launchready_ci.conditions import Expect
from launchready_ci.config import Configuration
from launchready_ci.credentials import Secret
from launchready_ci.nodes import Map, Scalar
from launchready_ci.shapes import build

Text = str | Secret


@dataclass(frozen=True)
class Basic:
    """HTTP basic authentication (RFC 7617)."""

    user: Text
    password: Text


@dataclass(frozen=True)
class Login:
    """One way to log in; of ``form``, ``post``, ``basic``, ``header`` and ``cookie`` one is set."""

    form: str = ""
    """The page that holds the form."""
    post: str = ""
    """What takes the credentials and gives a token or a cookie."""
    fields: Mapping[str, Text] = field(default_factory=dict)
    """What is filled in: of the form, or form-encoded for ``post``."""
    body: Mapping[str, object] = field(default_factory=dict)
    """The JSON for ``post``."""
    bearer: str = ""
    """Where the answer to ``post`` holds the token, in JMESPath; without it cookies are kept."""
    basic: Basic | None = None
    header: Mapping[str, Text] = field(default_factory=dict)
    cookie: Mapping[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ways = [name for name in WAYS if getattr(self, name)]
        if len(ways) != 1:
            told = " and ".join(ways) or "nothing"
            raise ValueError(f"expected one of {', '.join(WAYS)}, got {told}")
        if self.form and not self.fields:
            raise ValueError("a form needs fields, such as {email: …, password: {secret: NAME}}")
        if self.fields and not (self.form or self.post):
            raise ValueError("fields belong to form or post")
        if (self.body or self.bearer) and not self.post:
            raise ValueError("body and bearer belong to post")
        if self.body and self.fields:
            raise ValueError("expected body (JSON) or fields (a form), got both")
        self._hold_bearer()

    def _hold_bearer(self) -> None:
        if self.bearer:
            import jmespath
            from jmespath.exceptions import JMESPathError

            try:
                jmespath.compile(self.bearer)
            except JMESPathError:
                raise ValueError("bearer is no JMESPath, such as token or data.token") from None


WAYS = ("form", "post", "basic", "header", "cookie")


@dataclass(frozen=True)
class SignedIn:
    """A page that only this user sees: it tells whether the login worked."""

    get: str
    expect: Expect = field(default_factory=Expect)
    """``status`` tells whether the login worked; the rest is the smoke gate's."""


@dataclass(frozen=True)
class User:
    """One of ``users``."""

    login: Login
    signed_in: SignedIn | None = None


@dataclass(frozen=True)
class _Top:
    users: Mapping[str, User] = field(default_factory=dict)


def load(configuration: Configuration, environ: Mapping[str, str]) -> Mapping[str, User]:
    """The users by name; raises ConfigError at the first value that does not fit."""
    entry = configuration.sections.entries.get("users")
    if entry is None or (isinstance(entry.value, Scalar) and entry.value.null):
        return {}
    alone = Map(configuration.sections.location, {"users": entry})
    return build(_Top, alone, (), environ).users
