"""Is a variable set to what this environment can work with?

Each judgement is imported when a value is there to be judged: a hook has none.
"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.env.rules.facts import Elsewhere, InProduction, Value


@rule("LR-ENV007", "wrong-type", judges=Value)
def wrong_type(facts: Value) -> Iterator[Finding]:
    """A value is not of the type that the contract gives it, or that the code makes of it.

    Why: the app stops when it first reads the value, at the start or in the middle of a request.
    Fix: set a value of that type; where the contract is wrong, change the type there. Without a
    type in the contract, one that the code turns into a number (`int(os.environ["PORT"])`) is one.
    """
    from launchready_ci.gates.env.values.forms import misfit

    if wanted := facts.type:
        expected = misfit(facts.value.text, wanted)
        if expected:
            yield facts.found(f"has the wrong form, expected {expected}")


@rule("LR-ENV008", "placeholder-in-production", judges=InProduction)
def placeholder_in_production(facts: InProduction) -> Iterator[Finding]:
    """A value in production is one that somebody was to replace.

    Why: the example file was copied and this line was overlooked; what needs it fails, or a secret
    that the repository shows to everybody guards the app.
    Fix: set the real value in the deploy environment.
    """
    from launchready_ci.gates.env.values.placeholders import copied, placeholder
    from launchready_ci.gates.env.values.strength import guarded

    value, variable = facts.value.text, facts.variable
    why = placeholder(facts.subject, value)
    if not why and variable and variable.example:
        is_secret = guarded(facts.subject, facts.secret)
        why = copied(value, variable.example, secret=is_secret)
    if why:
        yield facts.found(why)


@rule("LR-ENV009", "local-address", judges=InProduction)
def local_address(facts: InProduction) -> Iterator[Finding]:
    """A value in production leads to the machine itself, or through a tunnel to a laptop.

    Why: nothing listens there in production; the app fails at its first request to it.
    Fix: set the service's address in production. Where it really runs beside the app, on one
    server or in a sidecar, say so: `rules: {LR-ENV009: off}`.
    """
    from launchready_ci.gates.env.values import local_auth, places

    value = facts.value.text
    if not local_auth.auth(facts.subject) and places.where(facts.subject, value) == "local":
        yield facts.found("leads to the machine that the app runs on")


@rule("LR-ENV010", "private-address", judges=InProduction, severity=Severity.WARNING)
def private_address(facts: InProduction) -> Iterator[Finding]:
    """A value in production is an address of a private network (RFC 1918).

    Why: it may be somebody's office; and a bare address breaks when the machine is replaced.
    Fix: set a name that production resolves. Where the address is production's own network, ignore
    this rule.
    """
    from launchready_ci.gates.env.values.places import where

    if where(facts.subject, facts.value.text) == "private":
        yield facts.found("is an address of a private network")


@rule("LR-ENV011", "debug-in-production", judges=InProduction)
def debug_in_production(facts: InProduction) -> Iterator[Finding]:
    """A switch in production is set as on a developer's machine.

    Why: debug pages show code, settings and secrets to visitors, and may run what they type;
    without its checks the app talks to anybody who claims to be its partner.
    Fix: switch it off in production (`DEBUG=0`, `NODE_ENV=production`), or remove it there.
    """
    from launchready_ci.gates.env.values.switches import debugging

    if why := debugging(facts.subject, facts.value.text):
        yield facts.found(why)


@rule("LR-ENV012", "verbose-in-production", judges=InProduction, severity=Severity.NOTE)
def verbose_in_production(facts: InProduction) -> Iterator[Finding]:
    """The app logs everything in production.

    Why: logs at this level tend to hold tokens and personal data, and they cost money.
    Fix: set it to `info` or `warning`.
    """
    from launchready_ci.gates.env.values.switches import verbose

    if verbose(facts.subject, facts.value.text):
        yield facts.found("logs everything")


@rule("LR-ENV013", "weak-secret", judges=InProduction, security=8.0)
def weak_secret(facts: InProduction) -> Iterator[Finding]:
    """A secret in production can be guessed.

    Why: who guesses the key signs in as anybody; words of password lists are tried within minutes.
    Fix: make a random one (`openssl rand -base64 32`) and set it in production only.
    """
    from launchready_ci.gates.env.values.placeholders import placeholder
    from launchready_ci.gates.env.values.strength import weak

    value = facts.value.text
    if facts.secret is False or placeholder(facts.subject, value):
        return
    if why := weak(facts.subject, value, facts.secret):
        yield facts.found(why)


@rule("LR-ENV014", "shared-secret", judges=Value, severity=Severity.WARNING, security=5.0)
def shared_secret(facts: Value) -> Iterator[Finding]:
    """Two environments have the same secret, or the same address with a password in it.

    Why: staging is guarded less; who gets its secret has production's.
    Fix: make one secret per environment.
    """
    from launchready_ci.gates.env.values.strength import guarded, holds_password

    is_secret = guarded(facts.subject, facts.secret) or holds_password(facts.value.text)
    if facts.shared and is_secret:
        yield facts.found(f"is the same secret as in {' and '.join(facts.shared)}")


@rule("LR-ENV015", "test-key-in-production", judges=InProduction)
def test_key_in_production(facts: InProduction) -> Iterator[Finding]:
    """A key or a switch in production belongs to a provider's test mode.

    Why: the checkout looks as if it worked, and nobody is charged; or nobody can pay at all.
    Fix: set the provider's live key, and test with a small real payment.
    """
    from launchready_ci.gates.env.values.keys import key

    found = key(facts.subject, facts.value.text)
    if found.mode == "test":
        yield facts.found(f"is for tests ({found.provider})")


@rule("LR-ENV016", "live-key-elsewhere", judges=Elsewhere, security=7.0)
def live_key_elsewhere(facts: Elsewhere) -> Iterator[Finding]:
    """A live key is set in an environment that is not production.

    Why: a test run charges real cards, and mails real people.
    Fix: set the provider's test key here, and roll the live one.
    """
    from launchready_ci.gates.env.values.keys import key

    found = key(facts.subject, facts.value.text)
    if found.mode == "live":
        yield facts.found(f"is a live key ({found.provider})")


@rule("LR-ENV019", "login-works-locally-only", judges=InProduction)
def login_works_locally_only(facts: InProduction) -> Iterator[Finding]:
    """A setting of the login in production works on a developer's machine only.

    Why: the provider sends everybody back to their own localhost, or the browser drops the cookie:
    nobody can log in, while every page without a login works.
    Fix: set the public https address (callback URL, cookie domain, allowed hosts and origins), and
    register the callback with the provider.
    """
    from launchready_ci.gates.env.values.local_auth import local_only

    if why := local_only(facts.subject, facts.value.text):
        yield facts.found(why)
