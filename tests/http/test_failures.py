"""Whatever a server does, a request ends in time, with the error that says what happened."""

import gzip
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Sequence

import pytest
import trustme

from launchready_ci.gate import CannotLook
from launchready_ci.http import Client, HttpError, Limits, errors
from launchready_ci.units import Duration, Size
from tests.http.servers import Reply, Talk, dripped, raw, said, web

Ask = Callable[..., Client]
SHORT = Limits(time=Duration(0.4))
PATIENT = Limits(time=Duration(60))
SMALL = Limits(time=Duration(60), body=Size(10_000), unpacked=Size(100_000))
HEAD = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(5_000_000))
CASES: dict[str, tuple[Talk, Limits, type[HttpError], str]] = {
    "headers that drip": (dripped(HEAD, b"a"), SHORT, errors.TimedOut, "headers"),
    "a body that drips": (
        dripped(HEAD + b"Content-Length: 1000000\r\n\r\n", b"."),
        SHORT,
        errors.TimedOut,
        "body",
    ),
    "interim answers without end": (
        dripped(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        SHORT,
        errors.TimedOut,
        "still",
    ),
    "silence": (dripped(b"", b""), SHORT, errors.TimedOut, "first byte"),
    "a body without end": (
        dripped(HEAD + b"\r\n", bytes(5_000)),
        SMALL,
        errors.BodyTooLarge,
        "10,000 bytes",
    ),
    "a bomb": (
        said(HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB),
        SMALL._replace(body=Size(1_000_000)),
        errors.DecompressionBomb,
        "100,000 bytes",
    ),
    "a bomb in a bomb": (
        said(HEAD + b"Content-Encoding: gzip, gzip\r\n\r\n" + gzip.compress(BOMB)),
        SMALL,
        errors.DecompressionBomb,
        "100,000 bytes",
    ),
    "an encoding that was not asked for": (
        said(HEAD + b"Content-Encoding: br\r\n\r\nxx"),
        PATIENT,
        errors.Malformed,
        "'br'",
    ),
    "a body that is not gzip": (
        said(HEAD + b"Content-Encoding: gzip\r\n\r\nplain text"),
        PATIENT,
        errors.Malformed,
        "gzip",
    ),
    "gzip that is cut off": (
        said(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 99)[:-9]),
        PATIENT,
        errors.Malformed,
        "in the middle",
    ),
    "many headers": (
        said(HEAD + b"a: b\r\n" * 300 + b"\r\n"),
        PATIENT,
        errors.HeadersTooLarge,
        "256 headers",
    ),
    "a flood of headers": (
        dripped(HEAD, b"a: " + b"b" * 20_000 + b"\r\n"),
        PATIENT,
        errors.HeadersTooLarge,
        "bytes",
    ),
    "a status line that is none": (
        said(b"SSH-2.0-OpenSSH_9.9\r\n\r\n", end=False),
        PATIENT,
        errors.Malformed,
        "not HTTP",
    ),
    "a header that is none": (
        said(HEAD + b"no colon here\r\n\r\n", end=False),
        PATIENT,
        errors.Malformed,
        "not HTTP",
    ),
    "two lengths": (
        said(HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", end=False),
        PATIENT,
        errors.Malformed,
        "not HTTP",
    ),
    "chunks that are none": (
        said(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", end=False),
        PATIENT,
        errors.Malformed,
        "framed",
    ),
    "another protocol, unasked": (
        said(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", end=False),
        PATIENT,
        errors.Malformed,
        "not HTTP",
    ),
    "a hang-up before the answer": (said(b""), PATIENT, errors.ConnectionLost, "before"),
    "a hang-up within the headers": (said(HEAD + b"a:"), PATIENT, errors.ConnectionLost, "before"),
    "a hang-up within the body": (
        said(HEAD + b"Content-Length: 9\r\n\r\nxx"),
        PATIENT,
        errors.ConnectionLost,
        "within",
    ),
}


@pytest.mark.parametrize(("talk", "limits", "kind", "words"), CASES.values(), ids=CASES)
def test_a_server_that_misbehaves(
    ask: Ask, talk: Talk, limits: Limits, kind: type[HttpError], words: str
) -> None:
    with raw(talk) as url, pytest.raises(HttpError) as caught:
        ask(url, limits=limits).request("GET", "/x?key=value")

    assert type(caught.value) is kind
    assert words in caught.value.reason
    assert str(caught.value).startswith(f"GET {url}/x: ")
    assert 0 < caught.value.seconds < 50
    assert isinstance(caught.value, CannotLook)


def reset(data: bytes) -> Talk:
    """Read a request, send these bytes, and reset the connection."""

    def talk(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(data)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return talk


@pytest.mark.parametrize(
    "data", [b"", HEAD + b"Content-Length: 9\r\n\r\nx"], ids=["at once", "within the body"]
)
def test_a_reset(ask: Ask, data: bytes) -> None:
    with (
        raw(reset(data)) as url,
        pytest.raises(errors.ConnectionLost, match="broke the connection"),
    ):
        ask(url).request("GET", "/")


def test_an_answer_before_all_of_the_body_was_sent(ask: Ask) -> None:
    """Servers refuse a large body without reading it: what they say counts."""

    def talk(connection: socket.socket) -> None:
        connection.recv(1_000)
        connection.sendall(b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65_536):
            pass

    with raw(talk) as url:
        answer = ask(url, limits=PATIENT).request("POST", "/", content=bytes(5_000_000))

    assert answer.status == 413


def test_a_server_that_reads_nothing(ask: Ask) -> None:
    hold = threading.Event()
    with (
        raw(lambda _: [hold.wait(60)].clear()) as url,
        pytest.raises(errors.TimedOut, match="still sending the request"),
    ):
        ask(url, limits=SHORT).request("POST", "/", content=bytes(50_000_000))

    hold.set()


def test_a_hang_up_in_the_handshake(ask: Ask) -> None:
    with raw(said(b"")) as url, pytest.raises(errors.TlsFailed):
        ask(url.replace("http:", "https:")).request("GET", "/")


def test_nothing_listens(ask: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    with pytest.raises(errors.ConnectionRefused, match=f"nothing listens on port {port}"):
        ask(f"http://127.0.0.1:{port}").request("GET", "/")


def test_a_name_without_an_address(ask: Ask) -> None:
    def resolve(_: str, __: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(errors.DnsFailed, match=r"app\.example has no address"):
        ask("http://app.example", resolve=resolve).request("GET", "/")


def test_no_name_server(ask: Ask) -> None:
    def resolve(_: str, __: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    with pytest.raises(errors.DnsFailed, match="no name server answers"):
        ask("http://app.example", resolve=resolve).request("GET", "/")


def test_a_resolver_that_hangs(ask: Ask) -> None:
    release = threading.Event()

    def resolve(_: str, __: int) -> Sequence[str]:
        release.wait(60)
        return []

    with pytest.raises(errors.TimedOut, match=r"still looking up app\.example"):
        ask("http://app.example", resolve=resolve, limits=SHORT).request("GET", "/")

    release.set()


def test_the_second_address_answers_where_the_first_refuses(ask: Ask) -> None:
    with web(lambda _: Reply("here")) as server:
        url = f"http://app.example:{server.port}"

        answer = ask(url, resolve=lambda *_: ["127.0.0.2", "127.0.0.1"]).request("GET", "/")

    assert answer.peer == "127.0.0.1"
    assert answer.timings.dns > 0


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def server_side(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_tls_that_is_as_it_should_be(ask: Ask, authority: trustme.CA) -> None:
    with web(lambda _: Reply("safe"), server_side(authority, "127.0.0.1")) as server:
        answer = ask(server.url, tls=trusting(authority)).request("GET", "/")

    assert answer.text == "safe"
    assert answer.timings.tls > 0


def test_a_certificate_for_another_name(ask: Ask, authority: trustme.CA) -> None:
    with (
        web(lambda _: Reply(), server_side(authority, "other.example")) as server,
        pytest.raises(errors.TlsFailed, match="is for another address"),
    ):
        ask(server.url, tls=trusting(authority)).request("GET", "/")


def test_an_unknown_authority(ask: Ask, authority: trustme.CA) -> None:
    with (
        web(lambda _: Reply(), server_side(authority, "127.0.0.1")) as server,
        pytest.raises(errors.TlsFailed, match="authority that this machine"),
    ):
        ask(server.url).request("GET", "/")


def test_plain_http_on_the_port(ask: Ask) -> None:
    with (
        raw(said(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as url,
        pytest.raises(errors.TlsFailed, match="speaks no TLS"),
    ):
        ask(url.replace("http:", "https:")).request("GET", "/")


def test_a_handshake_that_never_ends(ask: Ask) -> None:
    with (
        raw(dripped(b"", b"")) as url,
        pytest.raises(errors.TimedOut, match="in the TLS handshake"),
    ):
        ask(url.replace("http:", "https:"), limits=SHORT).request("GET", "/")


@pytest.mark.parametrize(
    "url",
    ["ftp://example.com/", "example.com", "http://", "http://u:p@example.com/", "http://[::1/"],
    ids=["ftp", "no scheme", "no host", "a password", "a bracket too few"],
)
def test_no_url(url: str) -> None:
    with pytest.raises(errors.BadUrl):
        Client(url, environ={})


def test_a_credential_that_ends_with_a_newline_is_not_shown(ask: Ask) -> None:
    with raw(said(b"")) as url, pytest.raises(errors.BadRequest) as caught:
        ask(url).request("GET", "/", headers={"X-Key": "kept-to-ourselves\n"})

    assert "end with a newline" in str(caught.value)
    assert "ourselves" not in str(caught.value)


@pytest.mark.parametrize("bits", [15, -15], ids=["as zlib's format", "bare"])
def test_deflate(ask: Ask, bits: int) -> None:
    packer = zlib.compressobj(wbits=bits)
    body = packer.compress(b"text" * 1_000) + packer.flush()
    with raw(said(HEAD + b"Content-Encoding: deflate\r\n\r\n" + body)) as url:
        answer = ask(url).request("GET", "/")

    assert answer.body == b"text" * 1_000


@pytest.mark.parametrize("after", [b"", bytes(8), b"\x1f", b"garbage"])
def test_gzip_of_several_members_and_what_means_nothing_after_them(ask: Ask, after: bytes) -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two") + after
    with raw(said(HEAD + b"Content-Encoding: gzip\r\n\r\n" + body)) as url:
        answer = ask(url).request("GET", "/")

    assert answer.body == b"one two"


@pytest.mark.parametrize("piece", range(1, 5))
def test_gzip_that_comes_in_pieces(piece: int) -> None:
    from launchready_ci.http.decompress import Decompressor

    body = gzip.compress(b"one ") + gzip.compress(b"two")
    unpack = Decompressor("gzip", 100)

    text = b"".join(unpack.feed(body[i : i + piece]) for i in range(0, len(body), piece))

    unpack.finish()
    assert text == b"one two"
