"""What does DNS say of a name? A time-out or a broken server is no answer, never "no record"."""

import threading
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from launchready_ci.gates.domain.exchange import Failed, Server, answer
from launchready_ci.nodes import shown
from launchready_ci.unusable import CannotLook

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from dns.message import Message
    from dns.rdata import Rdata
    from dns.rrset import RRset
    from publicsuffixlist import PublicSuffixList

NEEDED = "this needs the extra domain: pip install 'launchready_ci[domain]'"
RESOLVER = ": a resolver is needed, such as 1.1.1.1 (--nameserver, domain.nameserver)"
CONFIGURED, MOST = "/etc/resolv.conf", 3
"""Where this machine's name servers stand, and how many of them are asked."""
PROBES = ("A", "NS", "TXT")
LIFETIME = 4.0
"""Seconds for a question, its repetitions included."""


class NoAnswer(CannotLook):
    """The question was asked, and nothing usable came."""


class Silent(NoAnswer):
    """No server answered in time."""


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

    def __init__(self, servers: Sequence[Server] = (), advice: str = RESOLVER) -> None:
        """Without ``servers`` those of this machine; raises CannotLook."""
        try:
            import dns.message  # noqa: F401 - here, so that it is told once
        except ModuleNotFoundError:
            raise CannotLook(NEEDED) from None
        self.servers = servers or _of_this_machine()
        self._advice = advice
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], Answer | NoAnswer] = {}

    def probe(self, name: str, pool: "ThreadPoolExecutor") -> NoAnswer | None:
        """Ask what is needed anyway; why nothing else needs asking where none of it is answered.

        Raises Silent where no server says anything: one that is down costs its time once.
        """

        def asked(kind: str) -> NoAnswer | None:
            try:
                self.ask(name, kind)
            except NoAnswer as error:
                return error
            return None

        failures = list(pool.map(asked, PROBES))
        if not all(failures):
            return None
        if all(isinstance(each, Silent) for each in failures):
            asked_of = " and ".join(address for address, _ in self.servers)
            raise Silent(f"{asked_of}: no name server answers within {LIFETIME:g} s")
        return next((each for each in failures if isinstance(each, Distrusted)), failures[0])

    def at(self, server: str) -> "Resolver | None":
        """One that asks the named server, on the same port; None where it has no address.

        Raises NoAnswer.
        """
        addresses = self.ask(server, "A").values or self.ask(server, "AAAA").values
        if not addresses:
            return None
        return Resolver([(addresses[0], self.servers[0][1])], advice="")

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

    def unchecked(self, name: str, kind: str) -> "list[RRset]":
        """The records with their signatures, whether these hold or not; raises NoAnswer."""
        import dns.flags
        import dns.message

        query = dns.message.make_query(f"{name}.", kind, want_dnssec=True)
        query.flags |= dns.flags.CD
        try:
            found = answer(query, self.servers, LIFETIME)
        except (Failed, TimeoutError) as error:
            raise NoAnswer(f"{kind} of {shown(name)}: {error or 'no answer in time'}") from None
        return list(found.answer)

    def addresses(self, host: str) -> tuple[str, ...]:
        """For connections: IPv4 first; raises OSError."""
        try:
            return tuple(a for kind in ("A", "AAAA") for a in self.ask(host, kind).values)
        except NoAnswer as error:
            raise OSError(str(error)) from None

    def _ask(self, name: str, kind: str) -> Answer:
        import dns.exception
        import dns.message
        import dns.rcode

        what = f"{kind} of {shown(name)}"
        try:
            query = dns.message.make_query(name + ".", kind)
        except (dns.exception.DNSException, ValueError):  # no name that DNS could hold
            return Answer(exists=False)
        try:
            found = answer(query, self.servers, LIFETIME)
            if found.rcode() == dns.rcode.NXDOMAIN:
                return Answer(exists=False)
            chain = found.resolve_chaining()  # type: ignore[attr-defined]
        except TimeoutError:
            raise Silent(f"{what}: no name server answered in time") from None
        except Failed as error:
            # SERVFAIL that goes away without checks is DNSSEC's
            if error.code == "SERVFAIL" and self._answers_unchecked(query):
                raise Distrusted(f"the DNSSEC signatures of {shown(name)} do not hold") from None
            advice = self._advice if error.code == "REFUSED" else ""
            raise NoAnswer(f"{what}: {error}{advice}") from None
        except dns.exception.DNSException as error:
            told = type(error).__name__
            raise NoAnswer(f"{what}: the answer cannot be read ({told})") from None
        canonical = chain.canonical_name.to_text(omit_final_dot=True).lower()
        return Answer(tuple(chain.answer or ()), canonical=canonical)

    def _answers_unchecked(self, query: "Message") -> bool:
        import dns.flags

        query.flags |= dns.flags.CD
        try:
            answer(query, self.servers, LIFETIME / 3)
        except (Failed, TimeoutError):
            return False
        return True


def organisation(name: str) -> str:
    """The domain below the public suffix: ``example.co.uk`` of ``app.example.co.uk``."""
    return _suffixes(idna="xn--" in name).privatesuffix(name) or name


@cache
def _suffixes(*, idna: bool) -> "PublicSuffixList":
    """The list; to read it for names in Punycode takes ten times as long."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_encoded_idn=idna)


def _of_this_machine() -> tuple[Server, ...]:
    """As resolv.conf(5) lists them."""
    try:
        with open(CONFIGURED, encoding="utf-8", errors="replace") as file:
            lines = [line.split() for line in file]
    except OSError:
        lines = []
    found = [words[1] for words in lines if words[:1] == ["nameserver"] and len(words) > 1]
    if not found:
        raise CannotLook("this machine has no name server: give --nameserver")
    return tuple((address, 53) for address in found[:MOST])
