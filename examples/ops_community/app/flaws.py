"""Which single defects are switched on? ``FLAWS=open-admin,old-version:5`` names them.

Each one lives in one small place of the app, marked ``flawed("…")``; a flaw of a file lies in
``flawed/<flaw>/`` and stands in for the file of the same name; those that are one path more are in
``app/exposed.py``.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from flask import current_app

ROOT = Path(__file__).parent.parent


class Flaw(NamedTuple):
    """One defect: what it breaks, and the gate that should notice."""

    name: str
    breaks: str
    gate: str
    rule: str = ""
    """Of that gate; empty where it has none yet."""
    argument: int = 0
    """The n of ``name:n``, where it is not given."""


FLAWS = (
    Flaw("old-version", "the previous release answers for n seconds", "smoke", "LR-SMK002", 5),
    Flaw("stale-replica", "every n-th connection meets the old release", "smoke", "LR-SMK003", 3),
    Flaw(
        "missing-asset-as-html", "the homepage for a lost asset, for a year", "smoke", "LR-SMK023"
    ),
    Flaw("mixed-content", "the homepage refers to an image by plain http", "smoke", "LR-SMK013"),
    Flaw("redirect-loop", "the homepage redirects in a circle", "smoke", "LR-SMK011"),
    Flaw("html-cached-for-a-year", "browsers keep pages for a year", "smoke", "LR-SMK030"),
    Flaw("source-maps", "anybody can read the source map of the script", "smoke", "LR-SMK025"),
    Flaw("localhost-urls", "homepage and script hold a developer's address", "smoke", "LR-SMK026"),
    Flaw("wrong-password-accepted", "any password signs a known user in", "smoke", "LR-SMK041"),
    Flaw("no-logout", "signing out does not end the session", "smoke", "LR-SMK042"),
    Flaw("no-request-id", "answers have no X-Request-Id", "smoke", "LR-SMK050"),
    Flaw("broken-openapi", "ids are texts, the document says integers", "smoke", "LR-SMK050"),
    Flaw("token-in-response", "the feed repeats the reader's session token", "smoke", "LR-SMK063"),
    Flaw(
        "unknown-page-200", "a page that does not exist is answered with 200", "smoke", "LR-SMK062"
    ),
    Flaw("stack-trace-on-404", "an unknown page shows a stack trace", "smoke", "LR-SMK060"),
    Flaw("debug-page", "every error is a debug page", "smoke", "LR-SMK061"),
    Flaw("open-admin", "anybody may open the admin area", "guardrails", "LR-GRD040"),
    Flaw(
        "reflected-cors", "any website may read the API as its visitor", "guardrails", "LR-GRD060"
    ),
    Flaw("no-rate-limit", "passwords may be guessed without end", "guardrails", "LR-GRD070"),
    Flaw(
        "secrets-in-logs", "the log holds passwords, cookies and queries", "guardrails", "LR-GRD100"
    ),
    Flaw("exposed-repository", "the Git repository is served", "guardrails", "LR-GRD001"),
    Flaw("exposed-env", "the environment file is served", "guardrails", "LR-GRD002"),
    Flaw("exposed-dump", "a dump of the database is served", "guardrails", "LR-GRD003"),
    Flaw("listed-uploads", "the folder of uploads lists its files", "guardrails", "LR-GRD005"),
    Flaw("open-metrics", "anybody may read the app's metrics", "guardrails", "LR-GRD008"),
    Flaw("stack-trace-on-400", "broken JSON shows a stack trace", "guardrails", "LR-GRD030"),
    Flaw("slow-feed", "the feed compares every post with every other", "load", "LR-LOD001"),
    Flaw("secret-in-build", "the build holds the secret key", "schema", "LR-SCH206"),
    Flaw("misspelt-setting", "a setting of its file is misspelt", "schema", "LR-SCH003"),
    Flaw("missing-variable", "a variable that .env.example lacks is not set", "env", "LR-ENV001"),
)
NAMES = tuple(flaw.name for flaw in FLAWS)


class Switched(Mapping[str, int]):
    """The flaws that are on, each with its argument."""

    def __init__(self, text: str = "") -> None:
        """Read ``a,b:3``; raises ValueError for a name that is not in the table."""
        self._on: dict[str, int] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            name, _, argument = part.partition(":")
            if name not in NAMES:
                raise ValueError(f"no flaw is called {name}: there are {', '.join(NAMES)}")
            self._on[name] = int(argument or FLAWS[NAMES.index(name)].argument)

    def __getitem__(self, name: str) -> int:
        return self._on[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._on)

    def __len__(self) -> int:
        return len(self._on)

    def file(self, name: str) -> Path:
        """The file of the app, or the one that a flaw puts in its place."""
        for flaw in self:
            instead = ROOT / "flawed" / flaw / name
            if instead.exists():
                return instead
        return ROOT / name


def switched() -> Switched:
    """The flaws of the app that answers this request."""
    found: Switched = current_app.extensions["flaws"]
    return found


def flawed(name: str) -> bool:
    """Say whether this flaw is on."""
    return name in switched()
