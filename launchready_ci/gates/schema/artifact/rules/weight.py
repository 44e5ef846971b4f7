"""Is it light enough, and may browsers keep what they keep?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding
from launchready_ci.gate import Measured, rule
from launchready_ci.gates.schema.artifact.facts import Kept, Weighed


@rule("LR-SCH211", "heavy-file", judges=Weighed)
def heavy_file(facts: Weighed) -> Iterator[Finding]:
    """A file is larger than its budget.

    Why: on a phone each 100 kB of script costs a visitor about a second, and it grows unseen.
    Fix: see what is in it (`npx vite-bundle-visualizer`), load what few people need later
    (`import()`), or raise the budget in `expect.sizes`.
    """
    if facts.path:
        for told, key in _over(facts):
            yield facts.finding(f"{facts.path}: {told}", facts.path, key)


@rule("LR-SCH212", "heavy-artifact", judges=Weighed)
def heavy_artifact(facts: Weighed) -> Iterator[Finding | Measured]:
    """All that was built is larger than its budget.

    Why: a sudden growth is mostly a mistake: source maps, tests, a video, the build of yesterday.
    Fix: look for what is new in it, or raise `expect.total`.
    """
    if not facts.path:
        for told, key in _over(facts):
            yield Finding(f"all files: {told}", facts.asked, key)
        yield Measured({"bytes": facts.weight.size})


def _over(facts: Weighed) -> Iterator[tuple[str, str]]:
    weight, budget = facts.weight, facts.budget
    for got, most, how in (
        (weight.size, budget.size, ""),
        (weight.gzip, budget.gzip, " with gzip"),
        (weight.brotli or 0, budget.brotli, " with brotli"),
    ):
        if most is not None and got > most:
            yield f"{got:,} bytes{how}, expected at most {most:,}", how.strip() or "size"


@rule("LR-SCH213", "kept-without-hash", judges=Kept)
def kept_without_hash(facts: Kept) -> Iterator[Finding]:
    """Browsers keep a file for weeks whose name does not change with its content.

    Why: who has been there before gets the old file with the new page, and nothing on the server
    can take it back.
    Fix: let the bundler put a hash into the name (`app.3f9a1c07.js`), or give this path
    `Cache-Control: no-cache`.
    """
    if not facts.hashed:
        told = f"{facts.path} has no hash in its name, and {facts.said} lets browsers keep it"
        yield facts.finding(told, facts.path)


RULES = (heavy_file, heavy_artifact, kept_without_hash)
