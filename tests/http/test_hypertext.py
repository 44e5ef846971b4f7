"""A page that is broken without end is read, as a browser does, before patience is lost."""

import pytest

from launchready_ci.gates.smoke import leaks, markup
from launchready_ci.http import Answer, Headers, Timings
from launchready_ci.http.forms import Page

TIMES = 50_000
"""With Python's own parser each of these takes hours."""
OPEN = {
    "tags": "<a ",
    "attributes": '<a b="',
    "comments": "<!--",
    "sections": "<![CDATA[",
    "instructions": "<?x",
    "end tags": "</a",
    "declarations": "<!x ",
}


@pytest.mark.parametrize("piece", OPEN.values(), ids=OPEN)
def test_what_is_open_at_the_end_is_dropped(piece: str) -> None:
    text = f'<title>Ops</title><script src="/a.js"></script><p>Welcome{piece * TIMES}'

    page = markup.read("https://example.com/", text)

    assert (page.title, page.seen) == ("Ops", True)
    assert [reference.url for reference in page.references] == ["https://example.com/a.js"]


@pytest.mark.parametrize("piece", OPEN.values(), ids=OPEN)
def test_a_form_before_it_is_found(piece: str) -> None:
    text = f"<form method=post><input name=email><input type=password name=p></form>{piece * TIMES}"
    answer = Answer("GET", "https://example.com/", 200, Headers(), text.encode(), Timings())

    page = Page.of(answer)

    assert page.asks_password
    assert page.form(["email", "p"]) is page.forms[0]


@pytest.mark.parametrize(
    ("action", "sent"),
    [
        ("http://[", "https://example.com/login"),
        ("javascript:void(0)", "https://example.com/login"),
        ("", "https://example.com/login"),
        ("/session#top", "https://example.com/session"),
        ("http://a:99999999/", "http://a:99999999/"),
    ],
)
def test_where_a_form_leads(action: str, sent: str) -> None:
    text = f'<base href="http://["><form action="{action}"><input name=a></form>'
    answer = Answer("GET", "https://example.com/login", 200, Headers(), text.encode(), Timings())

    assert [form.action for form in Page.of(answer).forms] == [sent]


@pytest.mark.parametrize("piece", [b"\n", b"<br> ", b"at a.b(", b"Fatal error ", b"#0 "])
def test_nothing_is_found_in_a_body_that_only_looks_like_traces(piece: bytes) -> None:
    assert leaks.traces(piece * TIMES) == ()
