"""How does each flaw of the sample app show from outside? One probe per flaw, over HTTP."""

import json
import re
import secrets
import sqlite3
from collections.abc import Callable

from tests.sample import Answer, Browser, Program, Sample, member

FOREIGN = "https://elsewhere.example.net"
Probe = Callable[[Sample], bool]


def shown(app: Sample) -> set[str]:
    """The flaws that show in this app."""
    return {name for name, probe in PROBES.items() if probe(app)}


def get(app: Sample, path: str, **headers: str) -> Answer:
    return Browser(app.url).ask(path, headers={k.replace("_", "-"): v for k, v in headers.items()})


def _versions(app: Sample) -> set[bool]:
    """Is it the right version? What six connections say."""
    expected = app.environ["APP_VERSION"]
    return {get(app, "/healthz").json["version"] == expected for _ in range(6)}


def _script(app: Sample) -> Answer:
    found = re.search(r'src="(/assets/app\.\w+\.js)"', get(app, "/login").text)
    assert found
    return get(app, found[1])


def _source_map(app: Sample) -> bool:
    found = re.search(r"sourceMappingURL=(\S+)", _script(app).text)
    return found is not None and "mappings" in get(app, f"/assets/{found[1]}").json


def _wrong_password(app: Sample) -> bool:
    return Browser(app.url).log_in(app.environ["MEMBER_EMAIL"], secrets.token_hex()).status == 303


def _after_logout(app: Sample) -> bool:
    """The session is still good, for whoever kept the cookie."""
    browser = member(app)
    kept = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
    browser.submit("/feed", "/logout")
    return get(app, "/feed", Cookie=kept).status == 200


def _feed(app: Sample) -> dict[str, object]:
    found: dict[str, object] = member(app).ask("/api/feed").json
    return found


def _texts_for_ids(app: Sample) -> bool:
    items = _feed(app)["items"]
    return isinstance(items, list) and isinstance(items[0]["id"], str)


def _debug_page(app: Sample) -> bool:
    """An error that is no 404 shows a trace."""
    return "Traceback" in get(app, "/logout").text


def _trace_of_404(app: Sample) -> bool:
    return "Traceback" in get(app, "/nothing-here").text and not _debug_page(app)


def _trace_of_400(app: Sample) -> bool:
    kind = {"Content-Type": "application/json"}
    answer = Browser(app.url).ask("/api/token", "POST", b"{", kind)
    return "Traceback" in answer.text and not _debug_page(app)


def _reflected(app: Sample) -> bool:
    headers = get(app, "/api/feed", Origin=FOREIGN).headers
    return headers["Access-Control-Allow-Origin"] == FOREIGN


def _guessing(app: Sample) -> bool:
    stranger = f"{secrets.token_hex(6)}@example.com"
    return all(Browser(app.url).log_in(stranger, "x").status != 429 for _ in range(6))


def _logged_secret(app: Sample) -> bool:
    canary = secrets.token_hex()
    Browser(app.url).log_in("nobody@example.com", canary)
    get(app, f"/nothing-here?token={canary}", Authorization=f"Bearer {canary}")
    return canary in app.log.read_text()


def _scans(app: Sample) -> bool:
    """The plan of the feed's query reads the table once more for each row."""
    Program(app.url, app.environ["API_KEY"]).ask("/api/feed")
    lines = [json.loads(line) for line in app.log.read_text().splitlines()]
    statement = next(line["statement"] for line in lines if line.get("query") == "feed")
    connection = sqlite3.connect(app.database)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", {"before": 9, "limit": 9})
    steps = [row[3] for row in plan]
    connection.close()
    return any("CORRELATED" in step for step in steps)


def _html_for_asset(app: Sample) -> bool:
    answer = get(app, "/assets/app.00000000.js")
    return (answer.status, answer.headers.get_content_type()) == (200, "text/html")


def _fallback(app: Sample) -> bool:
    return _html_for_asset(app) and _script(app).headers.get_content_type() == "text/html"


PROBES: dict[str, Probe] = {
    "old-version": lambda app: _versions(app) == {False},
    "stale-replica": lambda app: _versions(app) == {False, True},
    "missing-asset-as-html": _fallback,
    "mixed-content": lambda app: 'src="http://' in get(app, "/").text,
    "redirect-loop": lambda app: get(app, "/").headers["Location"] == "/",
    "html-cached-for-a-year": lambda app: "31536000" in get(app, "/login").headers["Cache-Control"],
    "source-maps": _source_map,
    "localhost-urls": lambda app: "//localhost:" in _script(app).text + get(app, "/").text,
    "wrong-password-accepted": _wrong_password,
    "no-logout": _after_logout,
    "no-request-id": lambda app: "X-Request-Id" not in get(app, "/healthz").headers,
    "broken-openapi": _texts_for_ids,
    "token-in-response": lambda app: "access_token" in _feed(app),
    "unknown-page-200": lambda app: get(app, "/nothing-here").status == 200,
    "stack-trace-on-404": _trace_of_404,
    "debug-page": _debug_page,
    "open-admin": lambda app: get(app, "/api/admin/members").status == 200,
    "reflected-cors": _reflected,
    "no-rate-limit": _guessing,
    "secrets-in-logs": _logged_secret,
    "exposed-repository": lambda app: get(app, "/.git/HEAD").text.startswith("ref: refs/"),
    "exposed-env": lambda app: "\nSECRET_KEY=" in get(app, "/.env").text,
    "exposed-dump": lambda app: "CREATE TABLE users" in get(app, "/dump.sql").text,
    "listed-uploads": lambda app: "Index of /uploads/" in get(app, "/uploads/").text,
    "open-metrics": lambda app: "# HELP" in get(app, "/metrics").text,
    "stack-trace-on-400": _trace_of_400,
    "slow-feed": _scans,
}
"""Every flaw of an app that starts."""
