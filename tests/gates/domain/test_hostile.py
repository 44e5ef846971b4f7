"""Records, name servers and maps that mean harm, or are only broken."""

import contextlib
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launchready_ci.findings import GateReport, Location, Outcome, Unreadable
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.hosts import Host
from launchready_ci.gates.domain.mail import dkim, dmarc, spf, tags, transport
from launchready_ci.gates.domain.mail.rules import sender
from launchready_ci.gates.domain.resolver import NoAnswer, Resolver
from launchready_ci.gates.domain.tls.collect import certificate
from launchready_ci.gates.domain.tls.handshake import Shown
from launchready_ci.gates.domain.web import redirect_map
from launchready_ci.suite import Settings, Suite
from launchready_ci.unusable import CannotLook
from tests.repos import Repo
from tests.zones import Zones, zones

LONG = 30_000
TEXTS: dict[str, Callable[[], object]] = {
    "a label": lambda: _spf("a:x." + "a" * LONG + "!"),
    "labels": lambda: _spf("a:" + ".a" * LONG + "!"),
    "macros": lambda: _spf("a:" + "%{d" * LONG),
    "lengths": lambda: _spf("a:" + "/1" * LONG + "!"),
    "terms": lambda: _spf("a " * LONG),
    "broken terms": lambda: sender.mended(["v=spf1 " + "all b " * LONG] * 2),
    "blanks in a tag": lambda: tags.parse("a=x" + " " * LONG + "x"),
    "addresses": lambda: dmarc.parse("v=DMARC1; rua=" + "mailto:" * LONG).reports_to,
    "tags": lambda: dmarc.parse("v=DMARC1" + "".join(f";z{n}=1" for n in range(LONG // 4))),
    "a key": lambda: dkim.parse("p=" + "A" * LONG),
    "a policy": lambda: transport.policy("mx: " + "a." * LONG + "!"),
    "reports": lambda: transport.reporting("v=TLSRPTv1; rua=" + "mailto:a@" * LONG),
}


def _spf(terms: str) -> object:
    with contextlib.suppress(spf.Malformed):
        return spf.parse(f"v=spf1 {terms}")
    return None


@pytest.mark.parametrize("read", TEXTS.values(), ids=TEXTS.keys())
def test_a_record_takes_time_in_proportion_to_its_length(read: Callable[[], object]) -> None:
    began = time.process_time()
    read()

    assert time.process_time() - began < 1.5  # quadratic ones take ten and more


@contextlib.contextmanager
def liar(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """A name server that answers every query with what is made of it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    data, client = listening.recvfrom(4096)
                    listening.sendto(answer(data), client)

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"


LIES: dict[str, Callable[[bytes], bytes]] = {
    "another id": lambda query: bytes([query[0] ^ 1]) + query[1:2] + b"\x81\x80" + query[4:],
    "no answer at all": lambda query: query[:0],
    "half a header": lambda query: query[:7],
    "a name that leads to itself": lambda query: (
        query[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + b"\xc0\x0c" + b"\0\x10\0\1" + b"\xc0\x0c"
    ),
    "a record longer than the answer": lambda query: (
        query[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + query[12:] + b"\xc0\x0c\0\x10\0\1\0\0\0\1\xff\xff"
    ),
    "the question sent back": lambda query: query,
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_name_server_that_lies_gives_no_answer(
    lie: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("launchready_ci.gates.domain.resolver.LIFETIME", 0.6)

    with liar(lie) as address, pytest.raises(NoAnswer, match=r"TXT of example\.com: "):
        Resolver(Domain(server=address).asks).ask("example.com", "TXT")


def test_acertificate_that_is_none_could_not_be_looked_at() -> None:
    host = Host("example.com", Location("launchready.yaml"))

    assert isinstance(certificate(Domain(), host, Shown(b"no DER", None)), Unreadable)


def judged(folder: Path, domain: str) -> GateReport:
    repo = Repo.new(folder)
    repo.write({b"launchready.yaml": f"domain: {{name: example.com{domain}}}\n".encode()})
    with zones(ZONE) as server:
        suite = Suite.load(Settings(str(repo.path)), repo.environ)
        given = {"server": server.address, "http_port": "1", "https_port": "1"}
        return suite.run(suite.plan(["domain"], given), "post-deploy").gates[0]


ZONE: Zones = {
    "example.com": ["A 127.0.0.1", "MX 10 example.com", "TXT v=spf1 mx -all"],
    "_dmarc.example.com": ["TXT v=DMARC1; p=reject"],
}


def test_where_nothing_listens_under_the_canonical_name_nobody_looked(tmp_path: Path) -> None:
    plain = judged(tmp_path / "plain", "")
    named = judged(tmp_path / "named", ", canonical: 'https://example.com'")

    assert plain.outcome is Outcome.PASSED
    assert named.outcome is Outcome.ERROR
    assert "nothing listens on port 1" in named.reason


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (os.mkfifo, "expected a file, there is a named pipe"),
        (lambda file: file.mkdir(), "expected a file, there is a folder"),
        (lambda file: file.write_bytes(b"\xff\xfe/"), "cannot be read: 'utf-8' codec"),
        (lambda file: file.write_text("/old,/new,301\n/old"), "map.csv:2: expected /old,/new,301"),
        (lambda file: file.write_text("/" + "a" * 200_000), "map.csv:1: expected /old,/new,301"),
        (lambda file: file.write_text("/a,/b\n" * 1001), "has 1001 lines, at most 1000"),
        (str, "map.csv: there is no such file"),
    ],
    ids=["pipe", "folder", "no text", "no map", "a long cell", "too long", "none"],
)
def test_a_redirect_map_that_is_none(
    make: Callable[[Path], object], told: str, tmp_path: Path
) -> None:
    make(tmp_path / "map.csv")
    config = Domain(name="example.com", canonical="https://example.com", redirects="map.csv")
    with pytest.raises(CannotLook, match=re.escape(told)):
        redirect_map.lines(config, str(tmp_path), lambda *_: Location("launchready.yaml"))
