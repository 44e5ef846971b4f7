"""May only the domain's own services send in its name? SPF, RFC 7208."""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import Measured, rule
from launchready_ci.gates.domain.mail.facts import Sender
from launchready_ci.gates.domain.mail.spf import Malformed, parse
from launchready_ci.gates.domain.mail.spf_tree import (
    MOST_LOOKUPS,
    MOST_MX,
    MOST_VOIDS,
    Record,
)
from launchready_ci.nodes import shown

NOBODY = "v=spf1 -all"


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
    record = "v=spf1 include:_spf.your-mail-service.example ~all" if facts.sends else NOBODY
    yield Finding(
        f"{facts.subject} has no SPF record",
        facts.place,
        fix=f"Add a TXT record to {facts.subject}, with what your mail service names:\n{record}",
    )


@rule("LR-DOM061", "spf-invalid", judges=Sender)
def spf_invalid(facts: Sender) -> Iterator[Finding]:
    """Receivers cannot use the SPF record: every check of it ends with an error.

    Why: an error counts as no record, or as a failure. The mail lands in spam, or comes back.
    Fix: put the corrected record into DNS in the place of the broken one.
    """
    for record in facts.spf:
        where = _where(record)
        if len(record.texts) > 1:
            told = f"{where} has {len(record.texts)} SPF records, and only one may be there"
            yield Finding(told, facts.place, record.domain, fix=_instead(_merged(record.texts)))
        elif error := record.malformed:
            told = f"{where}: {shown(error.term)}: {error.message}, in {shown(record.text)}"
            yield Finding(told, facts.place, record.domain, fix=_instead(_mended(record.text)))
        elif record.loops:
            told = f"{where} leads back to itself: {shown(record.by.text if record.by else '')}"
            yield Finding(told, facts.place, record.domain)
        elif record.by and not record.texts:
            told = f"{shown(record.by.text)} leads to {shown(record.domain)}, without an SPF record"
            yield Finding(told, facts.place, record.domain)


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
        yield Finding(told, facts.place, "voids", fix="Take these terms out.")
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
        mended = facts.spf.text.replace(last.text, "~all")
        yield Finding(told, facts.place, fix=_instead(mended))


@rule("LR-DOM064", "spf-decides-nothing", judges=Sender, severity=Severity.WARNING)
def spf_decides_nothing(facts: Sender) -> Iterator[Finding]:
    """The SPF record says nothing about machines that it does not name.

    Why: `?all`, or no `all` at all, treats a forger as if there were no record.
    Fix: end the record in `~all`, and in `-all` once DMARC reports show nothing of yours failing.
    """
    spf = facts.spf.spf
    if spf is None or spf.redirect or (spf.default and spf.default.qualifier != "?"):
        return
    record = facts.spf.text
    mended = record.replace(spf.default.text, "~all") if spf.default else f"{record.strip()} ~all"
    told = f"{spf.default.text} decides nothing" if spf.default else "the record has no all"
    yield Finding(f"{facts.subject}: {told}", facts.place, fix=_instead(mended))


@rule("LR-DOM065", "spf-without-effect", judges=Sender, severity=Severity.WARNING)
def spf_without_effect(facts: Sender) -> Iterator[Finding]:
    """A term of the SPF record is legal, and does nothing.

    Why: somebody put it there for a service that sends; its mail fails the check.
    Fix: a mechanism takes a colon (`ip4:192.0.2.1`), and stands before `all`.
    """
    spf = facts.spf.spf
    if spf is None:
        return
    record = facts.spf.text
    for term in spf.confused:
        told = f"{facts.subject}: {shown(term.text)} is no mechanism, which takes a colon"
        mended = record.replace(term.text, term.text.replace("=", ":", 1))
        yield Finding(told, facts.place, term.text, fix=_instead(mended))
    after = (
        spf.directives[[t.name for t in spf.directives].index("all") + 1 :] if spf.default else ()
    )
    for term in after:
        told = f"{facts.subject}: {shown(term.text)} stands after all, where nothing is reached"
        yield Finding(told, facts.place, term.text)


@rule("LR-DOM066", "spf-ptr", judges=Sender, severity=Severity.NOTE)
def spf_ptr(facts: Sender) -> Iterator[Finding]:
    """The SPF record uses `ptr`.

    Why: it is slow and unreliable, and some receivers skip it (RFC 7208, 5.5).
    Fix: name the addresses with `ip4:` and `ip6:`.
    """
    for record in facts.spf:
        for term in record.spf.asking if record.spf else ():
            if term.name == "ptr":
                told = f"{_where(record)}: {shown(term.text)} should not be used"
                yield Finding(told, facts.place, f"{record.domain} {term.text}")


def _where(record: Record) -> str:
    by = f", which {shown(record.by.text)} leads to" if record.by else ""
    return f"{shown(record.domain)}{by}"


def _instead(record: str) -> str:
    return f"The corrected record:\n{record}"


def _mended(text: str) -> str:
    """The record with what each broken term may have meant, or without it."""
    words: list[str] = []
    for word in text.split(" ")[1:]:
        try:
            parse(f"v=spf1 {word}")
            words.append(word)
        except Malformed as error:
            words += [error.mended] if error.mended else []
    return " ".join(["v=spf1", *filter(None, words)])


def _merged(texts: tuple[str, ...]) -> str:
    """All that the records name, in one; of their ends the more careful one."""
    words = [word for text in texts for word in _mended(text).split(" ")[1:]]
    ends = [word for word in words if word.lower().lstrip("+-~?") == "all"]
    end = next((word for word in ("~all", "-all", "?all") if word in ends), "~all")
    named = dict.fromkeys(word for word in words if word not in ends)
    return " ".join(["v=spf1", *named, end])


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
)
