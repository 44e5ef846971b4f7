"""Is it the build of what is being released?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding
from launchready_ci.gate import rule
from launchready_ci.gates.schema.artifact.facts import Made, Package, Recorded
from launchready_ci.gates.schema.artifact.package import same_version
from launchready_ci.nodes import shown


@rule("LR-SCH230", "wrong-commit", judges=Made)
def wrong_commit(facts: Made) -> Iterator[Finding]:
    """The build's own record names another commit than the one that is checked out, or none.

    Why: yesterday's build, from a cache or a folder that was not emptied, is about to be deployed
    under today's name.
    Fix: empty the folder before the build, and write the record in the same step, for instance
    `printf '{"commit": "%s"}' "$(git rev-parse HEAD)" >dist/build.json`.
    """
    if not facts.commit:
        yield Finding(f"{facts.path} {facts.trouble}", facts.asked, facts.path)
    elif not facts.head.startswith(facts.commit):
        told = f"{facts.path} says {facts.commit[:12]}, expected {facts.head[:12]} (HEAD)"
        yield Finding(told, facts.asked, facts.path)


@rule("LR-SCH231", "dirty-build", judges=Made)
def dirty_build(facts: Made) -> Iterator[Finding]:
    """The build was made from a tree with changes that nobody committed.

    Why: what is deployed is in no repository: nobody can review it, or build it again.
    Fix: commit or drop the changes (`git status --porcelain`), and build again.
    """
    if facts.commit and facts.dirty:
        told = f"{facts.path} says that it was made with changes that are not committed"
        yield Finding(told, facts.asked, facts.path)
    elif facts.commit and facts.trouble:
        yield Finding(f"{facts.path} {facts.trouble}", facts.asked, facts.path)


@rule("LR-SCH240", "wheel-record", judges=Recorded)
def wheel_record(facts: Recorded) -> Iterator[Finding]:
    """A wheel is not what its RECORD says: a file has another hash, is missing, or is not listed.

    Why: it was changed after it was built. Installers refuse it, or install what nobody listed.
    Fix: build it anew; what has to be added belongs to the build (`python -m build`).
    """
    for path, told in facts.troubles:
        yield facts.finding(f"{shown(path)} {told}", path)


@rule("LR-SCH241", "package-version", judges=Package)
def package_version(facts: Package) -> Iterator[Finding]:
    """A package's metadata is not of the expected version, or not of its file's name.

    Why: an index refuses it, or yesterday's package is published again.
    Fix: set the version before the build, and empty `dist` first.
    """
    said = facts.metadata.get("Version", "")
    if not said:
        yield Finding("the metadata names no version", facts.place, "none")
    elif facts.expected and not same_version(said, facts.expected):
        told = f"version {shown(said)}, expected {facts.expected}"
        yield Finding(told, facts.place, "expected")
    if said and facts.version and not same_version(said, facts.version):
        told = f"version {shown(said)}, and the file's name says {shown(facts.version)}"
        yield Finding(told, facts.place, "name")


RULES = (wrong_commit, dirty_build, wheel_record, package_version)
