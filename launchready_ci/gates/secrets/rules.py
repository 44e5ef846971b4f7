"""Is a credential in what was searched? One rule per row of the table of formats."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from launchready_ci.findings import FORGIVEN_BY, Finding, Location, Outcome, Severity
from launchready_ci.gate import Facts, NotJudged, Rule, Said, never, rule
from launchready_ci.gates.secrets.formats import FORMATS, Format, stock

OURS, STOCK = "launchready", "detect-secrets"
"""Sets of detectors: the table of formats, and exactly what detect-secrets does by default."""
SECURITY = {Severity.ERROR: 9.0, Severity.WARNING: 5.0, Severity.NOTE: 2.0}
"""``security-severity`` by severity: critical, medium and low on code scanning's scale."""


class Seen(NamedTuple):
    """A credential at a place. Its value is gone; ``key`` stands for it."""

    location: Location
    key: str
    commit: str = ""
    date: str = ""
    gone: bool = False
    """Only in the history: no file of the tree holds it any more."""
    in_name: bool = False
    """In the name of the file, not in its content."""
    uncommitted: bool = False
    """Staged, and not in the file that was committed last."""
    mended: bool = False
    """Staged, and no longer in the file on the disk."""
    forgiven_by: str = ""
    """Another tool's baseline that knows it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Searched(Facts):
    """A batch of texts, and what was seen in them, by rule id."""

    files: int
    detectors: str = OURS
    """Whose detectors looked: those of one set have no word about what the other might find."""
    seen: Mapping[str, tuple[Seen, ...]] = field(default_factory=dict)


def secret_rule(row: Format, detectors: str = OURS) -> Rule[Searched]:
    """Make the rule of a row: its documentation is the row's facts in the order of the work."""

    def check(facts: Searched) -> Iterable[Said]:
        if facts.detectors != detectors:
            return [NotJudged(Outcome.SKIPPED, f"only the detectors of {facts.detectors} looked")]
        return [finding(row, seen) for seen in facts.seen.get(row.id, ())]

    return Rule(
        row.id, row.name, row.severity, document(row), Searched, check, SECURITY[row.severity]
    )


def finding(row: Format, seen: Seen) -> Finding:
    properties = {"commit": seen.commit, "date": seen.date, FORGIVEN_BY: seen.forgiven_by}
    where = " in the name of the file" if seen.in_name else ""
    return Finding(
        f"{row.title}{where}{_when(seen)}. {row.opens}",
        seen.location,
        seen.key,
        suppressed=bool(seen.forgiven_by),
        properties={name: value for name, value in properties.items() if value},
        fix=unstage(row, mended=seen.mended) if seen.uncommitted else "",
    )


def _when(seen: Seen) -> str:
    if not seen.commit:
        return ""
    still = "only in the history" if seen.gone else "still in the tree"
    return f", brought in by commit {seen.commit[:12]} of {seen.date}, {still}"


def unstage(row: Format, *, mended: bool = False) -> str:
    """What to do while the credential is staged only: nobody else has seen it."""
    take_out = "Take it out of the file and `git add` the file again"
    if mended:
        take_out = "The file in your folder is already mended, what is staged is not: `git add` it"
    return f"""Nothing is committed yet, so no history has to be rewritten.
1. {take_out}, or `git restore --staged` the file.
2. Put it in the environment or a secret store, never in a tracked file.
3. Revoke it only if it was shared: sent, pasted or pushed elsewhere. {row.revoke}"""


def document(row: Format) -> str:
    """What / Why / Fix of a row: its facts, in the order in which a person acts on them."""
    return f"""{row.title}: a credential of this form is in a file or a commit.

    Why: whoever can read the repository can use it. {row.opens}
    Fix:
    1. Revoke it, also when the commit was never pushed. {row.revoke}
    2. Rotate: put a new one in the environment or a secret store, never in a tracked file.
    3. Remove it from the history: write the value into a file and run
       `git filter-repo --replace-text THAT_FILE`; `git commit --amend` is enough for the last
       commit, as long as it was not pushed.
    4. Prevent: keep the pre-commit hook on, and make the pull-request check a required one.
    """


@rule("LR-SEC000", "unreadable", judges=Facts)
def unreadable(facts: Facts) -> Iterator[Said]:
    """A text that should have been searched could not be read.

    Why: what nobody searched may hold a secret, so this is never a pass.
    Fix: do what the reason says: fetch the missing history (`fetch-depth: 0`), repair the
    repository (`git fsck`), or leave the file out with `secrets: {exclude: [...]}`.
    """
    yield from never(facts)


RULES: tuple[Rule[Searched], ...] = (
    *map(secret_rule, FORMATS),
    *(secret_rule(row, STOCK) for row in stock.ALL),
)
