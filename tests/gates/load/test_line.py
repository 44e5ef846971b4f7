"""What is read of an answer, whichever pieces it comes in."""

import pytest

from launchready_ci.gates.load.line import Answer, Sent
from launchready_ci.gates.load.wire import Call

PLAIN = b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 2\r\n\r\nok"


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_an_answer_is_whole_with_its_last_byte(size: int) -> None:
    answer = Answer("GET")
    for at in range(0, len(PLAIN), size):
        assert not answer.is_whole
        answer.feed(PLAIN[at : at + size])

    assert answer.is_whole
    assert (answer.get_code(), answer.headers["location"]) == (302, "/login")
    assert answer.should_keep_alive()


@pytest.mark.parametrize(
    ("method", "text", "kept"),
    [
        pytest.param("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", True, id="HEAD"),
        pytest.param("GET", b"HTTP/1.1 204 No Content\r\n\r\n", True, id="no content"),
        pytest.param(
            "GET",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
            True,
            id="chunks",
        ),
        pytest.param(
            "GET",
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            False,
            id="close",
        ),
    ],
)
def test_where_an_answer_ends(method: str, text: bytes, kept: bool) -> None:
    answer = Answer(method)
    answer.feed(text)

    assert answer.is_whole
    assert answer.should_keep_alive() == kept


def test_what_comes_before_an_answer_is_not_the_answer() -> None:
    answer = Answer("GET")
    answer.feed(b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n")
    begun = answer.is_whole

    answer.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    assert (begun, answer.is_whole) == (False, True)
    assert "link" not in answer.headers


def test_a_body_without_a_length_ends_with_the_connection() -> None:
    answer = Answer("GET")
    answer.feed(b"HTTP/1.0 200 OK\r\n\r\nsome")
    begun = answer.is_whole

    answer.feed(b"")
    assert (begun, answer.is_whole) == (False, True)


def test_a_request_says_how_long_its_body_is() -> None:
    call = Call(
        method="POST", headers={"Accept": "*/*"}, variants=[("/a", "é"), ("/b", None)], status=None
    )

    assert Sent("http://app.example:81/v1", call)(0) == (
        b"POST /v1/a HTTP/1.1\r\nHost: app.example:81\r\nAccept: */*\r\n"
        b"Content-Length: 2\r\n\r\n\xc3\xa9"
    )
    assert Sent("http://app.example", call)(1).endswith(b"Content-Length: 0\r\n\r\n")
