"""Which records does an SPF record lead to, and how many questions does a check of it take?

The longest check counts: the one in which nothing matches before ``all`` (RFC 7208, 4.6.4).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from launchready_ci.gates.domain.mail.spf import Malformed, Spf, Term, is_spf, parse
from launchready_ci.gates.domain.resolver import Answer

MOST_LOOKUPS, MOST_VOIDS, MOST_MX = 10, 2, 10
FARTHEST = 40
"""Lookups after which the rest of the tree is not walked: it is broken long before."""

Ask = Callable[[str, str], Answer]


class Void(NamedTuple):
    """A term whose question has no answer; more than two end a check with an error."""

    domain: str
    term: Term
    target: str


@dataclass
class Record:
    """The SPF of one domain, and what it leads to."""

    domain: str
    texts: tuple[str, ...] = ()
    """Its TXT records that begin with ``v=spf1``; sound is exactly one."""
    spf: Spf | None = None
    malformed: Malformed | None = None
    by: Term | None = None
    """What led here; None for the domain itself."""
    loops: bool = False
    """The domain is one that is being checked already."""
    lookups: int = 0
    """Terms of this record that ask."""
    voids: list[Void] = field(default_factory=list)
    crowded: list[Term] = field(default_factory=list)
    """``mx`` terms whose domain has more than ten mail servers."""
    partial: bool = False
    """A macro stands in a term: what it leads to depends on the mail."""
    below: "list[Record]" = field(default_factory=list)

    def __iter__(self) -> "Iterator[Record]":
        """The record and all below it, as a check meets them."""
        yield self
        for record in self.below:
            yield from record

    @property
    def text(self) -> str:
        """The one record; empty where there is none, or more than one."""
        return self.texts[0] if len(self.texts) == 1 else ""

    @property
    def total(self) -> int:
        """Lookups of a whole check; at most ``MOST_LOOKUPS`` are allowed."""
        return sum(record.lookups for record in self)


def walk(domain: str, ask: Ask) -> Record:
    """Follow a domain's record; raises NoAnswer where DNS gives none."""
    return _Walk(ask).record(domain, None, ())


class _Walk:
    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.lookups = 0

    def record(self, domain: str, by: Term | None, above: tuple[str, ...]) -> Record:
        record = Record(domain, by=by, loops=domain.lower() in above)
        if record.loops:
            return record
        record.texts = tuple(filter(is_spf, self.ask(domain, "TXT").texts))
        if len(record.texts) != 1:
            return record
        try:
            record.spf = parse(record.texts[0])
        except Malformed as error:
            record.malformed = error
            return record
        for term in record.spf.asking:
            record.lookups += 1
            self.lookups += 1
            if self.lookups <= FARTHEST:
                self._follow(record, term, (*above, domain.lower()))
        return record

    def _follow(self, record: Record, term: Term, above: tuple[str, ...]) -> None:
        target = (term.target or record.domain).rstrip(".")
        if term.expands:
            record.partial = True
        elif term.name in ("include", "redirect"):
            record.below.append(self.record(target, term, above))
        elif term.name == "mx":
            self._mx(record, term, target)
        elif term.name != "ptr" and not self._resolves(target, both=term.name == "a"):
            record.voids.append(Void(record.domain, term, target))

    def _mx(self, record: Record, term: Term, target: str) -> None:
        found = self.ask(target, "MX").records
        if not found:
            record.voids.append(Void(record.domain, term, target))
        elif len(found) > MOST_MX:
            record.crowded.append(term)

    def _resolves(self, target: str, *, both: bool) -> bool:
        """A check asks for the family of the sender; void is what has neither."""
        return bool(self.ask(target, "A").records or (both and self.ask(target, "AAAA").records))
