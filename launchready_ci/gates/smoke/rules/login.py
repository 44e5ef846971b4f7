"""Does the login work for a real user, and for nobody else?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome
from launchready_ci.gate import NotJudged, rule
from launchready_ci.gates.smoke.facts import LoggedIn, SignedOut, WrongPassword
from launchready_ci.operators import span


@rule("LR-SMK040", "login-failed", judges=LoggedIn)
def login_failed(facts: LoggedIn) -> Iterator[Finding]:
    """A user with the right password is not let in.

    Why: nobody else is either.
    Fix: log in by hand. If that works, hold `users` of launchready.yaml against the form: the
    names of its fields, the page, the credentials in the environment.
    """
    if facts.refused:
        yield Finding(f"{facts.subject}: {facts.refused}", facts.place)


@rule("LR-SMK041", "wrong-password-accepted", judges=WrongPassword, security=9.8)
def wrong_password_accepted(facts: WrongPassword) -> Iterator[Finding | NotJudged]:
    """A wrong password is not refused as it should be.

    Why: anybody who knows a name is in; or the page breaks for everybody who mistypes.
    Fix: compare the password, in the code that runs in this environment too, and answer a wrong
    one with the form and a message.
    """
    if facts.crashed:
        yield Finding(f"{facts.subject}: a wrong password gives {facts.crashed}", facts.place)
    elif facts.let_in:
        yield Finding(f"{facts.subject} was let in with a wrong password", facts.place)
    elif facts.let_in is None:
        told = "the answers to the right and to a wrong password look different, and only a"
        yield NotJudged(Outcome.INCONCLUSIVE, f"{told} page under signed_in would tell")


@rule("LR-SMK042", "sign-out-ignored", judges=SignedOut, security=5.0)
def sign_out_ignored(facts: SignedOut) -> Iterator[Finding]:
    """Signing out does not end the session.

    Why: the next person at the machine is still signed in as this user.
    Fix: drop the session on the server, or its cookie with the same path and domain.
    """
    if facts.still_in:
        told = f"after {facts.way}, {facts.page} still answers as for {facts.subject}"
        yield Finding(told, facts.place)


@rule("LR-SMK043", "slow-login", judges=LoggedIn)
def slow_login(facts: LoggedIn) -> Iterator[Finding]:
    """Logging in takes longer than its budget.

    Why: people give up, and proxies cut it off. It is often the first page that needs the
    database, a cold start, or a password hash that is too dear for the machine.
    Fix: see which of its requests is slow; `smoke: {logins: {time: 8s}}` is the budget.
    """
    if not facts.refused and facts.took > facts.budget:
        told = f"took {span(facts.took)}, expected at most {span(facts.budget)}"
        yield Finding(f"{facts.subject} {told}", facts.place)


RULES = (login_failed, wrong_password_accepted, sign_out_ignored, slow_login)
