"""What does DNS say of a name? A time-out or a broken server is no answer, never "no record"."""

import threading
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.nodes import shown
from launchready_ci.unusable import CannotLook

if TYPE_CHECKING:
    from dns.rdata import Rdata
    from publicsuffixlist import PublicSuffixList

NEEDED = "this needs the extra domain: pip install 'launchready_ci[domain]'"
LIFETIME = 4.0
"""Seconds for a question, its repetitions included."""


class NoAnswer(CannotLook):
    """The question was asked, and nothing usable came."""


class Distrusted(NoAnswer):
    """A resolver that checks DNSSEC refuses what it answers when asked not to check."""


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

    def at(self, server: str) -> "Resolver":
        """One that asks the named server, on the same port; raises NoAnswer."""
        addresses = self.ask(server, "A").values or self.ask(server, "AAAA").values
        if not addresses:
            raise NoAnswer("it has no address")
        address = f"[{addresses[0]}]" if ":" in addresses[0] else addresses[0]
        return Resolver(f"{address}:{self._asked.port}")

    def serial(self, zone: str) -> int:
        """Of the SOA record; raises NoAnswer."""
        records = self.ask(zone, "SOA").records
        if not records:
            raise NoAnswer("it does not serve the zone")
        return int(records[0].serial)  # type: ignore[attr-defined]

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

    def addresses(self, host: str) -> tuple[str, ...]:
        """For connections: IPv4 first; raises OSError."""
        try:
            return tuple(a for kind in ("A", "AAAA") for a in self.ask(host, kind).values)
        except NoAnswer as error:
            raise OSError(str(error)) from None

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
            raise self._refused(name, kind, error) from None
        except (dns.exception.DNSException, OSError, ValueError) as error:
            told = type(error).__name__
            raise NoAnswer(f"{kind} of {shown(name)}: the answer cannot be read ({told})") from None
        canonical = found.canonical_name.to_text(omit_final_dot=True).lower()
        return Answer(tuple(found.rrset or ()), canonical=canonical)

    def _refused(self, name: str, kind: str, error: Exception) -> NoAnswer:
        """Why there is no answer; SERVFAIL that goes away without checks is DNSSEC's."""
        told = _refused(error)
        if told is REFUSALS["SERVFAIL"] and self._answers_unchecked(name, kind):
            return Distrusted(f"the DNSSEC signatures of {shown(name)} do not hold")
        return NoAnswer(f"{kind} of {shown(name)}: {told}")

    def _answers_unchecked(self, name: str, kind: str) -> bool:
        import dns.exception
        import dns.flags
        import dns.message
        import dns.query
        import dns.rcode

        query = dns.message.make_query(name, kind)
        query.flags |= dns.flags.CD
        where = str(self._asked.nameservers[0])
        try:
            answer = dns.query.udp(query, where, LIFETIME / 3, self._asked.port)
        except (dns.exception.DNSException, OSError, ValueError):
            return False
        return answer.rcode() in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN)


def organisation(name: str) -> str:
    """The domain below the public suffix: ``example.co.uk`` of ``app.example.co.uk``."""
    return _suffixes(idna="xn--" in name).privatesuffix(name) or name


@cache
def _suffixes(*, idna: bool) -> "PublicSuffixList":
    """The list; to read it for names in Punycode takes ten times as long."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_encoded_idn=idna)


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
