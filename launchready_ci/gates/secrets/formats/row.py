"""What is a format: one row that says how a credential looks, what it opens, where to revoke it."""

import re
from collections.abc import Callable
from typing import NamedTuple

from launchready_ci.findings import Severity


class Candidate(NamedTuple):
    """A match that may be a credential, and the text around it that may say otherwise."""

    value: bytes
    """Group ``value`` of the pattern, or the whole match."""
    before: bytes
    """The text of its line before the match."""
    after: bytes
    """The text of its line after the match."""
    path: str
    match: "re.Match[bytes]"


class Format(NamedTuple):
    """One kind of credential: how it looks, what it opens and where to revoke it."""

    id: str
    name: str
    title: str
    pattern: str
    """``re`` source, matched over bytes; the group ``value`` is the credential."""
    opens: str
    revoke: str
    holds: Callable[[Candidate], bool] | None = None
    """Checksum, context or likelihood: exact and cheap."""
    severity: Severity = Severity.ERROR
    rank: int = 50
    """Of overlapping hits the highest rank wins, then the longer one: exact prefix or checksum 90,
    named by its context 70, URL 60, assigned to a name that says so 40, unnamed 10."""
    lines: int = 1
    """More than 1: it may span so many lines."""
    binary: bool = False
    """So certain that it counts in a binary file too."""
    prefilter: str = ""
    """A superset without look-around or backreference for hyperscan; empty: the pattern is one."""


_TYPE = r"(?:: ?[A-Za-z_][\w.<>|\[\]?&* ]{0,40}?(?==))?"
_GAP = rf"[\w.\- \"'\[\])\\]{{0,40}}?{_TYPE}(?:[:=,(>]| is | to )[\s\"'`=>\\]{{0,6}}"
"""Between a name and its value: the rest of the name, a type, an operator, quotes."""
_NEXT = r"[^\n;{},]*[:=,(>so][\s\"'`=>\\]*[\w/+.-]{14}"
"""More than ``_GAP`` and a value: so loose, all formats compile in 145 ms instead of 170."""


def named(provider: str, value: str) -> str:
    """The pattern of a value that only its name gives away: ``TWILIO_AUTH_TOKEN = "..."``.

    ``provider`` and ``value`` are ``re`` sources; the value stands after the provider's name,
    an operator (``=``, ``:``, ``=>``, ``,``, ``(``, ``is``) and an optional quote.
    """
    return rf"(?i:{provider}){_GAP}(?P<value>{value})(?![\w/+-])"


def sieved(row: Format) -> Format:
    """A ``named`` row with a prefilter that hyperscan compiles in no time, shared by its provider."""
    provider, gap, _ = row.pattern.partition(_GAP)
    if row.prefilter or not gap:
        return row
    name, more, _ = provider.partition(r"[\w")
    return row._replace(prefilter=rf"{name}{')' if more else ''}{_NEXT}")
