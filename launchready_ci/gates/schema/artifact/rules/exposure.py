"""Does it tell what nobody outside should know?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import rule
from launchready_ci.gates.schema.artifact.facts import Content, Searched, Valued


@rule("LR-SCH203", "source-map", judges=Content, severity=Severity.WARNING)
def source_map(facts: Content) -> Iterator[Finding]:
    """There is a source map in what was built.

    Why: once it is deployed, anybody can read the sources, with their comments and with the
    routes and names of what is not released yet.
    Fix: build without (`build.sourcemap: false` in Vite), or upload them to the error tracker and
    delete them before the deploy. Where they may be public: `allow: ["**/*.map"]`.
    """
    if facts.source_map:
        told = f"{facts.path} {facts.source_map}"
        yield facts.finding(told, facts.path)


@rule("LR-SCH204", "localhost-address", judges=Content)
def localhost_address(facts: Content) -> Iterator[Finding]:
    """A file for browsers holds the address of a developer's machine.

    Why: the app asks the visitor's own machine for its data. It works for who built it only.
    Fix: set the variable that holds the public address when the build runs, `VITE_API_URL` for
    instance, and fail the build where it is not set.
    """
    for spot in facts.addresses:
        told = f"{facts.path} holds {spot.told}"
        yield facts.finding(told, facts.path, spot.told, spot.line, spot.column)


@rule("LR-SCH205", "built-in-credential", judges=Searched, security=9.0)
def credential(facts: Searched) -> Iterator[Finding]:
    """A file of what was built holds a credential.

    Why: whoever gets the file can use it: every visitor, everybody who installs the package.
    Fix: revoke it first, then keep it on the server, and let the browser ask your own app.
    """
    for spot in facts.credentials:
        told = f"{facts.path} holds, in line {spot.line}: {spot.told}"
        yield facts.finding(told, facts.path, spot.key, spot.line)


@rule("LR-SCH206", "built-in-secret", judges=Valued, security=9.0)
def secret_value(facts: Valued) -> Iterator[Finding]:
    """A file of what was built holds the value of a secret variable of the env contract.

    Why: the bundler replaced `process.env.NAME` by its value, or a script wrote it down. Base64
    hides it from nobody.
    Fix: change the secret at its provider, then read the variable on the server only; a name that
    begins with `VITE_`, `NEXT_PUBLIC_` or `REACT_APP_` goes to every browser.
    """
    for spot in facts.variables:
        told = f"{facts.path} holds, in line {spot.line}, the value of {spot.told}"
        yield facts.finding(told, facts.path, spot.key, spot.line, spot.column)


RULES = (source_map, localhost_address, credential, secret_value)
