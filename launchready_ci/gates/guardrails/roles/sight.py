"""What did somebody get to see?"""

import re
from urllib.parse import urlsplit

from launchready_ci.gates.guardrails.asking import Run
from launchready_ci.gates.guardrails.request import Came
from launchready_ci.gates.guardrails.roles.alike import alike, same_shape
from launchready_ci.gates.guardrails.roles.facts import Sight
from launchready_ci.gates.guardrails.roles.paths import CONSOLES
from launchready_ci.http import Answer, NotJson
from launchready_ci.http.errors import RedirectedElsewhere
from launchready_ci.http.forms import Page
from launchready_ci.nodes import listed, shown

PERSONAL = re.compile(
    r"(?i)^(?:e-?mail|.*passw(?:or)?d.*|phone|roles?|is_?(?:admin|staff|superuser))"
)
"""Fields that nobody but an admin needs of other people."""
ADMIN = re.compile(r"(?i)<(?:title|h1)\b[^>]{0,200}>[^<]{0,100}\badmin")
WORKS = re.compile(r"(?i)<table\b|<form\b[^>]{0,300}\bmethod\s*=\s*[\"']?post")


def sight(run: Run, came: Came) -> Sight | None:
    """What came; None where it cannot be told."""
    if came.answer is None:
        # a login elsewhere: at a host that launchready.yaml does not name
        return "login" if isinstance(came.error, RedirectedElsewhere) else None
    answer, path = came.answer, came.request.path
    if answer.status >= 500:
        return None
    if run.missing.holds(path, answer):
        return "absent"
    if not 200 <= answer.status < 300:
        return "refused"
    if Page.of(answer).asks_password:
        return "login"
    return "elsewhere" if _led_away(path, answer) else "page"


def same(answer: Answer, page: Answer, ordinary: Answer | None) -> bool | None:
    """Whether ``answer`` is what one who is allowed gets; None where that tells nothing."""
    if answer.body == page.body and page.media_type != "text/html":
        return True
    shape = same_shape(page.text, answer.text)
    if shape is not None:
        return shape
    return alike(page.text, answer.text, ordinary.text if ordinary else "")


def described(run: Run, answer: Answer) -> str:
    """What it is, in words that give nothing away."""
    try:
        items, fields = _items(answer.json)
    except NotJson:
        found = re.search(r"<title[^>]{0,200}>([^<]{1,200})", answer.text[:20_000], re.IGNORECASE)
        title = shown(run.sessions.mask(" ".join(found[1].split()))) if found else "no title"
        kind = answer.media_type or "no content type"
        return f"{len(answer.body):,} bytes of {kind}, {title}"
    told = f" with {shown(listed(sorted(fields)[:5], 'and'))}" if fields else ""
    return f"JSON, {items} {'item' if items == 1 else 'items'}{told}"


def proof(run: Run, path: str, answer: Answer) -> str:
    """What shows that a usual admin path is open; empty where nothing does."""
    for of, pattern, name in CONSOLES:
        if of == path and re.search(pattern, answer.text):
            return name
    try:
        items, fields = _items(answer.json)
    except NotJson:
        is_admin = ADMIN.search(answer.text) and WORKS.search(answer.text)
        return described(run, answer) if is_admin else ""
    personal = items and any(PERSONAL.match(field) for field in fields)
    return described(run, answer) if personal else ""


def _items(body: object) -> tuple[int, set[str]]:
    """How many things of which fields: of a list, or of the first list in an object."""
    if isinstance(body, dict):
        inner = [value for value in body.values() if isinstance(value, list)]
        body = inner[0] if inner else [body]
    things = body if isinstance(body, list) else []
    fields = {str(name) for thing in things[:100] if isinstance(thing, dict) for name in thing}
    return len(things), fields


def _led_away(path: str, answer: Answer) -> bool:
    """A redirect led to another path than below the one that was asked for."""
    asked = path.partition("?")[0].rstrip("/").lower()
    return bool(answer.hops) and asked not in urlsplit(answer.url).path.lower()
