"""What is judged of who gets what: LR-GRD040 to 059."""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome, Severity
from launchready_ci.gate import NotJudged, Said, rule
from launchready_ci.gates.guardrails.roles.facts import Allowed, Asked, Found, Owned, Ways


@rule("LR-GRD040", "open-to-the-wrong-role", judges=Asked, security=9.1)
def open_to_the_wrong_role(facts: Asked) -> Iterator[Said]:
    """A path answers somebody for whom it is not meant.

    Why: hiding the link is no lock; whoever knows the address has what the admin has.
    Fix: check the role in the handler of the path, or in one place before all of its kind, and
    answer 401 or 403. `guardrails.roles` says who is allowed.
    """
    if facts.sight != "page" or facts.same is False:
        return
    if facts.same is None and facts.by:
        told = f"{facts.user} and {facts.by} get a page that says nothing of its own, "
        yield NotJudged(
            Outcome.INCONCLUSIVE, f"{told}such as an app's shell: name the JSON that fills it"
        )
        return
    beside = f", as {facts.by} gets it" if facts.by else ""
    yield Finding(
        f"{facts.subject} gives status {facts.status}{beside}: {facts.proof}",
        facts.place,
        facts.subject,
    )


@rule("LR-GRD041", "denied-with-200", judges=Asked, severity=Severity.NOTE)
def denied_with_200(facts: Asked) -> Iterator[Finding]:
    """A path refuses somebody, and says status 200.

    Why: caches, scripts and monitors take the refusal for the page itself.
    Fix: answer 403, or 401 to one who has not signed in.
    """
    if facts.sight == "page" and facts.same is False:
        told = f"{facts.subject} gives status {facts.status} with another page than {facts.by} gets"
        yield Finding(told, facts.place, facts.subject)


@rule("LR-GRD042", "open-admin", judges=Found, security=9.1)
def open_admin(facts: Found) -> Iterator[Finding]:
    """A usual admin path answers with data or with an admin's page.

    Why: these paths are the first that a scanner tries, within hours of the first certificate.
    Fix: ask for a login and a role there, or serve it in your own network only.
    """
    if facts.proof:
        yield Finding(f"{facts.subject} answers: {facts.proof}", facts.place, facts.subject)


@rule("LR-GRD043", "unguarded-page", judges=Found, severity=Severity.NOTE)
def unguarded_page(facts: Found) -> Iterator[Finding]:
    """A usual admin path answers with a page, and nothing shows whether that is meant.

    Why: it may be the shell of an app, or the admin's page itself.
    Fix: look at it. Then name the path, or the JSON that fills it, under `guardrails.roles` with
    those who are allowed and denied: that is judged for certain.
    """
    if facts.answers and not facts.proof:
        yield Finding(f"{facts.subject} answers with a page of its own", facts.place, facts.subject)


@rule("LR-GRD044", "way-around", judges=Ways, security=9.1)
def way_around(facts: Ways) -> Iterator[Finding]:
    """A path is refused, and another way of writing the same request is not.

    Why: the lock hangs on the spelling: the proxy or filter that refuses reads the request in
    another way than the app that answers.
    Fix: check the role in the app, by route and not by text of the path; let the proxy
    normalise paths (`merge_slashes`, no `..;`), and drop `X-Original-URL`, `X-Rewrite-URL` and
    `X-HTTP-Method-Override` of requests from outside.
    """
    for way in facts.open:
        told = f"{way} as {facts.user} gives what {facts.subject} refuses"
        yield Finding(told, facts.place, way)


@rule("LR-GRD045", "allowed-kept-out", judges=Allowed)
def allowed_kept_out(facts: Allowed) -> Iterator[Finding]:
    """A path does not answer one who is allowed to have it.

    Why: of a path that nobody gets, a refusal proves nothing: it may be misspelt.
    Fix: correct the path or `allowed` of this line in launchready.yaml, or the role in the app.
    """
    if facts.got:
        yield Finding(f"{facts.subject} gives {facts.got}", facts.place, facts.subject)


@rule("LR-GRD046", "foreign-object", judges=Owned, security=8.1)
def foreign_object(facts: Owned) -> Iterator[Finding]:
    """Somebody gets what belongs to another user, by its address.

    Why: ids are guessed or counted; a login alone keeps nobody from the next one.
    Fix: look things up by owner as well: `WHERE id = … AND owner_id = …`; answer 404 otherwise.
    """
    if facts.same:
        told = f"{facts.subject} gives status {facts.status} with what belongs to {facts.owner}"
        yield Finding(told, facts.place, facts.subject)


RULES = (
    open_to_the_wrong_role,
    denied_with_200,
    open_admin,
    unguarded_page,
    way_around,
    allowed_kept_out,
    foreign_object,
)
