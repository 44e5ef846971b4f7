"""One question to name servers, until one of them has answered: RFC 1035, 4.2.

dnspython reads and writes the messages. Its own resolver takes longer to load, waits out its time
where nothing listens at all, and does not take an answer that comes after it has asked again.
"""

import selectors
import socket
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dns.message import Message

Server = tuple[str, int]
"""Address and port."""
TRIES = 3
"""How often each server is asked: packets get lost."""
LARGEST = 65_535
CODES: Mapping[str, str] = {
    "SERVFAIL": "the name servers say SERVFAIL: one of them is down, or DNSSEC is broken",
    "REFUSED": "the name server refuses: it has no such zone, and looks nothing up for others",
}


class Failed(Exception):
    """A server gave no usable answer: the text says why, and ``code`` what it said itself."""

    def __init__(self, told: str, code: str = "") -> None:
        super().__init__(told)
        self.code = code


def answer(query: "Message", servers: Sequence[Server], seconds: float) -> "Message":
    """The first that says NOERROR or NXDOMAIN; raises TimeoutError, or Failed when all did."""
    with closing(_Exchange(query, servers, seconds)) as exchange:
        return exchange.run()


class _Exchange:
    """Asks servers in turn, and hears all that were asked."""

    def __init__(self, query: "Message", servers: Sequence[Server], seconds: float) -> None:
        self._query, self._wire = query, query.to_wire()
        self._left = deque(servers)
        self._pause = seconds / TRIES / len(servers)
        self._end = time.monotonic() + seconds
        self._heard = selectors.DefaultSelector()
        self._asked: dict[Server, socket.socket] = {}
        self._failures: list[Failed] = []

    def close(self) -> None:
        for opened in self._asked.values():
            opened.close()
        self._heard.close()

    def run(self) -> "Message":
        while self._left and time.monotonic() < self._end:
            server = self._left[0]
            self._left.rotate(-1)
            try:
                self._ask(server)
            except OSError as error:
                self._drop(server, error)
                continue
            if found := self._hear():
                return found
        if self._left:
            raise TimeoutError
        # what a server said tells more than that another one is down
        raise next((each for each in self._failures if each.code), self._failures[0])

    def _ask(self, server: Server) -> None:
        if server not in self._asked:
            family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
            self._asked[server] = opened = socket.socket(family, socket.SOCK_DGRAM)
            self._heard.register(opened, selectors.EVENT_READ, server)
            opened.connect(server)  # so that nobody else is heard, and a closed port is told
            opened.setblocking(False)
        self._asked[server].send(self._wire)

    def _hear(self) -> "Message | None":
        """What comes until it is time to ask again, or a server has failed."""
        until = min(time.monotonic() + self._pause, self._end)
        asked = len(self._left)
        while len(self._left) == asked and (seconds := until - time.monotonic()) > 0:
            for key, _ in self._heard.select(seconds):
                try:
                    if found := self._read(key.data):
                        return found
                except (Failed, OSError) as error:
                    self._drop(key.data, error)
        return None

    def _read(self, server: Server) -> "Message | None":
        """None for what is no answer to this question; raises Failed for one of no use."""
        import dns.flags
        import dns.rcode

        found = self._understood(self._asked[server].recv(LARGEST))
        if found and found.flags & dns.flags.TC:
            found = self._understood(self._over_tcp(server))
        if found and found.rcode() not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
            code = dns.rcode.to_text(found.rcode())
            raise Failed(CODES.get(code, f"the name servers say {code}"), code)
        if found and _leads_away(found):
            raise Failed(CODES["REFUSED"], "REFUSED")
        return found

    def _understood(self, data: bytes) -> "Message | None":
        import dns.exception
        import dns.message

        if data[:2] != self._wire[:2]:
            return None
        try:
            found = dns.message.from_wire(data, ignore_trailing=True)
        except (dns.exception.DNSException, ValueError) as error:
            raise Failed(f"the answer cannot be read ({type(error).__name__})") from None
        return found if self._query.is_response(found) else None

    def _over_tcp(self, server: Server) -> bytes:
        with socket.create_connection(server, self._seconds()) as opened:
            opened.sendall(len(self._wire).to_bytes(2, "big") + self._wire)
            return self._received(opened, int.from_bytes(self._received(opened, 2), "big"))

    def _received(self, opened: socket.socket, length: int) -> bytes:
        data = b""
        while len(data) < length:
            opened.settimeout(self._seconds())
            piece = opened.recv(length - len(data))
            if not piece:
                raise Failed("the answer ends in its middle")
            data += piece
        return data

    def _seconds(self) -> float:
        """Until the end; 0 would mean something else to a socket."""
        return max(self._end - time.monotonic(), 0.001)

    def _drop(self, server: Server, why: Failed | OSError) -> None:
        """Ask it no more."""
        self._failures.append(why if isinstance(why, Failed) else Failed(_told(why)))
        self._left.remove(server)
        if opened := self._asked.pop(server, None):  # none where this machine has no IPv6
            self._heard.unregister(opened)
            opened.close()


def _leads_away(found: "Message") -> bool:
    """A server that asks no others says where to ask, or only where an alias leads: no answer."""
    import dns.flags
    import dns.rcode
    import dns.rdatatype

    kinds = {each.rdtype for each in (*found.answer, *found.authority)}
    ends = {found.question[0].rdtype, dns.rdatatype.SOA} & kinds
    if found.flags & dns.flags.RA or ends or found.rcode() == dns.rcode.NXDOMAIN:
        return False
    return dns.rdatatype.CNAME in kinds or not found.flags & dns.flags.AA


def _told(error: OSError) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens at the name server's address and port"
    if isinstance(error, TimeoutError):
        return "the name server does not answer over TCP"
    return f"the name server cannot be asked: {(error.strerror or 'it hung up').lower()}"
