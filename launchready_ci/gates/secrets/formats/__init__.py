"""Which credentials do we know, and what tells each from everything that looks like it?

A format is a row of data; to add one, add a row to the module of its kind and a maker to
``tests/gates/secret_samples.py``. Ids are never reused. Their ranges, by kind:

    001-019 keys       private keys, JWTs, certificates      100-149 code   forges, registries, CI
    020-059 cloud      clouds, hosting, edge                 150-179 ai     models
    060-079 payment    payments                              180-189 assigned, named by the text
    080-099 chat       chat and mail                         190-199 unnamed
    200-249 data       databases, brokers, URLs, headers     250-    saas   everything else
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Format:
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


FORMATS: tuple[Format, ...] = ()
