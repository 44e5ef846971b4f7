"""What does the app answer to a page that does not exist?"""

from launchready_ci.gates.smoke.asking import Item, Request, Run, ask
from launchready_ci.gates.smoke.facts import Cached, Unknown
from launchready_ci.http import HttpError

SUBJECT = "unknown page"


def page(run: Run) -> list[Item]:
    """Ask for a page with a name that nobody has thought of."""
    import secrets

    place = run.place()
    request = Request(SUBJECT, place, f"/launchready-{secrets.token_hex(6)}")
    came = ask(run, request)
    if came.answer is None:
        return list(came.items)
    answer = came.answer
    is_homepage = False
    if answer.status == 200:
        try:
            is_homepage = run.client.request("GET", "/").body == answer.body
        except HttpError:
            is_homepage = False
    # of a single-page app the homepage itself is judged
    items = [i for i in came.items if not (is_homepage and isinstance(i, Cached))]
    return [
        *items,
        Unknown(
            subject=SUBJECT,
            location=place,
            place=place,
            status=answer.status,
            redirected=bool(answer.hops),
            homepage=is_homepage,
        ),
    ]
