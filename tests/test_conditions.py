"""What holds, what does not, and in which words."""

import json

import pytest

from launchready_ci.conditions import Expect, failures
from launchready_ci.http import Answer, Headers, Timings
from launchready_ci.operators import span
from launchready_ci.units import Duration

SECRET = "Zx9" * 12


def answer(
    body: object = None, status: int = 200, seconds: float = 0.0, text: str | None = None
) -> Answer:
    data = text if text is not None else json.dumps(body)
    headers = Headers([("Content-Type", "application/json"), ("X-Request-Id", "17")])
    return Answer("GET", "http://a/", status, headers, data.encode(), Timings(), seconds=seconds)


@pytest.mark.parametrize(
    "expect",
    [
        pytest.param(Expect(), id="any 2xx by default"),
        pytest.param(Expect(status=200), id="equality"),
        pytest.param(Expect(status={"one_of": [200, 204]}), id="one of"),
        pytest.param(Expect(headers={"x-request-id": {"exists": True}}), id="a header exists"),
        pytest.param(Expect(headers={"etag": {"exists": False}}), id="a header is absent"),
        pytest.param(Expect(headers={"X-Request-ID": {"at_least": 10}}), id="a header's number"),
        pytest.param(Expect(text='"name"'), id="text contains"),
        pytest.param(Expect(text={"matches": "a.a"}), id="text matches"),
        pytest.param(Expect(json={"length(items)": {"at_least": 1}}), id="at least"),
        pytest.param(Expect(json={"items[0]": {"at_most": 1, "type": "integer"}}), id="both"),
        pytest.param(Expect(json={"items": [1]}), id="a whole list"),
        pytest.param(Expect(json={"items": {"contains": 1}}), id="a list contains"),
        pytest.param(Expect(json={"ok": True, "name": "ana"}), id="a boolean and a text"),
        pytest.param(Expect(json={"gone": {"exists": False}}), id="nothing there"),
        pytest.param(Expect(json={"map": {"a": 1}}), id="a mapping without operators"),
        pytest.param(Expect(time=Duration(1.0)), id="in time"),
    ],
)
def test_what_holds(expect: Expect) -> None:
    body = {"items": [1], "ok": True, "name": "ana", "map": {"a": 1}}

    assert list(failures(expect, answer(body))) == []


@pytest.mark.parametrize(
    ("expect", "came", "told"),
    [
        (Expect(status=200), answer(status=502), "status 502, expected 200"),
        (Expect(), answer(status=404), "status 404, expected 200 to 299"),
        (Expect(status={"one_of": [1, 2]}), answer(), "status 200, expected one of 1, 2"),
        (
            Expect(headers={"etag": {"exists": True}}),
            answer(),
            "header etag is absent, expected it to be there",
        ),
        (
            Expect(text="Welcome"),
            answer(),
            "the text does not hold what is expected: to contain Welcome",
        ),
        (
            Expect(json={"length(items)": {"at_least": 1}}),
            answer({"items": []}),
            "length(items) is 0, expected at least 1",
        ),
        (
            Expect(json={"length(items)": {"at_least": 1}}),
            answer({}),
            "length(items) is absent, expected at least 1",
        ),
        (Expect(json={"ok": True}), answer({"ok": 1}), "ok is 1, expected true"),
        (
            Expect(json={"n": {"type": "integer"}}),
            answer({"n": "1"}),
            "n is 1, expected the type integer",
        ),
        (Expect(json={"k": "x"}), answer({"k": SECRET}), "k is [redacted], expected x"),
        (
            Expect(json={"user.token": "x"}),
            answer({"user": {"token": "short"}}),
            "user.token is [redacted], expected x",
        ),
        (
            Expect(json={"a": 1}),
            answer(text="<p>"),
            "the body (application/json) is no JSON: line 1, column 1",
        ),
        (Expect(time=Duration(0.8)), answer(seconds=1.24), "took 1.2 s, expected at most 800 ms"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_fails_says_what_came(expect: Expect, came: Answer, told: str) -> None:
    found = list(failures(expect, came))

    assert [failed.message for failed in found] == [told]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"json": {"items[": 1}}, "is no JMESPath"),
        ({"json": {"a": {"at_least": "1"}}}, "at_least takes a number"),
        (
            {"json": {"a": {"at_least": 1, "atmost": 2}}},
            "unknown operator atmost, did you mean at_most",
        ),
        ({"text": {"matches": "("}}, "no regular expression"),
        ({"status": {"one_of": 200}}, "one_of takes a list"),
        ({"headers": {"a": {"exists": "yes"}}}, "exists takes true or false"),
        ({"json": {"a": {"type": "text"}}}, "type takes one of"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_evaluated_is_refused(given: dict[str, object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Expect(**given)  # type: ignore[arg-type] # the cases say which


@pytest.mark.parametrize(
    ("expect", "follows"),
    [
        (Expect(status=200), True),
        (Expect(), True),
        (Expect(status=301), False),
        (Expect(status={"one_of": [302, 303]}), False),
    ],
    ids=["a status", "none", "a redirect", "one of two redirects"],
)
def test_a_redirect_that_is_expected_is_not_followed(expect: Expect, follows: bool) -> None:
    assert expect.follows is follows


def test_a_span_is_short() -> None:
    assert (span(0.0421), span(1.25)) == ("42 ms", "1.2 s")


def test_a_cookie_is_not_shown() -> None:
    cookie = Headers([("Set-Cookie", "sid=short")])
    came = Answer("GET", "http://a/", 200, cookie, b"", Timings(), seconds=0.1)

    (failed,) = failures(Expect(headers={"Set-Cookie": "x"}), came)

    assert failed.message == "header Set-Cookie is [redacted], expected x"
