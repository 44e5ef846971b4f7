"""A rule and what it judges: facts go in, findings come out, and nothing else is touched."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from typing import Any, Generic, NamedTuple, TypeVar

from launchready_ci.findings import Finding, Location, Outcome, Severity

Place = tuple[str, int]
"""Path and line."""
EVERY = "*"
"""In ``Facts.ignores``: every rule is suppressed at that place."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Facts:
    """What ``collect`` saw; the base of every facts class. Nobody compares or prints them."""

    subject: str = ""
    """What was looked at (``GET /login``); ``""`` folds everything into one result per rule."""
    location: Location | None = None
    seconds: float = 0.0
    ignores: Mapping[Place, frozenset[str]] = field(default_factory=dict)
    """Inline suppressions, read from the very text that was looked at: place → rule ids."""


class NotJudged(NamedTuple):
    """A rule that could not decide: SKIPPED, INCONCLUSIVE or ERROR, and why."""

    outcome: Outcome
    reason: str


class Measured(NamedTuple):
    """Figures that belong to the result, also of a pass."""

    properties: Mapping[str, Any]


class NotLookedAt(NamedTuple):
    """``collect`` had no reason to look: the rules that judge these facts are skipped."""

    facts: type[Facts]
    reason: str
    failing: bool = False
    """A finding says so too. Where it fails nothing (a warning, off, forgiven), nobody looked, and
    that is an error."""


UNDECIDED = {o: o for o in (Outcome.SKIPPED, Outcome.INCONCLUSIVE, Outcome.ERROR)}
"""What a rule may say without a finding; anything else is a crash of that rule."""
F = TypeVar("F", bound=Facts)
Said = Finding | NotJudged | Measured


class Doc(NamedTuple):
    """The three parts of a rule's docstring, each one paragraph or more."""

    what: str
    why: str
    fix: str

    @classmethod
    def parse(cls, text: str) -> "Doc":
        """Split ``What … Why: … Fix: …``; raises ValueError where a part is missing."""
        parts = re.split(r"\n(?:Why|Fix):\s*", cleandoc(text))
        if len(parts) != 3:
            raise ValueError(f"a rule's docstring needs What, Why: and Fix:, this has {len(parts)}")
        return cls(*(part.strip() for part in parts))


class Rule(NamedTuple, Generic[F]):
    """A declared judgement: a pure function from facts to what it says of them."""

    id: str
    name: str
    severity: Severity
    doc: str
    judges: type[F]
    check: Callable[[F], Iterable[Said]]
    security: float = 0.0
    """``security-severity`` for code scanning, 0.1 to 10.0; 0 where it is no security matter."""

    @property
    def help(self) -> Doc:
        return Doc.parse(self.doc)


def rule(
    id: str,  # noqa: A002
    name: str,
    *,
    judges: type[F],
    severity: Severity = Severity.ERROR,
    security: float = 0.0,
) -> Callable[[Callable[[F], Iterable[Said]]], Rule[F]]:
    """Make a check a rule; its docstring (What / Why / Fix) is its documentation everywhere."""

    def declare(check: Callable[[F], Iterable[Said]]) -> Rule[F]:
        return Rule(id, name, severity, check.__doc__ or "", judges, check, security)

    return declare


def never(_: Facts) -> Iterator[Said]:
    """Judge nothing: the check of a gate's ``LR-XXX000``, which only ``Unreadable`` can fail."""
    yield from ()
