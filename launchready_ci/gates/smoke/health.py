"""Without steps: is there a health route, and are all replicas of one release?"""

from collections import Counter

from launchready_ci.gates.smoke.asking import Item, Run
from launchready_ci.gates.smoke.facts import Done, Release
from launchready_ci.gates.smoke.markup import HTML
from launchready_ci.http import Answer, HttpError, NotJson

PATHS = ("/healthz", "/health", "/api/health", "/api/healthz", "/readyz", "/livez", "/up")
VERSIONS = ("version", "commit", "sha", "git_sha", "revision", "release")
"""Fields of its JSON that tell the release."""


def route(run: Run) -> list[Item] | None:
    """Facts of the first health route that is there: what answers with a page is none."""
    for path, answer in zip(PATHS, run.pool.map(lambda p: get(run, p), PATHS), strict=True):
        if answer and answer.status not in (401, 403, 404, 405) and answer.media_type not in HTML:
            return _facts(run, path, answer)
    return None


def get(run: Run, path: str, *, fresh: bool = False) -> Answer | None:
    """The answer of a place where nothing needs to be."""
    try:
        return run.client.request("GET", path, fresh=fresh)
    except HttpError:
        return None


def _facts(run: Run, path: str, answer: Answer) -> list[Item]:
    place, subject = run.place(), f"GET {path}"
    told = () if answer.status < 400 else ((place, f"status {answer.status}, expected 200"),)
    items: list[Item] = [Done(subject=subject, location=place, failed=told, seconds=answer.seconds)]
    name = next((name for name in VERSIONS if _version(answer, name)), "")
    if name and not told:
        more = range(run.config.ready.connections - 1)
        answers = [answer, *run.pool.map(lambda _: get(run, path, fresh=True), more)]
        seen = Counter(_version(one, name) for one in answers if one is not None)
        release = Release(
            subject=subject, location=place, place=place, wanted="", path=name, seen=seen
        )
        items.append(release)
    return items


def _version(answer: Answer, name: str) -> str:
    try:
        found = answer.json.get(name) if isinstance(answer.json, dict) else None
    except NotJson:
        return ""
    return str(found)[:200] if isinstance(found, str | int) else ""
