"""``v=DMARC1; p=reject``: the tag lists of DKIM (RFC 6376, 3.2), DMARC, MTA-STS and TLS-RPT."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from launchready_ci.nodes import shown

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Fault(NamedTuple):
    """What is wrong with a record; such a record is void as a whole unless ``risky``."""

    message: str
    mended: Mapping[str, str] = {}
    """Tag → the value to give it; an empty one takes the tag out."""
    risky: bool = False
    """It counts, and does less than it seems to."""


class Tags(NamedTuple):
    """The tags of a record, in their order, and what is no tag."""

    values: Mapping[str, str]
    faults: tuple[Fault, ...] = ()

    def get(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)


def parse(record: str) -> Tags:
    """Read ``a=b; c=d``; a semicolon may end it."""
    values, faults = dict[str, str](), list[Fault]()
    for part in record.rstrip().removesuffix(";").split(";"):
        name, equals, value = (text.strip() for text in part.partition("="))
        if not (equals and NAME.fullmatch(name)):
            told = shown(part.strip()) if part.strip() else "an empty part"
            faults.append(Fault(f"{told} is no tag=value"))
        elif name in values:
            faults.append(Fault(f"{name}= stands twice"))
        else:
            values[name] = value
    return Tags(values, tuple(faults))


def mended(
    record: str,
    faults: tuple[Fault, ...],
    changed: Mapping[str, str] = {},
    first: tuple[str, ...] = ("v",),
) -> str:
    """The record with what the faults say about its tags, and other changes; some tags lead it."""
    values = dict(parse(record).values)
    for more in (*(fault.mended for fault in faults), changed):
        values.update(more)
    ordered = {**{name: values.get(name, "") for name in first}, **values}
    return "; ".join(f"{name}={value}" for name, value in ordered.items() if value)


def one_of(tags: Tags, name: str, known: tuple[str, ...], instead: str) -> Iterator[Fault]:
    """A fault where the tag has none of the known values."""
    value = tags.get(name)
    if name in tags.values and value.lower() not in known:
        told = f"{name}={shown(value) if value else ''}: expected {', '.join(known)}"
        yield Fault(told, {name: instead})
