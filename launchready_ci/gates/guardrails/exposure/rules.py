"""What is open that only those who run the app should see?"""

from collections.abc import Iterator
from typing import Any

from launchready_ci.findings import Finding, Severity
from launchready_ci.gate import Rule, rule
from launchready_ci.gates.guardrails.exposure.facts import (
    Actuator,
    ApiPage,
    Backup,
    Configuration,
    DebugTool,
    Environment,
    FolderIndex,
    Inside,
    Introspection,
    Listing,
    Log,
    Metrics,
    OpenTool,
    PhpInfo,
    Probed,
    Repository,
    ServerStatus,
    SourceMap,
)
from launchready_ci.nodes import listed


@rule("LR-GRD001", "exposed-repository", judges=Repository, security=7.5)
def exposed_repository(facts: Repository) -> Iterator[Finding]:
    """The repository of the code can be read by everybody.

    Why: with it comes the whole source, every secret that was ever committed, and the names of
    those who work on it.
    Fix: deploy what was built and not the checkout, and let the web server refuse every name that
    begins with a dot. Then revoke what the history holds: somebody may have it.
    """
    yield from _told(facts)


@rule("LR-GRD002", "exposed-environment", judges=Environment, security=9.1)
def exposed_environment(facts: Environment) -> Iterator[Finding]:
    """An environment file can be read by everybody.

    Why: it holds what the app signs in with elsewhere: the database, mail, payments.
    Fix: revoke everything in it first, then move it out of the folder that is served, and let the
    web server refuse every name that begins with a dot.
    """
    yield from _told(facts)


@rule("LR-GRD003", "exposed-backup", judges=Backup, security=9.1)
def exposed_backup(facts: Backup) -> Iterator[Finding]:
    """A backup, a dump or a database can be downloaded by everybody.

    Why: it holds everybody's data at once, and scanners ask every site for these names.
    Fix: delete it from the folder that is served, keep backups where no web server looks, and take
    it for copied: the passwords in it should change, and the law may ask you to tell people.
    """
    yield from _told(facts)


@rule(
    "LR-GRD004", "exposed-folder-index", judges=FolderIndex, severity=Severity.WARNING, security=3.1
)
def exposed_folder_index(facts: FolderIndex) -> Iterator[Finding]:
    """A file of a desktop tells the names of everything in a folder.

    Why: names that nobody links to, such as those of backups, are found with it.
    Fix: delete it, name `.DS_Store` in `.gitignore`, and let the web server refuse names that begin
    with a dot.
    """
    yield from _told(facts)


@rule("LR-GRD005", "directory-listing", judges=Listing, security=5.3)
def directory_listing(facts: Listing) -> Iterator[Finding]:
    """The files of a folder are listed for everybody.

    Why: what somebody uploaded, or left there, is found by whoever looks.
    Fix: switch listings off (nginx: `autoindex off`, Apache: `Options -Indexes`). Is the folder for
    everybody to browse? Say so: `rules: {LR-GRD005: off}`.
    """
    yield from _told(facts)


@rule("LR-GRD006", "exposed-source-map", judges=SourceMap, severity=Severity.WARNING, security=3.1)
def exposed_source_map(facts: SourceMap) -> Iterator[Finding]:
    """Anybody can read the source of a script.

    Why: with comments, and with the routes and names of what is not released yet.
    Fix: build without source maps, or upload them to the error tracker and not to the app.
    """
    yield from _told(facts)


@rule("LR-GRD007", "open-actuator", judges=Actuator, security=7.5)
def open_actuator(facts: Actuator) -> Iterator[Finding]:
    """Spring Boot's management answers everybody.

    Why: it shows the environment and the memory of the app, and some of it changes the app.
    Fix: `management.endpoints.web.exposure.include=health`, or another port for all of it
    (`management.server.port`), or a login.
    """
    yield from _told(facts)


@rule("LR-GRD008", "open-metrics", judges=Metrics, severity=Severity.WARNING, security=4.3)
def open_metrics(facts: Metrics) -> Iterator[Finding]:
    """The app's metrics can be read by everybody.

    Why: they tell how many people use what, the names of routes and hosts, and what is slow enough
    to be brought down.
    Fix: serve them on another port, or ask for a token.
    """
    yield from _told(facts)


