"""A name server on loopback, over UDP and TCP, for the zones that a test writes down.

    with zones({"example.com": ["TXT v=spf1 -all", "MX 10 mail.example.com"]}) as server:
        server.address                       # 127.0.0.1:40331

A record's value ``TIMEOUT`` is never answered, ``SERVFAIL`` and ``REFUSED`` are answered so, and
``DNSSEC`` as a resolver does that distrusts the signatures. In a file ``127.0.0.2`` may stand
beside the names: what a second server says there, on the same port.
"""

import contextlib
import random
import re
import socketserver
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from dnslib import AAAA, CAA, CNAME, MX, NS, QTYPE, RCODE, RR, SOA, TXT, A, DNSRecord

Zones = Mapping[str, Sequence[str | tuple[str, bytes]]]
"""Name → ``TYPE value``; bytes of a TXT record as ``("TXT", b"…")``."""
SECOND = "127.0.0.2"
LARGEST_UDP = 1232
"""Bytes; what is longer is asked for again over TCP."""
REFUSALS = {"SERVFAIL": RCODE.SERVFAIL, "REFUSED": RCODE.REFUSED}


@dataclass
class Server:
    """What is served, and what was asked of it."""

    zones: Zones
    latency: float = 0.0
    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, data: bytes) -> bytes | None:
        """The reply to a query, None where none comes."""
        request = DNSRecord.parse(data)
        name = str(request.q.qname).rstrip(".").lower()
        kind = QTYPE[request.q.qtype]
        self.asked.append((name, kind))
        time.sleep(self.latency)
        reply = request.reply()
        for _ in range(10):
            records = [_parts(record) for record in self.zones.get(name, ())]
            named = [value for of, value in records if of == kind]
            mine = named or [value for of, value in records if of == "ANY"]
            if b"TIMEOUT" in mine:
                return None
            if b"DNSSEC" in mine and not request.header.cd:
                reply.header.rcode = RCODE.SERVFAIL
                break
            if codes := [REFUSALS[v.decode()] for v in mine if v.decode("latin-1") in REFUSALS]:
                reply.header.rcode = codes[0]
                break
            for value in filter(b"DNSSEC".__ne__, mine):
                reply.add_answer(_record(name, kind, value))
            aliases = [value.decode() for of, value in records if of == "CNAME" != kind]
            if not aliases:
                if not records and not any(n.endswith(f".{name}") for n in self.zones):
                    reply.header.rcode = RCODE.NXDOMAIN
                break
            reply.add_answer(RR(name, QTYPE.CNAME, rdata=CNAME(aliases[0])))
            name = aliases[0].rstrip(".").lower()
        return bytes(reply.pack())


def _parts(record: str | tuple[str, bytes]) -> tuple[str, bytes]:
    if isinstance(record, tuple):
        return record
    kind, _, value = record.partition(" ")
    return kind, value.encode()


def _record(name: str, kind: str, value: bytes) -> RR:
    text = value.decode("latin-1")
    words = text.split()
    data = {
        "A": lambda: A(text),
        "AAAA": lambda: AAAA(text),
        "CNAME": lambda: CNAME(text),
        "MX": lambda: MX(words[1], int(words[0])),
        "NS": lambda: NS(text),
        "SOA": lambda: SOA(words[0], words[1], tuple(map(int, words[2:]))),
        "CAA": lambda: CAA(int(words[0]), words[1], words[2].strip('"')),
        "TXT": lambda: TXT([value[n : n + 255] for n in range(0, len(value), 255)] or [b""]),
    }[kind]()
    return RR(name, getattr(QTYPE, kind), rdata=data, ttl=60)


def content_of(text: str) -> Any:  # noqa: ANN401 - as YAML has it
    """Name → records; ``{{rsa:1024}}`` becomes a key made now."""
    return yaml.safe_load(re.sub(r"\{\{rsa:(\d+)\}\}", lambda m: rsa(int(m[1])), text))


@contextlib.contextmanager
def zone(file: Path) -> Iterator[Server]:
    """Serve what a file says, and what it says of a second server."""
    content = content_of(file.read_text())
    other = content.pop(SECOND, None)
    with zones(content) as server:
        port = int(server.address.rpartition(":")[2])
        with zones(other, at=(SECOND, port)) if other else contextlib.nullcontext():
            yield server


@cache
def rsa(bits: int) -> str:
    """A public key as a DKIM record has it."""
    modulus = random.getrandbits(bits) | 1 << (bits - 1) | 1  # nobody signs with it
    key = RSAPublicNumbers(65537, modulus).public_key()
    return b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@contextlib.contextmanager
def zones(
    content: Zones, latency: float = 0.0, at: tuple[str, int] = ("127.0.0.1", 0)
) -> Iterator[Server]:
    """Serve the zones; every query is answered in a thread of its own."""
    known = {name.rstrip(".").lower(): records for name, records in content.items()}
    server = Server(known, latency)
    udp, tcp = _bound(server, at)
    server.address = "{}:{}".format(*udp.server_address)
    with udp, tcp:
        for each in (udp, tcp):
            threading.Thread(target=each.serve_forever, args=(0.005,), daemon=True).start()
        try:
            yield server
        finally:
            udp.shutdown()
            tcp.shutdown()


def _bound(
    server: Server, at: tuple[str, int]
) -> tuple[socketserver.ThreadingUDPServer, socketserver.ThreadingTCPServer]:
    """Both on one free port."""

    class OverUdp(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, back = self.request
            answer = server.answer(data)
            if answer and len(answer) > LARGEST_UDP:
                cut = DNSRecord.parse(data).reply()
                cut.header.tc = 1
                answer = bytes(cut.pack())
            if answer:
                back.sendto(answer, self.client_address)

    class OverTcp(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            data = self.rfile.read(int.from_bytes(self.rfile.read(2), "big"))
            if answer := server.answer(data):
                self.wfile.write(len(answer).to_bytes(2, "big") + answer)

    while True:
        udp = socketserver.ThreadingUDPServer(at, OverUdp)
        try:
            return udp, socketserver.ThreadingTCPServer(udp.server_address, OverTcp)
        except OSError:
            udp.server_close()


if __name__ == "__main__":  # for the demo: prints the address, and serves until it is killed
    with zone(Path(sys.argv[1])) as running:
        print(running.address, flush=True)  # noqa: T201
        threading.Event().wait()
