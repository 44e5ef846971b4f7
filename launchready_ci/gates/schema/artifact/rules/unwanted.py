"""Is there something in it that belongs to whoever builds?"""

from collections.abc import Iterator, Mapping

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.schema.artifact import unwanted
from launchready_ci.gates.schema.artifact.facts import Listing


@rule("LR-SCH207", "environment-file", judges=Listing, security=7.5)
def environment_file(facts: Listing) -> Iterator[Finding]:
    """A file of variables or credentials is in what was built: `.env`, `.npmrc`, `.netrc`.

    Why: servers give it to anybody who asks for `/.env`, and scanners ask every day.
    Fix: keep it out of the folder that the build copies (`public/`, the package's own folder).
    If it has been deployed, change every secret in it.
    """
    found = unwanted.counted(map(unwanted.environment, facts.files))
    yield from _findings(facts, found, "is a file of variables or credentials")


@rule("LR-SCH208", "repository-folder", judges=Listing, security=7.5)
def repository_folder(facts: Listing) -> Iterator[Finding]:
    """The folder of the version control is in what was built: `.git`.

    Why: whoever fetches it has every commit, with all that was ever deleted.
    Fix: pack the folder that the build writes to, and not the checkout.
    """
    found = unwanted.counted(map(unwanted.repository, facts.files))
    yield from _findings(facts, found, "is the repository itself")


@rule("LR-SCH209", "test-file", judges=Listing, severity=Severity.WARNING)
def test_file(facts: Listing) -> Iterator[Finding]:
    """Tests are in what was built.

    Why: they tell how the app works and hold made-up users with real passwords. A folder `tests`
    at the top of a wheel is installed as everybody's package `tests`.
    Fix: leave them out of the build (`exclude` of the bundler; `packages` of the build backend),
    or allow them: `allow: ["tests/**"]`. An sdist may hold them.
    """
    if facts.sources:
        return
    found = unwanted.counted(
        unwanted.for_tests(path, top_only=not facts.web) for path in facts.files
    )
    yield from _findings(facts, found, "is for tests")


@rule("LR-SCH210", "editor-file", judges=Listing, severity=Severity.WARNING)
def editor_file(facts: Listing) -> Iterator[Finding]:
    """A file of an editor or of the system is in what was built: `.DS_Store`, `.idea`, `app.js~`.

    Why: it tells names of folders and files, and a copy that an editor left is served as it is.
    Fix: delete it, and ignore it in Git.
    """
    files = frozenset(facts.files)
    found = unwanted.counted(unwanted.editor(path, files) for path in facts.files)
    yield from _findings(facts, found, "is left by an editor or the system")


def _findings(facts: Listing, found: Mapping[str, int], told: str) -> Iterator[Finding]:
    """One for each folder or file."""
    for path, number in found.items():
        inside = f" ({number} file{'s' * (number > 1)})" if path.endswith("/") else ""
        yield facts.finding(f"{path}{inside} {told}", path.rstrip("/"))


RULES = (environment_file, repository_folder, test_file, editor_file)
