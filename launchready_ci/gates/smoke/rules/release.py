"""Is the new release the one that answers, on every replica?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding
from launchready_ci.gate import rule
from launchready_ci.gates.smoke.facts import Builds, Readiness, Release
from launchready_ci.nodes import listed, shown
from launchready_ci.operators import span

PREFIX = 7
"""So many characters of a commit are enough to know it by."""


def is_version(got: str, wanted: str) -> bool:
    """The same, or one begins with the other, which has 7 characters or more."""
    short, long = sorted((got, wanted), key=len)
    return got == wanted or (len(short) >= PREFIX and long.startswith(short))


@rule("LR-SMK001", "not-ready", judges=Readiness)
def not_ready(facts: Readiness) -> Iterator[Finding]:
    """The app did not become ready before the deadline.

    Why: the deploy may have failed, or the app crashes at its start; users see an error page.
    Fix: read the log of the deploy. If the app only needs longer, raise `smoke: {ready:
    {deadline: 120s}}`.
    """
    if not facts.ready:
        told = f"{facts.subject} was not ready after {span(facts.waited)}: {facts.came}"
        yield Finding(told, facts.place)


@rule("LR-SMK002", "wrong-version", judges=Release)
def wrong_version(facts: Release) -> Iterator[Finding]:
    """The app that answers is not the release that was deployed.

    Why: the deploy succeeded, and users still get last week's build: a cache, a rollback, or a
    process that was never restarted.
    Fix: look at which release the host serves, restart or promote the new one. `app: {version:
    ...}` names the version that is deployed, and `smoke: {ready: {version: ...}}` says where
    the answer tells its own.
    """
    wrong = [v for v in facts.seen if not (v and (not facts.wanted or is_version(v, facts.wanted)))]
    expected = f", expected {shown(facts.wanted)}" if facts.wanted else ""
    for version in wrong:
        came = f"version {shown(version)}" if version else f"no version at {shown(facts.path)}"
        waited = f" after {span(facts.waited)}" if facts.waited else ""
        yield Finding(
            f"{facts.subject} answers with {came}{waited}{expected}", facts.place, key=version
        )


@rule("LR-SMK003", "mixed-versions", judges=Release)
def mixed_versions(facts: Release) -> Iterator[Finding]:
    """Replicas of different releases answer.

    Why: users get one release or the other with each request: assets go missing, forms fail now
    and then, and nobody can reproduce it.
    Fix: find the replica that was not replaced, and let the deploy wait until all are.
    """
    if len(facts.seen) > 1:
        counted = sorted(facts.seen.items(), key=lambda item: (-item[1], item[0]))
        told = listed((f"{shown(v or 'no version')} on {n}" for v, n in counted), "and")
        total = sum(facts.seen.values())
        yield Finding(f"{facts.subject} on {total} connections: {told}", facts.place)


@rule("LR-SMK004", "split-build", judges=Builds)
def split_build(facts: Builds) -> Iterator[Finding]:
    """The page refers to different assets on different connections.

    Why: the page of one build asks another replica for an asset that only its own build has, and
    stays blank.
    Fix: deploy one build to every replica, or keep the assets of the last builds on all of them.
    """
    if len(facts.seen) > 1:
        first, second = sorted(facts.seen)[:2]
        names = sorted(set(first) ^ set(second))[:2]
        told = f"{facts.subject} comes in {len(facts.seen)} builds"
        yield Finding(f"{told}: only some refer to {listed(map(shown, names), 'and')}", facts.place)


RULES = (not_ready, wrong_version, mixed_versions, split_build)
