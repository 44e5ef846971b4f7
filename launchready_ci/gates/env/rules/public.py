"""Is anything secret put into what everybody is served?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.env.rules.facts import Public, Value

SERVED = "is written into what every visitor is served ({}…)"


@rule("LR-ENV017", "public-secret-name", judges=Public, security=7.0)
def public_secret_name(facts: Public) -> Iterator[Finding]:
    """A variable that is built into the pages has the name of a secret.

    Why: the framework writes every variable of this prefix into the JavaScript that it serves:
    anybody can read it in the browser.
    Fix: rename it without the prefix, use it on the server only, and roll the value: it may have
    been served already.
    """
    from launchready_ci.gates.env.values.exposure import secret_by_name

    if secret_by_name(facts.subject):
        yield Finding(f"{facts.subject} {SERVED.format(facts.prefix)}", facts.place)


@rule("LR-ENV018", "perhaps-public-secret", judges=Public, severity=Severity.WARNING, security=4.0)
def perhaps_public_secret(facts: Public) -> Iterator[Finding]:
    """A variable that is built into the pages may be a secret.

    Why: anybody can read it in the browser, and its name does not tell whether that is meant.
    Fix: where it is meant for browsers, name it so (`…_PUBLISHABLE_KEY`, `…_SITE_KEY`); where it is
    not, rename it without the prefix, use it on the server only, and roll the value.
    """
    from launchready_ci.gates.env.values.exposure import perhaps_by_name

    if perhaps_by_name(facts.subject):
        told = f"{facts.subject} {SERVED.format(facts.prefix)}: is it meant to be?"
        yield Finding(told, facts.place)


@rule("LR-ENV028", "public-secret-value", judges=Value, security=9.0)
def public_secret_value(facts: Value) -> Iterator[Finding]:
    """A variable that is built into the pages is set to a secret.

    Why: the framework writes every variable of this prefix into the JavaScript that it serves:
    anybody can read it in the browser, and the form of this value says what it opens.
    Fix: revoke the value, rename the variable without the prefix, and use it on the server only.
    """
    from launchready_ci.gates.env.values.exposure import public, secret_by_value

    prefix = public(facts.subject)
    if prefix and (kind := secret_by_value(facts.subject, facts.value.text)):
        yield facts.found(f"{SERVED.format(prefix)} and holds a secret ({kind})")
