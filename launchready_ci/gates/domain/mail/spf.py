"""What does an SPF record say, by the grammar of RFC 7208, section 12?

    parse("v=spf1 a:example.net ip4:192.0.2.0/24 -all").directives[0]

Pure: who is asked, and how often, is in ``spf_tree``.
"""

import ipaddress
import re
from typing import NamedTuple

from launchready_ci.nearest import close
from launchready_ci.nodes import shown

VERSION = re.compile(r"v=spf1(?: |$)", re.IGNORECASE)
MECHANISMS = ("all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists")
ASKING = ("include", "a", "mx", "ptr", "exists", "redirect")
"""Terms that cost one of the ten lookups of a check (section 4.6.4)."""
TARGET_NEEDED = ("include", "exists", "redirect", "exp")
TARGET_TAKEN = ("a", "mx", "ptr", *TARGET_NEEDED)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")
TERM = re.compile(r"([+?~-]?)([A-Za-z][A-Za-z0-9._-]*)(?:([:=])(.*)|(/.*))?", re.DOTALL)
CIDR = re.compile(r"(/(?:0|[1-9][0-9]?))?(//(?:0|[1-9][0-9]{0,2}))?$")
MACRO = re.compile(r"%\{([A-Za-z])[0-9]*r?[-.+,/_=]*\}|%[%_-]", re.IGNORECASE)
LETTERS = "slodiphv"
"""Section 7.2; ``c``, ``r`` and ``t`` stand only in the text that ``exp`` leads to."""
TOP = re.compile(r"\.(?:(?=[0-9]*[A-Za-z])[A-Za-z0-9]+|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9])\.?$")


class Malformed(Exception):
    """The record breaks the grammar: which term, and what was expected."""

    def __init__(self, term: str, message: str, mended: str | None = None) -> None:
        super().__init__(message)
        self.term = term
        self.message = message
        self.mended = mended
        """What the term may have meant; None where it can only be taken out."""


class Term(NamedTuple):
    """A directive (a mechanism with its qualifier) or a modifier."""

    text: str
    """As it stands in the record."""
    name: str
    """In lower case; a mechanism of ``MECHANISMS``, or a modifier's name."""
    qualifier: str = "+"
    """``+`` pass, ``-`` fail, ``~`` softfail, ``?`` neutral."""
    target: str = ""
    """The domain, as it stands; empty for the domain of the record itself."""
    network: ipaddress.IPv4Network | ipaddress.IPv6Network | None = None

    @property
    def is_modifier(self) -> bool:
        return re.match(r"[A-Za-z0-9._-]+=", self.text) is not None

    @property
    def expands(self) -> bool:
        """Its target depends on the mail: a macro stands in it."""
        return "%" in self.target


class Spf(NamedTuple):
    """A record that keeps to the grammar."""

    directives: tuple[Term, ...]
    """In their order; what stands after ``all`` is never reached."""
    modifiers: tuple[Term, ...]

    @property
    def default(self) -> Term | None:
        """``all`` with its qualifier, where the record has one."""
        return next((term for term in self.directives if term.name == "all"), None)

    @property
    def unreached(self) -> tuple[Term, ...]:
        """The directives after ``all``."""
        end = self.directives.index(self.default) if self.default else len(self.directives)
        return self.directives[end + 1 :]

    @property
    def redirect(self) -> Term | None:
        """Whose record counts where nothing matched; ``all`` makes it void (section 6.1)."""
        found = (term for term in self.modifiers if term.name == "redirect")
        return None if self.default else next(found, None)

    @property
    def confused(self) -> tuple[Term, ...]:
        """``ip4=192.0.2.1``: legal as a modifier of the future, and without effect."""
        return tuple(term for term in self.modifiers if term.name in MECHANISMS)

    @property
    def asking(self) -> tuple[Term, ...]:
        """The terms that ask DNS when no earlier one matches, in their order."""
        reached = self.directives[: len(self.directives) - len(self.unreached)]
        ending = (self.redirect,) if self.redirect else ()
        return tuple(term for term in (*reached, *ending) if term.name in ASKING)


def is_spf(text: str) -> bool:
    """Is a TXT record meant as SPF (section 4.5)?"""
    return VERSION.match(text) is not None


def parse(record: str) -> Spf:
    """Read a record for which ``is_spf`` holds; raises Malformed for the first wrong term."""
    directives, modifiers = list[Term](), list[Term]()
    for text in record[len("v=spf1") :].split(" "):
        if text:
            term = _term(text)
            (modifiers if term.is_modifier else directives).append(term)
    for name in ("redirect", "exp"):
        again = [term for term in modifiers if term.name == name][1:]
        if again:
            raise Malformed(again[0].text, f"{name}= may stand only once")
    return Spf(tuple(directives), tuple(modifiers))


