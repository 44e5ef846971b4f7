"""What does DNS say of a name? A time-out or a broken server is no answer, never "no record"."""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.nodes import shown
from launchready_ci.unusable import CannotLook

if TYPE_CHECKING:
    from dns.rdata import Rdata

NEEDED = "this needs the extra domain: pip install 'launchready_ci[domain]'"
LIFETIME = 6.0
"""Seconds for a question, its repetitions included."""


class NoAnswer(CannotLook):
    """The question was asked, and nothing usable came."""


class Answer(NamedTuple):
    """What came: records, none of this type (``exists``), or no such name at all."""

    records: "tuple[Rdata, ...]" = ()
    exists: bool = True
    canonical: str = ""
    """Where CNAMEs led, in lower case without the last dot; else the name itself."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Of TXT: the strings of each record put together, bytes as Latin-1 (RFC 7208, 3.3)."""
        return tuple(b"".join(record.strings).decode("latin-1") for record in self.records)  # type: ignore[attr-defined]

    @property
    def values(self) -> tuple[str, ...]:
        """Each record as a zone file has it."""
        return tuple(record.to_text() for record in self.records)


class Resolver:
    """Asks one name server, or those of this machine; each question once, from any thread."""

    def __init__(self, nameserver: str = "") -> None:
        """``nameserver`` is ``HOST:PORT``, ``[::1]:53`` or a bare address; raises CannotLook."""
        try:
            import dns.resolver
        except ModuleNotFoundError:
            raise CannotLook(NEEDED) from None
        try:
            self._asked = dns.resolver.Resolver(configure=not nameserver)
        except dns.resolver.NoResolverConfiguration:
            raise CannotLook("this machine has no name server: give --nameserver") from None
        if nameserver:
            self._asked.nameservers, self._asked.port = _server(nameserver)
        self._asked.lifetime = LIFETIME
        self._asked.timeout = LIFETIME / 3
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], Answer | NoAnswer] = {}

    def ask(self, name: str, kind: str) -> Answer:
        """The records of a type; raises NoAnswer."""
        question = name.rstrip(".").lower(), kind
        with self._lock:
            known = self._known.get(question)
        if known is None:
            try:
                known = self._ask(*question)
            except NoAnswer as error:
                known = error
            with self._lock:
                self._known[question] = known
        if isinstance(known, NoAnswer):
            raise known
        return known

    def _ask(self, name: str, kind: str) -> Answer:
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            found = self._asked.resolve(name + ".", kind, raise_on_no_answer=False, search=False)
        except dns.resolver.NXDOMAIN:
            return Answer(exists=False)
        except (dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.EmptyLabel):
            return Answer(exists=False)
        except dns.exception.Timeout:
            raise NoAnswer(f"{kind} of {shown(name)}: no name server answered in time") from None
        except dns.resolver.NoNameservers as error:
            raise NoAnswer(f"{kind} of {shown(name)}: {_refused(error)}") from None
        except (dns.exception.DNSException, OSError, ValueError) as error:
            told = type(error).__name__
            raise NoAnswer(f"{kind} of {shown(name)}: the answer cannot be read ({told})") from None
        canonical = found.canonical_name.to_text(omit_final_dot=True).lower()
        return Answer(tuple(found.rrset or ()), canonical=canonical)


def _server(text: str) -> tuple[list[str], int]:
    import ipaddress

    host, colon, port = text.rpartition(":")
    if not colon or (":" in host and not host.startswith("[")):
        host, port = text, "53"
    host = host.strip("[]")
    try:
        return [str(ipaddress.ip_address(host))], int(port)
    except ValueError:
        told = "expected an address, such as 127.0.0.1:5353 or [::1]:53"
        raise CannotLook(f"--nameserver {shown(text)}: {told}") from None


REFUSALS: Mapping[str, str] = {
    "SERVFAIL": "the name servers say SERVFAIL: one of them is down, or DNSSEC is broken",
    "REFUSED": "the name servers refuse to answer: are they set up for this zone?",
}


def _refused(error: Exception) -> str:
    errors = getattr(error, "kwargs", {}).get("errors", ())
    texts = [str(entry[3]) for entry in errors if len(entry) > 3]
    found = next((told for text in texts for code, told in REFUSALS.items() if code in text), "")
    return found or "no name server gave a usable answer"
