"""Does a body show a stack trace, a debug page or a credential?"""

import re
import threading
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from launchready_ci.findings import Severity
from launchready_ci.gates.smoke.facts import Exposed
from launchready_ci.nodes import shown

if TYPE_CHECKING:
    from launchready_ci.http import Answer

LONGEST = 1_000_000
"""Bytes of a body that are looked at for traces; bundles are searched whole for credentials."""
TRACES = (
    (
        "Python",
        rb"Traceback \(most recent call last\)",
        rb"File (?:\"|&quot;|&#34;|\\\").{1,300}?, line ",
    ),
    ("Java", rb"\bat [\w.$/]+\([\w$]+\.(?:java|kt|scala):\d+\)", b""),
    (
        "JavaScript",
        rb"(?:\n|\\n|<br>|&nbsp;)[ \t]{0,40}at [^\n<]{1,200}?[/\\][^\n<:]{1,200}:\d+:\d+\)?",
        b"",
    ),
    (
        "PHP",
        rb"(?:Fatal error|Parse error|Uncaught [\w\\]+)[^\n]{0,500}? in [^\n]{1,200}\.php",
        b"",
    ),
    ("PHP", rb"#0 [^\n(]{1,200}\.php\(\d+\): ", b""),
    ("Ruby", rb"\.rb:\d+:in (?:`|'|&#39;|&#x27;)", b""),
    ("Go", rb"goroutine \d+ \[running\]", b""),
    (".NET", rb"\bat [\w.<>`]+\([^)\n]{0,200}\) in [^\n]{1,200}:line \d+", b""),
    ("Rust", rb"thread '[^'\n]{1,60}' (?:\(\d+\) )?panicked at ", b""),
)
"""Language, its beginning, and what must follow."""
DEBUG = (
    (rb"DEBUG = True</code>|DEBUG=True</a> is in your settings", "Django's debug page"),
    (rb"Werkzeug Debugger|__debugger__=yes", "Werkzeug's debugger, which runs code"),
    (rb"Action Controller: Exception caught|<h1>Routing Error</h1>", "Rails' debug page"),
    (
        rb"laravel-ignition|window\.ignite\b|Whoops, looks like something went wrong",
        "Laravel's debug page",
    ),
    (rb"<!--\s*Symfony\\|Symfony Exception|sfwdt[0-9a-f]{4}", "Symfony's debug page"),
    (rb"[\"']/@vite/client[\"']", "Vite's development server"),
    (rb"/_next/static/development/|/webpack-dev-server/", "a development server"),
    (rb"Developer Exception Page|<code>\s*&lt;customErrors mode=", "ASP.NET's debug page"),
)
CERTAIN = 50
"""Least rank of a format: in a script, what only stands behind the name of a secret is none."""
PUBLIC = ("LR-SEC027",)
"""Keys that a browser must have: Google's for maps and Firebase."""
FIELD = re.compile(
    r"(?i)^(?!.*(?:csrf|xsrf|page|cursor|continuation|next|device|push|public))"
    r".*(?:passw(?:or)?d|secret|private_?key|api_?key|token|credential)(?:_?hash)?$"
)
"""Names of fields of JSON whose value is a credential."""
TOKEN = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[\w+/.=$:~-]{16,}")
_SEARCHING = threading.Lock()
"""The searcher has one scratch space (hyperscan's), for one thread at a time."""
Key = Callable[[str | bytes], str]


@cache
def _pattern(source: bytes) -> re.Pattern[bytes]:
    return re.compile(source)


def traces(body: bytes) -> tuple[str, ...]:
    """The languages of the stack traces in a body."""
    body, found = body[:LONGEST], list[str]()
    for language, begins, follows in TRACES:
        start = _pattern(begins).search(body)
        if start and (not follows or _pattern(follows).search(body, start.end())):
            found.append(language)
    return tuple(dict.fromkeys(found))


def trace(body: bytes) -> str:
    """A few words of the first stack trace; they are foreign, and not masked yet."""
    body = body[:LONGEST]
    for _, begins, follows in TRACES:
        start = _pattern(begins).search(body)
        found = _pattern(follows).search(body, start.end()) if start and follows else start
        if found:
            said = body[found.start() : found.start() + 160].decode("utf-8", "replace")
            return " ".join(said.strip().partition("\n")[0].split())
    return ""


def debug_page(body: bytes) -> str:
    """Whose debug page it is; empty where it is none."""
    body = body[:LONGEST]
    return next((whose for source, whose in DEBUG if _pattern(source).search(body)), "")


def credentials(
    body: bytes, key: Key, path: str = "answer", least: int = CERTAIN
) -> Iterator[Exposed]:
    """Everything in the text that is a credential without doubt, whoever may read it.

    With ``least`` 0 also what is one by its name alone, as in a file of settings.
    """
    from launchready_ci.gates.secrets import engine
    from launchready_ci.sources import Text

    with _SEARCHING:
        found = engine.searcher().search(Text(path, body))
    for hit in found.hits:
        row = hit.format
        if row.severity is Severity.ERROR and row.rank >= least and row.id not in PUBLIC:
            yield Exposed(row.title, row.opens, hit.line, key(hit.value))


def fields(answer: "Answer", key: Key) -> Iterator[Exposed]:
    """Fields of a JSON answer whose name and value are a credential's."""
    if not answer.media_type.endswith("json"):
        return
    try:
        body = answer.json
    except ValueError:
        return
    for name, value in _named(body):
        if FIELD.match(name) and TOKEN.fullmatch(value):
            told = "Whoever reads the answer has it."
            yield Exposed(f"a credential in the field {shown(name)}", told, 1, key(value))


def _named(body: object, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Name and text of every field, however deep."""
    if depth > 50:
        return
    if isinstance(body, list):
        for item in body:
            yield from _named(item, depth + 1)
    elif isinstance(body, dict):
        for name, value in body.items():
            if isinstance(value, str):
                yield name, value
            else:
                yield from _named(value, depth + 1)
