"""May only the domain's own services send in its name? SPF, RFC 7208."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import Measured, rule
from launchready_ci.gates.domain.mail.facts import Sender
from launchready_ci.gates.domain.mail.rules.paste import instead, new
from launchready_ci.gates.domain.mail.spf import Malformed, Term, parse
from launchready_ci.gates.domain.mail.spf_tree import (
    MOST_LOOKUPS,
    MOST_MX,
    MOST_VOIDS,
    Record,
)
from launchready_ci.nodes import shown

NOBODY, OWN = "v=spf1 -all", "v=spf1 mx ~all"
ONCE = {"redirect", "exp"}
"""Modifiers of which a record has one at most."""


@rule("LR-DOM060", "spf-missing", judges=Sender)
def spf_missing(facts: Sender) -> Iterator[Finding]:
    """The domain has no SPF record.

    Why: receivers cannot tell your mail from a forger's. Large providers put it into spam, or
    refuse it.
    Fix: put the record of the service that sends for you into DNS, as TXT of the domain. It ends
    in `~all` or `-all`, and there is one for all services together.
    """
    if facts.spf.texts:
        return
    fix = new(facts.subject, NOBODY)
    if facts.sends:
        fix = (
            f"{new(facts.subject, OWN)}\nBefore ~all comes the include: of each service that sends."
        )
    yield Finding(f"{facts.subject} has no SPF record", facts.place, fix=fix)


@rule("LR-DOM061", "spf-invalid", judges=Sender)
def spf_invalid(facts: Sender) -> Iterator[Finding]:
    """Receivers cannot use the SPF record: every check of it ends with an error.

    Why: an error counts as no record, or as a failure. The mail lands in spam, or comes back.
    Fix: put the corrected record into DNS in the place of the broken one.
    """
    for record, by in _reached(facts.spf):
        if told := _wrong(record):
            yield Finding(told, facts.place, record.domain, fix=_fix(facts, record, by))


@rule("LR-DOM062", "spf-too-many-lookups", judges=Sender)
def spf_too_many_lookups(facts: Sender) -> Iterator[Finding | Measured]:
    """A check of the SPF record asks DNS more often than receivers do.

    Why: a check ends with an error after ten lookups, after two names that do not exist, and
    where a domain has more than ten mail servers (RFC 7208, 4.6.4). An error counts as no record.
    Fix: take out services that no longer send, and `ptr`; put `ip4:` and `ip6:` in the place of
    an `include:`, `a` or `mx` whose addresses do not change; give a service a subdomain.
    """
    tree = facts.spf
    if not tree.texts:
        return
    yield Measured({"lookups": tree.total, "partial": any(r.partial for r in tree)})
    if tree.total > MOST_LOOKUPS and not any(record.loops for record in tree):
        told = f"a check of {facts.subject} takes {tree.total} lookups, {MOST_LOOKUPS} are allowed"
        fix = "Each line asks DNS; save where most stands:\n" + "\n".join(_drawn(tree))
        yield Finding(told, facts.place, "lookups", fix=fix)
    voids = [void for record in tree for void in record.voids]
    if len(voids) > MOST_VOIDS:
        names = ", ".join(shown(f"{void.term.text} of {void.domain}") for void in voids[:5])
        told = f"{len(voids)} terms lead to nothing, {MOST_VOIDS} are allowed: {names}"
        gone = {void.term.text for void in voids if void.domain == tree.domain}
        fix = _corrected(facts, dict.fromkeys(gone, "")) if gone else ""
        yield Finding(told, facts.place, "voids", fix=fix)
    for record in tree:
        for term in record.crowded:
            told = f"{shown(term.text)} of {record.domain}: more than {MOST_MX} mail servers"
            yield Finding(told, facts.place, f"{record.domain} {term.text}")


@rule("LR-DOM063", "spf-lets-everybody", judges=Sender, severity=Severity.WARNING, security=5.3)
def spf_lets_everybody(facts: Sender) -> Iterator[Finding]:
    """The SPF record lets every machine of the world send in the domain's name.

    Why: forged mail passes the check, and receivers stop trusting the domain.
    Fix: end the record in `~all` or `-all`, after all the services that send for you.
    """
    last = facts.spf.spf.default if facts.spf.spf else None
    if last and last.qualifier == "+":
        told = f"{facts.subject}: {last.text} lets every machine send in its name"
        yield Finding(told, facts.place, fix=_corrected(facts, {last.text: "~all"}))


@rule("LR-DOM064", "spf-decides-nothing", judges=Sender, severity=Severity.WARNING)
def spf_decides_nothing(facts: Sender) -> Iterator[Finding]:
    """The SPF record says nothing about machines that it does not name.

    Why: `?all`, or no `all` at all, treats a forger as if there were no record.
    Fix: end the record in `~all`, and in `-all` once DMARC reports show nothing of yours failing.
    """
    spf = facts.spf.spf
    if spf is None or spf.redirect or (spf.default and spf.default.qualifier != "?"):
        return
    changed = {spf.default.text: "~all"} if spf.default else {}
    fix = _corrected(facts, changed, "" if spf.default else "~all")
    told = f"{spf.default.text} decides nothing" if spf.default else "the record has no all"
    yield Finding(f"{facts.subject}: {told}", facts.place, fix=fix)


@rule("LR-DOM065", "spf-without-effect", judges=Sender, severity=Severity.WARNING)
def spf_without_effect(facts: Sender) -> Iterator[Finding]:
    """A term of the SPF record is legal, and does nothing.

    Why: somebody put it there for a service that sends; its mail fails the check.
    Fix: a mechanism takes a colon (`ip4:192.0.2.1`), and stands before `all`.
    """
    spf = facts.spf.spf
    if spf is None:
        return
    fix = _corrected(facts, {each.text: _with_colon(each) for each in spf.confused})
    for term in spf.confused:
        told = f"{facts.subject}: {shown(term.text)} is no mechanism, which takes a colon"
        yield Finding(told, facts.place, term.text, fix=fix)
    ends = [each.text for each in spf.directives if each.name == "all"]
    fix = _corrected(facts, dict.fromkeys(ends, ""), *ends[:1])
    for term in spf.unreached:
        told = f"{facts.subject}: {shown(term.text)} stands after all, where nothing is reached"
        yield Finding(told, facts.place, term.text, fix=fix)


@rule("LR-DOM066", "spf-ptr", judges=Sender, severity=Severity.NOTE)
def spf_ptr(facts: Sender) -> Iterator[Finding]:
    """The SPF record uses `ptr`.

    Why: it is slow and unreliable, and some receivers skip it (RFC 7208, 5.5).
    Fix: name the addresses with `ip4:` and `ip6:`.
    """
    for record in facts.spf:
        found = [term for term in (record.spf.asking if record.spf else ()) if term.name == "ptr"]
        own = found if record is facts.spf else []
        fix = _corrected(facts, dict.fromkeys((term.text for term in own), "")) if own else ""
        for term in found:
            told = f"{_where(record)}: {shown(term.text)} should not be used"
            yield Finding(told, facts.place, f"{record.domain} {term.text}", fix=fix)


@rule("LR-DOM067", "spf-for-no-mail", judges=Sender, severity=Severity.WARNING)
def spf_for_no_mail(facts: Sender) -> Iterator[Finding]:
    """A domain that sends no mail has an SPF record that lets somebody send.

    Why: what is never used is what nobody misses when it is forged.
    Fix: say that nobody sends, or `mail: {sends: true}` in launchready.yaml.
    """
    spf = facts.spf.spf
    if facts.sends or spf is None:
        return
    if spf.redirect or [term.text for term in spf.directives] != ["-all"]:
        told = f"{facts.subject} sends no mail, and its SPF record is {shown(facts.spf.text)}"
        yield Finding(told, facts.place, fix=instead(facts.subject, NOBODY))


def _where(record: Record) -> str:
    by = f", which {shown(record.by.text)} leads to" if record.by else ""
    return f"{shown(record.domain)}{by}"


def _reached(tree: Record) -> Iterator[tuple[Record, Term | None]]:
    """Each record, and the term of the domain's own one that leads there."""
    yield tree, None
    for below in tree.below:
        yield from ((record, below.by) for record in below)


