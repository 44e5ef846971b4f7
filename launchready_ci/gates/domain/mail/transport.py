"""Must mail to the domain be encrypted, and who hears when it is not (RFC 8461, RFC 8460)?"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from launchready_ci.gates.domain.mail import tags
from launchready_ci.gates.domain.mail.tags import Fault
from launchready_ci.nodes import shown

Judge = Callable[[str], tuple[Fault, ...]]
"""Record → what is wrong with it."""
MODES = ("enforce", "testing", "none")
LONGEST = 31_557_600
"""Seconds of ``max_age`` (RFC 8461, 3.2)."""
ID = re.compile(r"[A-Za-z0-9]{1,32}")
HOST = re.compile(
    r"(?:\*\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}\.?"
)
REPORT = re.compile(r"(?:mailto:[^@\s,]+@[A-Za-z0-9.-]+|https://[^\s,;]+)", re.IGNORECASE)


class Policy(NamedTuple):
    """The file at ``https://mta-sts.DOMAIN/.well-known/mta-sts.txt``."""

    mode: str
    hosts: tuple[str, ...]
    faults: tuple[Fault, ...]

    def takes(self, host: str) -> bool:
        """May mail be sent to this server of the domain (RFC 8461, 4.1)?"""
        name = host.rstrip(".").lower()
        for pattern in (each.rstrip(".").lower() for each in self.hosts):
            if pattern == name or (pattern[:2] == "*." and name.partition(".")[2] == pattern[2:]):
                return True
        return False


def announcement(record: str) -> tuple[Fault, ...]:
    """What is wrong with the TXT record of ``_mta-sts.DOMAIN``."""
    read = tags.parse(record)
    return (*read.faults, *_announced(read))


def _announced(read: tags.Tags) -> Iterator[Fault]:
    if read.get("v") != "STSv1" or next(iter(read.values), "") != "v":
        yield Fault("v=STSv1 comes first", {"v": "STSv1"})
    if not ID.fullmatch(read.get("id")):
        yield Fault("id= has 1 to 32 letters and digits, and changes with the policy")


def policy(text: str) -> Policy:
    """Read a policy file: ``key: value`` lines."""
    values, hosts, faults = dict[str, str](), list[str](), list[Fault]()
    for line in text.replace("\r\n", "\n").rstrip("\n").split("\n"):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon:
            faults.append(
                Fault(f"the line {shown(line) if line else 'that is empty'} is no key: value")
            )
        elif name == "mx":
            hosts.append(value)
        elif name not in values:
            values[name] = value
    mode = values.get("mode", "")
    faults.extend(_held(values, mode, hosts))
    return Policy(mode, tuple(hosts), tuple(faults))


def _held(values: dict[str, str], mode: str, hosts: list[str]) -> Iterator[Fault]:
    if values.get("version") != "STSv1":
        yield Fault("expected version: STSv1")
    if mode not in MODES:
        yield Fault(f"mode: expected {', '.join(MODES)}")
    age = values.get("max_age", "")
    if not (age.isascii() and age.isdecimal() and len(age) <= 10 and int(age) <= LONGEST):
        yield Fault(f"max_age: expected seconds, at most {LONGEST}")
    if not hosts and mode != "none":
        yield Fault("names no mail server: mx: mail.example.com")
    for host in hosts:
        if not HOST.fullmatch(host):
            yield Fault(f"mx: {shown(host) if host else 'nothing'} is no host name")


def reporting(record: str) -> tuple[Fault, ...]:
    """What is wrong with the TXT record of ``_smtp._tls.DOMAIN`` (RFC 8460, section 3)."""
    read = tags.parse(record)
    return (*read.faults, *_reporting(read))


def _reporting(read: tags.Tags) -> Iterator[Fault]:
    if read.get("v") != "TLSRPTv1" or next(iter(read.values), "") != "v":
        yield Fault("v=TLSRPTv1 comes first", {"v": "TLSRPTv1"})
    addresses = [address.strip() for address in read.get("rua").split(",")]
    if wrong := [address for address in addresses if not REPORT.fullmatch(address)]:
        got = shown(wrong[0]) if wrong[0] else "nothing"
        yield Fault(f"rua=: expected mailto:name@example.com or https://…, got {got}")