@rule(
    "LR-GRD009",
    "graphql-introspection",
    judges=Introspection,
    severity=Severity.WARNING,
    security=4.3,
)
def graphql_introspection(facts: Introspection) -> Iterator[Finding]:
    """The GraphQL API tells its whole schema to everybody.

    Why: it lists every query and mutation, those too that no page uses.
    Fix: switch introspection off in production. It hides nothing that is open: hold each field to
    who may read it as well.
    """
    yield from _told(facts)


@rule("LR-GRD010", "open-debug-tool", judges=DebugTool, security=8.6)
def open_debug_tool(facts: DebugTool) -> Iterator[Finding]:
    """A tool for debugging answers everybody.

    Why: it shows requests, queries and memory of the running app; some of them run code.
    Fix: switch it off in production, with the debug mode, or ask for a login before it.
    """
    yield from _told(facts)


@rule(
    "LR-GRD011", "open-server-status", judges=ServerStatus, severity=Severity.WARNING, security=5.3
)
def open_server_status(facts: ServerStatus) -> Iterator[Finding]:
    """The web server tells everybody whom it is serving.

    Why: Apache's status shows addresses of people, and what they ask for, with the tokens in it.
    Fix: let only this machine ask (Apache: `Require local`; nginx: `allow 127.0.0.1; deny all`).
    """
    yield from _told(facts)


@rule("LR-GRD012", "phpinfo", judges=PhpInfo, security=5.3)
def phpinfo(facts: PhpInfo) -> Iterator[Finding]:
    """PHP's settings can be read by everybody.

    Why: `phpinfo()` shows the environment, and with it what the app signs in with elsewhere.
    Fix: delete the file. If secrets stand in the environment, revoke them.
    """
    yield from _told(facts)


@rule("LR-GRD013", "open-api-page", judges=ApiPage, severity=Severity.NOTE)
def open_api_page(facts: ApiPage) -> Iterator[Finding]:
    """A page that tries out the API is open to everybody.

    Why: it is of use where the API is for others; else it shows the way to what nobody looked at.
    Fix: switch it off in production, or leave it where the API is meant for others.
    """
    yield from _told(facts)


@rule("LR-GRD014", "exposed-configuration", judges=Configuration, security=7.5)
def exposed_configuration(facts: Configuration) -> Iterator[Finding]:
    """A file that configures the app can be read by everybody.

    Why: it tells how the app is made and run, and often what it signs in with.
    Fix: revoke the secrets in it, and serve a folder that holds nothing but what is for everybody.
    """
    yield from _told(facts)


@rule("LR-GRD015", "exposed-log", judges=Log, security=5.3)
def exposed_log(facts: Log) -> Iterator[Finding]:
    """The app's log can be read by everybody.

    Why: it holds what people did, errors with parts of the code, and sometimes tokens.
    Fix: write it outside of the folder that is served.
    """
    yield from _told(facts)


@rule("LR-GRD016", "open-tool", judges=OpenTool, security=8.6)
def open_tool(facts: OpenTool) -> Iterator[Finding]:
    """A tool that can do much asks nobody for a password.

    Why: whoever finds it reads what it holds, and with most of them runs code on the machine.
    Fix: set its own login, or let only your network reach it.
    """
    yield from _told(facts)


def _told(facts: Probed) -> Iterator[Finding]:
    if facts.proof:
        path = facts.path.partition("?")[0]
        told = f"GET {path} gives {facts.what} to everybody: {facts.proof}"
        yield Finding(f"{told}{_within(facts.inside)}", facts.place, facts.path)


def _within(inside: tuple[Inside, ...]) -> str:
    told = [f"{one.title} (line {one.line})" for one in inside[:5]]
    more = [f"{len(inside) - 5} more"] if len(inside) > 5 else []
    return f"; in it: {listed([*told, *more], 'and')}" if inside else ""


RULES: tuple[Rule[Any], ...] = (
    exposed_repository,
    exposed_environment,
    exposed_backup,
    exposed_folder_index,
    directory_listing,
    exposed_source_map,
    open_actuator,
    open_metrics,
    graphql_introspection,
    open_debug_tool,
    open_server_status,
    phpinfo,
    open_api_page,
    exposed_configuration,
    exposed_log,
    open_tool,
)
