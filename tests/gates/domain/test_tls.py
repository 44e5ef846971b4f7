"""What is seen of certificates, over real handshakes."""

import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from launchready_ci.findings import Location
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.hosts import Host
from launchready_ci.gates.domain.resolver import Resolver
from launchready_ci.gates.domain.tls import handshake
from launchready_ci.gates.domain.tls.caa import forbids
from launchready_ci.gates.domain.tls.collect import collect
from launchready_ci.gates.domain.tls.facts import Versions
from tests.certificates import Wanted, https
from tests.http.servers import Reply, raw

HERE = ("127.0.0.1",)


def shown(wanted: Wanted, folder: Path, name: str = "example.com") -> handshake.Shown:
    with https(wanted, folder, lambda _: Reply("ok")) as server:
        return handshake.show(name, HERE, server.port)


@pytest.mark.parametrize(
    ("wanted", "name", "code"),
    [
        (Wanted(), "example.com", None),
        (Wanted(("*.example.com",)), "www.example.com", None),
        (Wanted(days=-1), "example.com", 10),
        (Wanted(("other.example",)), "example.com", 62),
        (Wanted(known=False), "example.com", 20),
    ],
    ids=["sound", "wildcard", "ended", "another name", "unknown authority"],
)
def test_why_a_certificate_is_refused(
    wanted: Wanted, name: str, code: int | None, tmp_path: Path
) -> None:
    found = shown(wanted, tmp_path, name)

    assert found.der
    assert (found.refused.verify_code if found.refused else None) == code


def test_an_old_version_is_found_where_it_is_spoken(tmp_path: Path) -> None:
    with https(Wanted(old=True), tmp_path, lambda _: Reply("ok")) as server:
        assert handshake.speaks("example.com", HERE, server.port, "TLS 1.1") is True
    with https(Wanted(), tmp_path, lambda _: Reply("ok")) as server:
        assert handshake.speaks("example.com", HERE, server.port, "TLS 1.1") is False


def test_a_server_that_speaks_nothing_newer_is_told_of_under_any_name(tmp_path: Path) -> None:
    host = Host("api.example.com", Location("launchready.yaml", 1, 1), HERE)
    with (
        https(Wanted(outdated=True), tmp_path, lambda _: Reply("ok")) as server,
        ThreadPoolExecutor(1) as pool,
    ):
        config = Domain("example.com", https_port=str(server.port))
        found = list(collect(config, (host,), Resolver((("127.0.0.1", 9),)), pool))

    assert [one.spoken for one in found if isinstance(one, Versions)] == [("TLS 1.0", "TLS 1.1")]


def test_a_server_that_stalls_in_the_handshake_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "TIME", 0.3)
    done = threading.Event()

    def stall(_: socket.socket) -> None:
        done.wait(20)

    began = time.monotonic()
    with raw(stall) as url, pytest.raises(TimeoutError):
        handshake.show("example.com", HERE, int(url.rpartition(":")[2]))
    done.set()
    assert time.monotonic() - began < 10


def test_a_port_that_speaks_no_tls() -> None:
    with (
        raw(lambda connection: connection.sendall(b"220 mail.example.com ESMTP\r\n")) as url,
        pytest.raises(ssl.SSLError),
    ):
        handshake.show("example.com", HERE, int(url.rpartition(":")[2]))


@pytest.mark.parametrize(
    ("names", "issuer", "forbidden"),
    [
        (None, "Let's Encrypt", False),
        (("letsencrypt.org",), "Let's Encrypt", False),
        (("digicert.com", "letsencrypt.org"), "Let's Encrypt", False),
        (("digicert.com",), "Let's Encrypt", True),
        (("",), "Let's Encrypt", True),
        (("digicert.com",), "An authority nobody knows", False),
        (("sectigo.com",), "Sectigo Limited", False),
    ],
)
def test_caa(names: tuple[str, ...] | None, issuer: str, forbidden: bool) -> None:
    assert forbids(names, issuer) is forbidden
