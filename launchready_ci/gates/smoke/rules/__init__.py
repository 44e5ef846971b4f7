"""Every rule of the smoke gate, in the order in which a person would ask."""

from collections.abc import Iterator
from typing import Any

from launchready_ci.gate import Facts, Rule, Said, never, rule
from launchready_ci.gates.smoke.rules import assets, caches, exposure, login, page, release, step


@rule("LR-SMK000", "unreachable", judges=Facts)
def unreachable(facts: Facts) -> Iterator[Said]:
    """The deployed app, or a part of it, could not be asked at all.

    Why: what nobody looked at may be broken, so this is never a pass.
    Fix: do what the reason says: give the URL that the app answers under (`--url` or
    `app: {url: ...}`), let the CI's network reach it, set the credential that is missing.
    """
    yield from never(facts)


RULES: tuple[Rule[Any], ...] = (
    *release.RULES,
    *page.RULES,
    *assets.RULES,
    *caches.RULES,
    *login.RULES,
    *step.RULES,
    *exposure.RULES,
)