def _term(text: str) -> Term:
    if not (text.isascii() and text.isprintable()):
        raise Malformed(text, "holds a character that no SPF record may hold")
    found = TERM.fullmatch(text)
    if found is None:
        raise Malformed(text, "is no mechanism and no modifier")
    qualifier, name, sign, value, slash = found.groups()
    known = name.lower()
    if sign == "=":
        return _modifier(text, qualifier, known, value)
    if known not in MECHANISMS:
        raise _unknown(text, qualifier, name, f"{sign or ''}{value or slash or ''}")
    return _mechanism(Term(text, known, qualifier or "+"), sign is not None, value or slash or "")


def _modifier(text: str, qualifier: str, name: str, value: str) -> Term:
    if qualifier:
        raise Malformed(text, "a modifier has no qualifier", text[1:])
    if name in ("redirect", "exp"):
        _hold_domain(text, value)
    else:
        _hold_macros(text, value)
    return Term(text, name, target=value)


def _unknown(text: str, qualifier: str, name: str, rest: str) -> Malformed:
    """Of ``ipv4:…`` and ``-all.``: the nearest mechanism that would be sound with the rest."""
    bare = name.rstrip(".").lower()
    meant = {"ipv4": "ip4", "ipv6": "ip6", "ip": "ip4"}.get(bare, bare)
    for mechanism in close(meant, MECHANISMS):
        mended = f"{qualifier}{mechanism}{rest}"
        try:
            _term(mended)
        except Malformed:
            continue
        return Malformed(text, f"there is no mechanism {shown(name)}", mended)
    return Malformed(text, f"there is no mechanism {shown(name)}")


def _mechanism(term: Term, has_sign: bool, value: str) -> Term:
    if term.name == "all":
        if value or has_sign:
            raise Malformed(term.text, "all takes nothing after it", f"{term.qualifier}all")
        return term
    if term.name in ("ip4", "ip6"):
        return _network(term, value)
    if has_sign and not value:
        raise Malformed(term.text, "names no domain after its colon", _without_colon(term))
    if not has_sign and term.name in TARGET_NEEDED:
        raise Malformed(term.text, f"{term.name} needs a domain, such as {term.name}:example.com")
    target = value
    if term.name in ("a", "mx"):
        target = _without_length(term, value)
        if target and not has_sign:
            raise Malformed(term.text, "expected a length such as /24 or //64")
    elif not has_sign and value:
        raise Malformed(term.text, f"{term.name} takes no length")
    if has_sign:
        _hold_domain(term.text, target)
    return term._replace(target=target)


def _without_colon(term: Term) -> str | None:
    return None if term.name in TARGET_NEEDED else term.text.rstrip(":")


def _without_length(term: Term, value: str) -> str:
    """The domain without ``/24//64``; a slash may also be part of it (section 7.1)."""
    found = CIDR.search(value)
    lengths = found.groups("") if found else ("", "")
    for length, most in zip(lengths, (32, 128), strict=True):
        if length and int(length.strip("/")) > most:
            raise Malformed(term.text, f"a length is at most {most}")
    return value[: found.start()] if found else value


def _network(term: Term, value: str) -> Term:
    version, bits = (4, 32) if term.name == "ip4" else (6, 128)
    address, slash, length = value.partition("/")
    kind = ipaddress.IPv4Network if version == 4 else ipaddress.IPv6Network
    if slash and not re.fullmatch(r"0|[1-9][0-9]{0,2}", length):
        raise Malformed(term.text, f"expected a length of 0 to {bits} after the slash")
    if slash and int(length) > bits:
        raise Malformed(term.text, f"a length is at most {bits}", term.text.partition("/")[0])
    try:
        network = kind(f"{address}/{length or bits}", strict=False)
    except ValueError:
        raise _no_address(term, address, version) from None
    if "%" in address:  # a zone, which Python takes
        raise _no_address(term, address, version)
    return term._replace(network=network)


def _no_address(term: Term, address: str, version: int) -> Malformed:
    try:
        other = ipaddress.ip_address(address).version
    except ValueError:
        return Malformed(term.text, f"expected an IPv{version} address after {term.name}:")
    meant = re.sub(re.escape(term.name), f"ip{other}", term.text, count=1, flags=re.IGNORECASE)
    return Malformed(term.text, f"that is an IPv{other} address", meant)


def _hold_domain(text: str, domain: str) -> None:
    """``domain-spec`` of section 12: ends in a dot and a label, or in a macro."""
    _hold_macros(text, domain)
    last = [found for found in MACRO.finditer(domain) if found.end() == len(domain)]
    if last and last[0][0].startswith("%{"):
        return
    if not TOP.search(domain):
        expected = "a domain such as mail.example.com"
        raise Malformed(text, f"expected {expected}, {shown(domain) if domain else 'it is empty'}")


def _hold_macros(text: str, value: str) -> None:
    for found in MACRO.finditer(value):
        letter = found[1]
        if letter and letter.lower() not in LETTERS:
            raise Malformed(text, f"there is no macro %{{{letter}}} here")
        if letter and re.match(r"%\{.0+(?:r|[^0-9]|$)", found[0], re.IGNORECASE):
            raise Malformed(text, "a macro keeps at least one part")
    if "%" in MACRO.sub("", value):
        raise Malformed(text, "a percent sign begins a macro, such as %{d}; %% is a percent sign")
