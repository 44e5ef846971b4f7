"""Do the files of the repository keep its secrets to themselves?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Location, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.env.rules.facts import (
    Asked,
    Baked,
    EnvFile,
    NamedFile,
    Template,
    WorkflowUse,
)
from launchready_ci.gates.env.rules.places import by_file


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


@rule("LR-ENV024", "undeclared-workflow-secret", judges=WorkflowUse, severity=Severity.WARNING)
def undeclared_workflow_secret(facts: WorkflowUse) -> Iterator[Finding]:
    """A workflow uses a secret or a variable that the contract does not declare.

    Why: who sets up the repository, a fork or an environment sets what the contract lists; GitHub
    gives an empty text for the rest, and the job runs on with it.
    Fix: declare it: in the contract, or in launchready.yaml, `env: {variables: {NAME: {secret:
    true, required: false}}}`.
    """
    for place, more in by_file(facts.places) if not facts.declared else ():
        told = f"the {facts.kind} {facts.subject} is used here{more}; {facts.contract} lacks it"
        yield Finding(told, place)


@rule("LR-ENV025", "undeclared-in-container", judges=Asked)
def undeclared_in_container(facts: Asked) -> Iterator[Finding]:
    """A compose file or a Dockerfile asks for a variable that the contract does not declare.

    Why: nobody knows that it has to be set; compose puts an empty text in its place and starts.
    Fix: add it to the contract, or give it a default there: `${NAME:-default}`.
    """
    for place, more in by_file(facts.places) if not facts.declared else ():
        yield Finding(f"{facts.subject} is needed here{more}; {facts.contract} lacks it", place)


@rule("LR-ENV026", "secret-in-dockerfile", judges=Baked, security=7.0)
def secret_in_dockerfile(facts: Baked) -> Iterator[Finding]:
    """A Dockerfile gives a secret its value.

    Why: it is in a layer of the image, where everybody who pulls it can read it; and it is what
    the app runs with when nobody sets another one.
    Fix: take the value out and set it when the container starts; for the build use
    `RUN --mount=type=secret`. Roll the value.
    """
    if facts.literal:
        yield Finding(f"{facts.subject} gets its value in the image ({facts.word})", facts.place)


@rule("LR-ENV027", "missing-env-file", judges=NamedFile)
def missing_env_file(facts: NamedFile) -> Iterator[Finding]:
    """A compose file takes variables from a file that nobody has.

    Why: compose does not start without it, and nothing here tells what belongs into it.
    Fix: correct the path (it counts from the compose file), track an example beside it, or write
    `{path: …, required: false}`.
    """
    if not facts.known:
        yield Finding(f"there is no {facts.subject}, and no example of it", facts.place)


@rule("LR-ENV029", "shared-env-file", judges=EnvFile, severity=Severity.WARNING)
def shared_env_file(facts: EnvFile) -> Iterator[Finding]:
    """Git tracks a file of variables that belongs to one machine.

    Why: nothing in it looks like a secret today; the next one that somebody adds is published.
    Fix: `git rm --cached` it and add it to `.gitignore`; keep shared settings in a file of another
    name (`.env.example`, `.env.defaults`, `.env.development`).
    """
    if facts.tracked and facts.own and facts.filled and not facts.kept:
        yield Finding("Git tracks this file of variables", Location(facts.subject))