def _wrong(record: Record) -> str:
    """Why receivers cannot use it; empty where they can."""
    where = _where(record)
    if len(record.texts) > 1:
        return f"{where} has {len(record.texts)} SPF records, and only one may be there"
    if error := record.malformed:
        return f"{where}: {shown(error.term)}: {error.message}, in {shown(record.text)}"
    if record.by is None or (record.texts and not record.loops):
        return ""
    by = shown(record.by.text)
    if record.loops:
        return f"{where} leads back to itself: {by}"
    return f"{by} leads to {shown(record.domain)}, without an SPF record"


def _fix(facts: Sender, record: Record, by: Term | None) -> str:
    """The record mended where it is the domain's own to mend, else the domain's without it."""
    is_own = f".{record.domain.lower()}".endswith(f".{facts.subject}")
    if is_own and record.texts:
        return instead(record.domain, mended(record.texts))
    if by is None:
        return ""
    without = _corrected(facts, {by.text: "~all" if by.name == "redirect" else ""})
    return f"Let its owner mend it, or go without {shown(by.text)}.\n{without}"


def _corrected(facts: Sender, changed: Mapping[str, str], end: str = "") -> str:
    """The domain's record with other terms; an empty one is left out."""
    words = [changed.get(word, word) for word in facts.spf.text.split(" ")]
    return instead(facts.subject, " ".join(filter(None, (*words, end))))


def _with_colon(term: Term) -> str:
    return term.text.replace("=", ":", 1)


def mended(texts: Sequence[str]) -> str:
    """One sound record with what each broken term may have meant, or without it.

    Of several it has all that they name, and of their ends the more careful one.
    """
    words = [word for text in texts for word in map(_sound, text.split(" ")[1:]) if word]
    if len(texts) > 1:
        words = [re.sub(r"^redirect=", "include:", word, flags=re.IGNORECASE) for word in words]
        ends = {word for word in words if word.lower().lstrip("+-~?") == "all"}
        end = next((word for word in ("~all", "-all", "?all") if word in ends), "~all")
        words = [*dict.fromkeys(word for word in words if word not in ends), end]
    return " ".join(("v=spf1", *_once(words)))


def _once(words: Iterable[str]) -> Iterator[str]:
    """Without a second redirect or exp."""
    seen = set[str]()
    for word in words:
        name = word.partition("=")[0].lower()
        if name not in seen:
            yield word
        seen |= {name} & ONCE


def _sound(word: str) -> str:
    """A term, or what it may have meant; empty where nobody can tell."""
    try:
        parse(f"v=spf1 {word}")
    except Malformed as error:
        return _sound(error.mended) if error.mended and error.mended != word else ""
    return word


def _drawn(record: Record, depth: int = 0) -> Iterator[str]:
    """The tree of lookups: each record with the number of them below it."""
    by = f"{record.by.text}  " if record.by else ""
    yield shown(f"{'  ' * depth}{by}{record.domain}: {record.total}")
    for below in record.below:
        yield from _drawn(below, depth + 1)


RULES = (
    spf_missing,
    spf_invalid,
    spf_too_many_lookups,
    spf_lets_everybody,
    spf_decides_nothing,
    spf_without_effect,
    spf_ptr,
    spf_for_no_mail,
)
