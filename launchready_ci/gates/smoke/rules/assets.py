"""Is everything there that the page refers to, and is it what it should be?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import NotJudged, rule
from launchready_ci.gates.smoke.facts import Asset, MadeUp, Page
from launchready_ci.nodes import shown

DAY = 86_400


@rule("LR-SMK020", "missing-asset", judges=Asset)
def missing_asset(facts: Asset) -> Iterator[Finding | NotJudged]:
    """A script, stylesheet, image or icon that the page refers to is not there.

    Why: the page stays blank or bare, while its own status is 200.
    Fix: deploy the assets of the same build as the page; look whether the base path is right.
    """
    if facts.trouble and not facts.reachable:
        yield NotJudged(Outcome.ERROR, facts.trouble)
    elif facts.trouble:
        yield Finding(
            f"{facts.subject} refers to a {facts.kind}: {facts.trouble}", facts.place, facts.name
        )
    elif facts.status != 200:
        told = f"refers to {facts.name}: status {facts.status}, expected 200"
        yield Finding(f"{facts.subject} {told}", facts.place, facts.name)


@rule("LR-SMK021", "wrong-asset-type", judges=Asset)
def wrong_asset_type(facts: Asset) -> Iterator[Finding]:
    """What comes for an asset is something else: mostly the homepage in place of a script.

    Why: the asset is missing, and a rule for single-page apps answers in its place with status
    200. The page stays blank, and every monitor is green.
    Fix: deploy the asset, and answer 404 for what is missing below the folder of the assets.
    """
    if facts.status == 200 and not facts.fits:
        came = facts.media_type or "no content type"
        told = f"refers to the {facts.kind} {facts.name}, which comes as {shown(came)}"
        yield Finding(f"{facts.subject} {told}", facts.place, facts.name)


def _stands_in(facts: MadeUp) -> str:
    """What a page in place of a missing asset is told as; empty where there is none."""
    if not (200 <= facts.status < 300):
        return ""
    came = facts.media_type or "no content type"
    return f"{facts.name}, which does not exist, gives status {facts.status} and {shown(came)}"


@rule("LR-SMK022", "asset-fallback", judges=MadeUp, severity=Severity.WARNING)
def asset_fallback(facts: MadeUp) -> Iterator[Finding]:
    """An asset that does not exist is answered with a page and status 200.

    Why: after the next deploy, open tabs ask for the assets of the old build, get HTML in place
    of a script, and break in ways that no monitor sees.
    Fix: leave the folder of the assets out of the rule that answers every path with index.html.
    """
    told = _stands_in(facts)
    if told and facts.cached < DAY:
        yield Finding(f"{told}, expected 404", facts.place)


@rule("LR-SMK023", "cached-asset-fallback", judges=MadeUp)
def cached_asset_fallback(facts: MadeUp) -> Iterator[Finding]:
    """The page in place of a missing asset may be cached for days.

    Why: whoever asks a moment before the asset is there keeps HTML in its place, in the browser
    and in the CDN, long after the deploy is mended. It is the classic silent outage.
    Fix: answer 404 for a missing asset, and set the long `Cache-Control` on files that exist only.
    """
    told = _stands_in(facts)
    if told and facts.cached >= DAY:
        days = facts.cached / DAY
        yield Finding(f"{told}, cached for {days:.0f} days, expected 404", facts.place)


@rule("LR-SMK024", "uncached-asset", judges=Asset, severity=Severity.WARNING)
def uncached_asset(facts: Asset) -> Iterator[Finding]:
    """An asset whose name holds a hash of its content may not be cached.

    Why: every visit loads it anew, though it can never change.
    Fix: `Cache-Control: public, max-age=31536000, immutable` for the names with a hash.
    """
    if facts.hashed and facts.status == 200 and not facts.cacheable:
        told = f"{facts.name} has a hash in its name, and its headers let no cache keep it"
        yield Finding(told, facts.place, facts.name)


@rule("LR-SMK025", "source-map", judges=Asset, severity=Severity.WARNING)
def source_map(facts: Asset) -> Iterator[Finding]:
    """Anybody can read the source map of a script or stylesheet.

    Why: it holds the sources, with comments, and with the routes and names of what is not
    released yet.
    Fix: build without source maps, or upload them to the error tracker and not to the app.
    """
    if facts.source_map:
        told = f"{facts.name} has a source map that anybody can read: {facts.source_map}"
        yield Finding(told, facts.place, facts.name)


@rule("LR-SMK026", "localhost-address", judges=Asset)
def localhost_in_asset(facts: Asset) -> Iterator[Finding]:
    """A script or stylesheet holds the address of a developer's machine.

    Why: the app asks the visitor's own machine for its data. It works for who built it only.
    Fix: set the variable that holds the public address when the assets are built.
    """
    for address in facts.localhost:
        told = f"{facts.name} holds {address}"
        yield Finding(told, facts.place, f"{facts.name} {address}")


@rule("LR-SMK027", "localhost-link", judges=Page)
def localhost_in_page(facts: Page) -> Iterator[Finding]:
    """The page holds the address of a developer's machine.

    Why: links and requests lead to the visitor's own machine.
    Fix: set the app's own public URL in its environment.
    """
    for address in facts.localhost:
        yield Finding(f"{facts.subject} holds {address}", facts.place, address)


RULES = (
    missing_asset,
    wrong_asset_type,
    asset_fallback,
    cached_asset_fallback,
    uncached_asset,
    source_map,
    localhost_in_asset,
    localhost_in_page,
)
