"""What do error answers give away?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import Rule, rule
from launchready_ci.gates.guardrails.leaks.facts import Banners, ErrorAnswer, ErrorAnswers
from launchready_ci.nodes import listed


@rule("LR-GRD030", "stack-trace-in-error", judges=ErrorAnswers, security=5.3)
def stack_trace_in_error(facts: ErrorAnswers) -> Iterator[Finding]:
    """The answer to a request that is wrong holds a stack trace.

    Why: it shows code, paths and versions to whoever sends something broken, and something has
    crashed that should have been refused.
    Fix: refuse what cannot be read with status 400, 405, 413 or 415, and give every other error
    one page that says nothing of the cause: the log has it.
    """
    shown = [answer for answer in facts.answers if answer.traces and not answer.debug]
    for language, answers in _by(shown, lambda answer: listed(answer.traces, "and")):
        first = answers[0]
        told = f"{first} with a stack trace ({language}): {first.trace}{_more(answers)}"
        yield Finding(told, facts.place, language)


@rule("LR-GRD031", "debug-page-on-error", judges=ErrorAnswers, security=7.5)
def debug_page_on_error(facts: ErrorAnswers) -> Iterator[Finding]:
    """The answer to a request that is wrong is a debug page.

    Why: it shows settings and code; some debug pages let anybody run code on the server.
    Fix: switch the debug mode off in the environment of the deploy (`DEBUG=False`,
    `FLASK_DEBUG=0`, `APP_DEBUG=false`, `NODE_ENV=production`).
    """
    shown = [answer for answer in facts.answers if answer.debug]
    for whose, answers in _by(shown, lambda answer: answer.debug):
        yield Finding(f"{answers[0]} with {whose}{_more(answers)}", facts.place, whose)


@rule("LR-GRD032", "version-banner", judges=Banners, severity=Severity.NOTE)
def version_banner(facts: Banners) -> Iterator[Finding]:
    """Answers tell the version of what serves them.

    Why: whoever knows a weakness of that version finds the servers that have it.
    Fix: leave the version out (nginx: `server_tokens off`, Apache: `ServerTokens Prod`, PHP:
    `expose_php = Off`, Express: `app.disable("x-powered-by")`), and keep it up to date, which
    matters more.
    """
    for banner, where in facts.seen.items():
        yield Finding(f"{where} tells {banner}", facts.place, banner)


@rule("LR-GRD033", "secret-in-error", judges=ErrorAnswers, security=9.0)
def secret_in_error(facts: ErrorAnswers) -> Iterator[Finding]:
    """The answer to a request that is wrong holds a credential.

    Why: whoever sends something broken can use it.
    Fix: revoke it first, then give errors one page that says nothing of the cause.
    """
    found = {one.key: (one, a) for a in reversed(facts.answers) for one in a.credentials}
    for key, (credential, answer) in found.items():
        told = f"{answer} with, in line {credential.line}: {credential.title}. {credential.opens}"
        yield Finding(told, facts.place, key)


def _by(
    answers: Iterable[ErrorAnswer], what: Callable[[ErrorAnswer], str]
) -> Iterable[tuple[str, list[ErrorAnswer]]]:
    """One cause, one finding."""
    groups: dict[str, list[ErrorAnswer]] = {}
    for answer in answers:
        groups.setdefault(what(answer), []).append(answer)
    return groups.items()


def _more(answers: Sequence[ErrorAnswer]) -> str:
    return f" (so do {len(answers) - 1} other answers)" if len(answers) > 1 else ""


RULES: tuple[Rule[Any], ...] = (
    stack_trace_in_error,
    debug_page_on_error,
    version_banner,
    secret_in_error,
)
