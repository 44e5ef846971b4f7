"""How one question is put to name servers that are slow, down, or cut their answers short."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from launchready_ci.gates.domain import resolver
from launchready_ci.gates.domain.configuration import Domain, server
from launchready_ci.gates.domain.resolver import NoAnswer, Resolver, Silent
from launchready_ci.unusable import CannotLook
from tests.zones import Zones, zones

ZONE: Zones = {"example.com": ["A 127.0.0.1", "TXT v=spf1 -all"], "b.example.com": ["A TIMEOUT"]}


def at(address: str) -> tuple[str, int]:
    found = server(address)
    assert found
    return found


@pytest.fixture
def dead() -> Iterator[tuple[str, int]]:
    """A port that takes packets, and answers none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()


@pytest.fixture
def closed() -> tuple[str, int]:
    """A port at which nothing listens."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()  # type: ignore[no-any-return]


def test_an_answer_counts_that_comes_after_the_question_was_asked_again() -> None:
    with zones(ZONE, latency=resolver.LIFETIME / 2) as slow:
        found = Resolver([at(slow.address)]).ask("example.com", "A")

    assert found.values == ("127.0.0.1",)
    assert len(slow.asked) > 1


def test_the_next_server_is_asked_where_one_is_down(
    dead: tuple[str, int], closed: tuple[str, int]
) -> None:
    with zones(ZONE) as sound, zones({"example.com": ["A REFUSED"]}) as other:
        asked = Resolver([closed, at(other.address), dead, at(sound.address)])

        assert asked.ask("example.com", "A").values == ("127.0.0.1",)


def test_what_a_server_says_is_told_before_that_another_is_down(closed: tuple[str, int]) -> None:
    with (
        zones({"example.com": ["A REFUSED"]}) as other,
        pytest.raises(NoAnswer, match="looks nothing up for others: a resolver is needed"),
    ):
        Resolver([closed, at(other.address)]).ask("example.com", "A")


def test_where_nothing_listens_that_is_told_at_once(closed: tuple[str, int]) -> None:
    began = time.monotonic()
    with pytest.raises(NoAnswer, match="nothing listens at the name server's address"):
        Resolver([closed]).ask("example.com", "A")

    assert time.monotonic() - began < resolver.LIFETIME / 2


def test_a_server_that_is_down_costs_its_time_once(
    dead: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolver, "LIFETIME", 0.3)
    with ThreadPoolExecutor(4) as pool, pytest.raises(Silent, match="no name server"):
        Resolver([dead]).probe("example.com", pool)


def test_one_question_without_an_answer_does_not_end_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resolver, "LIFETIME", 0.6)
    with zones(ZONE) as running, ThreadPoolExecutor(4) as pool:
        asked = Resolver([at(running.address)])

        assert asked.probe("b.example.com", pool) is None
        with pytest.raises(Silent):
            asked.ask("b.example.com", "A")


def _drip(opened: socket.socket) -> None:
    opened.sendall(b"\xff\xff")
    for _ in range(50):
        time.sleep(0.1)
        opened.sendall(b"x")


CUTS: dict[str, tuple[Callable[[socket.socket], object], str]] = {
    "hangs up": (lambda _: None, "the answer ends in its middle"),
    "ends early": (lambda opened: opened.sendall(b"\0\x40abc"), "the answer ends in its middle"),
    "drips": (_drip, "does not answer over TCP"),
    "says nothing": (lambda _: time.sleep(2), "does not answer over TCP"),
}


@contextmanager
def truncating(serve: Callable[[socket.socket], object]) -> Iterator[tuple[str, int]]:
    """A server that says over UDP: ask over TCP."""
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
    ):
        udp.bind(tcp.getsockname())

        def packets() -> None:
            data, client = udp.recvfrom(4096)
            udp.sendto(data[:2] + b"\x83\x80" + data[4:], client)

        def connection() -> None:
            opened, _ = tcp.accept()
            with opened:
                opened.recv(4096)
                try:
                    serve(opened)
                except OSError:
                    return

        threads = [threading.Thread(target=each) for each in (packets, connection)]
        for each in threads:
            each.start()
        yield tcp.getsockname()
        for each in threads:
            each.join()


@pytest.mark.parametrize(("serve", "told"), CUTS.values(), ids=CUTS.keys())
def test_an_answer_over_tcp_that_does_not_come_whole(
    serve: Callable[[socket.socket], object], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolver, "LIFETIME", 0.6)
    began = time.monotonic()
    with truncating(serve) as address:
        with pytest.raises(NoAnswer, match=told):
            Resolver([address]).ask("example.com", "TXT")

        assert time.monotonic() - began < 5


def test_a_long_record_comes_over_tcp() -> None:
    with zones({"example.com": ["TXT " + "a" * 3000]}) as running:
        assert Resolver([at(running.address)]).ask("example.com", "TXT").texts == ("a" * 3000,)


@pytest.mark.parametrize(
    ("text", "servers"),
    [
        ("# none\nsearch example.com\n", None),
        (
            "nameserver 192.0.2.1\nnameserver\nnameserver ::1 # b\n",
            [("192.0.2.1", 53), ("::1", 53)],
        ),
    ],
)
def test_the_name_servers_of_this_machine(
    text: str,
    servers: list[tuple[str, int]] | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "resolv.conf").write_text(text)
    monkeypatch.setattr(resolver, "CONFIGURED", str(tmp_path / "resolv.conf"))

    if servers is None:
        with pytest.raises(CannotLook, match="no name server: give --nameserver"):
            Resolver()
    else:
        assert list(Resolver().servers) == servers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("192.0.2.1", ("192.0.2.1", 53)),
        ("[::1]:53", ("::1", 53)),
        ("::1", ("::1", 53)),
        *((bad, None) for bad in ("foo", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:99999", ":53")),
        ("dns.example.com:53", None),
    ],
)
def test_how_a_name_server_is_given(text: str, found: tuple[str, int] | None) -> None:
    assert server(text) == found


def test_what_is_no_name_server_is_refused() -> None:
    with pytest.raises(ValueError, match="--nameserver foo: expected an address, such as"):
        Domain(server="foo")
    with pytest.raises(ValueError, match=r"^foo: expected an address, such as"):
        Domain(nameserver="foo")
