"""Do the files of the repository keep its secrets to themselves?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Location, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.env.rules.facts import EnvFile, Template


@rule("LR-ENV021", "tracked-env-file", judges=EnvFile, security=8.0)
def tracked_env_file(facts: EnvFile) -> Iterator[Finding]:
    """Git tracks a dotenv file with secrets.

    Why: everybody who can read the repository has them, and so has its whole history.
    Fix: roll the secrets, `git rm --cached` the file, add it to `.gitignore`, and track an example
    without values instead.
    """
    for kept in facts.kept if facts.tracked else ():
        yield Finding(f"{kept} is in a file that Git tracks", kept.place, kept.name)


@rule("LR-ENV022", "env-file-not-ignored", judges=EnvFile, severity=Severity.WARNING, security=4.0)
def env_file_not_ignored(facts: EnvFile) -> Iterator[Finding]:
    """A dotenv file lies in the working tree, and Git does not ignore it.

    Why: the next `git add -A` puts its secrets into the history.
    Fix: add it to `.gitignore` (`.env`, `.env.*`, `!.env.example`).
    """
    if not facts.tracked and (facts.kept or (facts.own and facts.filled)):
        yield Finding("Git does not ignore this file of variables", Location(facts.subject))


@rule("LR-ENV023", "secret-in-example", judges=Template, security=7.0)
def secret_in_example(facts: Template) -> Iterator[Finding]:
    """An example file holds a value that looks like a real secret.

    Why: if it is real, everybody has it; if it is not, everybody who copies the file has the same
    key, and production is one of them.
    Fix: leave the value empty, or write one that nobody can mistake (`<your-key>`); roll it if it
    was ever used.
    """
    for kept in facts.kept:
        yield Finding(f"{kept} looks real, in a file that people copy", kept.place, kept.name)


@rule("LR-ENV029", "shared-env-file", judges=EnvFile, severity=Severity.WARNING)
def shared_env_file(facts: EnvFile) -> Iterator[Finding]:
    """Git tracks a file of variables that belongs to one machine.

    Why: nothing in it looks like a secret today; the next one that somebody adds is published.
    Fix: `git rm --cached` it and add it to `.gitignore`; keep shared settings in a file of another
    name (`.env.example`, `.env.defaults`, `.env.development`).
    """
    if facts.tracked and facts.own and facts.filled and not facts.kept:
        yield Finding("Git tracks this file of variables", Location(facts.subject))
