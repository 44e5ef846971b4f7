"""What does a DMARC record ask receivers to do (RFC 7489, section 6.3)?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.gates.domain.mail import tags
from launchready_ci.gates.domain.mail.tags import Fault, Tags
from launchready_ci.nearest import nearest
from launchready_ci.nodes import shown

POLICIES = ("none", "quarantine", "reject")
FIRST = ("v", "p")
"""What the others follow (section 6.4)."""
KNOWN = ("v", "p", "sp", "np", "adkim", "aspf", "pct", "rua", "ruf", "fo", "rf", "ri", "psd", "t")
"""With what RFC 9091 and DMARCbis add."""
ADDRESS = re.compile(
    r"mailto:([^@\s!,;:]{1,64})@([A-Za-z0-9._-]+\.[A-Za-z0-9-]+)(?:![0-9]+[kmgt]?)?", re.IGNORECASE
)
VERSION = re.compile(r"v[ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)")
NEARLY = re.compile(r"\s*v\s*=\s*DMARC", re.IGNORECASE)


class Dmarc(NamedTuple):
    """A record, and what is wrong with it."""

    record: str
    tags: Tags
    faults: tuple[Fault, ...]

    @property
    def policy(self) -> str:
        """Of the domain itself; without a usable one ``none`` where reports are asked for."""
        value = self.tags.get("p").lower()
        return value if value in POLICIES else "none"

    @property
    def subdomains(self) -> str:
        value = self.tags.get("sp").lower()
        return value if value in POLICIES else self.policy

    @property
    def percent(self) -> int:
        """Of failing mail that the policy is applied to."""
        value = self.tags.get("pct", "100")
        return int(value) if value.isdecimal() and len(value) <= 3 else 100

    @property
    def is_void(self) -> bool:
        """Receivers take it for no record at all."""
        return any(not fault.risky for fault in self.faults)

    def mended(self, **changed: str) -> str:
        """What it should be, with other values of some tags."""
        return tags.mended(self.record, self.faults, changed, FIRST)

    @property
    def reports_to(self) -> tuple[str, ...]:
        """Domains of the addresses under ``rua`` and ``ruf``."""
        return tuple(
            dict.fromkeys(
                found[2].lower()
                for name in ("rua", "ruf")
                for found in ADDRESS.finditer(self.tags.get(name))
            )
        )


def is_dmarc(text: str) -> bool:
    """Does a TXT record count as DMARC? ``v=DMARC1``, in this case, comes first."""
    return VERSION.match(text) is not None


def is_nearly(text: str) -> bool:
    """Was a TXT record meant as DMARC, without being one?"""
    return not is_dmarc(text) and NEARLY.match(text) is not None


def parse(record: str) -> Dmarc:
    """Read a record for which ``is_dmarc`` holds."""
    read = tags.parse(record)
    return Dmarc(record, read, (*read.faults, *_faults(read)))


def _faults(read: Tags) -> Iterator[Fault]:
    if "p" not in read.values:
        yield Fault("has no p=, the policy", {"p": "none"}, risky=bool(read.get("rua")))
    elif read.get("p").lower() not in POLICIES:
        value = shown(read.get("p")) if read.get("p") else ""
        told = f"p={value}: expected {', '.join(POLICIES)}"
        yield Fault(told, {"p": "none"}, risky=bool(read.get("rua")))
    yield from (f._replace(risky=True) for f in tags.one_of(read, "sp", POLICIES, ""))
    for name in ("adkim", "aspf"):
        yield from (f._replace(risky=True) for f in tags.one_of(read, name, ("r", "s"), ""))
    percent = read.get("pct", "100")
    if not (percent.isdecimal() and len(percent) <= 3 and int(percent) <= 100):
        yield Fault(f"pct={shown(percent)}: expected 0 to 100", {"pct": ""}, risky=True)
    interval = read.get("ri", "86400")
    if not interval.isdecimal():
        yield Fault(f"ri={shown(interval)}: expected seconds", {"ri": ""}, risky=True)
    options = read.get("fo", "0").split(":")
    if unknown := [option for option in options if option.strip() not in ("0", "1", "d", "s")]:
        told = f"fo={shown(unknown[0])}: expected 0, 1, d or s"
        yield Fault(told, {"fo": ""}, risky=True)
    for name in ("rua", "ruf"):
        yield from _addresses(read, name)
    for name in read.values:
        if name not in KNOWN:
            told = f"there is no tag {shown(name)}{nearest(name, KNOWN)}"
            yield Fault(told, {name: ""}, risky=True)


def _addresses(read: Tags, name: str) -> Iterator[Fault]:
    if name not in read.values:
        return
    for text in read.get(name).split(","):
        address = text.strip()
        if not ADDRESS.fullmatch(address):
            bare = address.removeprefix("mailto:")
            mended = f"mailto:{bare}" if ADDRESS.fullmatch(f"mailto:{bare}") else ""
            whole = {name: read.get(name).replace(address, mended)} if mended else {name: ""}
            told = f"{name}: expected mailto:name@example.com"
            yield Fault(
                f"{told}, got {shown(address) if address else 'nothing'}", whole, risky=True
            )
