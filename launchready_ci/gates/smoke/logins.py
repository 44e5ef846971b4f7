"""Every user of the configuration logs in, fails with a wrong password, and signs out."""

import re
from concurrent.futures import Future

from launchready_ci.conditions import failures
from launchready_ci.credentials import Secret
from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Unreadable
from launchready_ci.gates.smoke import markup
from launchready_ci.gates.smoke.asking import Item, Request, Run, judged, trouble
from launchready_ci.gates.smoke.facts import Asked, Done, LoggedIn, SignedOut, WrongPassword
from launchready_ci.http import HttpError
from launchready_ci.http.errors import NoConnection, NotSent, Walled
from launchready_ci.http.forms import Page
from launchready_ci.http.forms import submit as submit_form
from launchready_ci.sessions import LoggedIn as Entered
from launchready_ci.sessions import LoginFailed
from launchready_ci.users import Login, Text, User

PASSWORD = re.compile(r"(?i)pass|pwd|pin|secret|key|token|code")


def submit(run: Run) -> list["Future[list[Item]]"]:
    """Start the logins, each on its own."""
    return [run.tasks.submit(_user, run, name, user) for name, user in run.sessions.users.items()]


def _user(run: Run, name: str, user: User) -> list[Item]:
    place = run.context.configuration.place("users", name, "login")
    # the wrong password comes first, so that the right one ends the count of wrong ones
    wrong = (
        _wrong(run, name, user) if user.login.form or user.login.post or user.signed_in else None
    )
    try:
        entered = run.sessions.logged_in(name)
    except LoginFailed as error:
        return [_entered(run, name, place, refused=error.reason)]
    except HttpError as error:
        return [_no_answer(name, place, error)]
    except CannotLook as error:
        return [Unreadable(str(error), name, place)]
    items: list[Item] = [_entered(run, name, place, took=entered.seconds)]
    if wrong is not None:
        items.append(_wrong_facts(name, place, user, wrong, entered))
    items += _signed_in(run, name, user, entered)
    items += _signed_out(run, name, place, user)
    return items


def _entered(
    run: Run, name: str, place: Location, refused: str = "", took: float = 0.0
) -> LoggedIn:
    return LoggedIn(
        subject=name,
        location=place,
        place=place,
        refused=refused,
        took=took,
        budget=run.config.logins.time,
        seconds=took,
    )


def _no_answer(name: str, place: Location, error: HttpError) -> Item:
    if isinstance(error, (NoConnection, NotSent, Walled)):
        return Unreadable(str(error), name, place)
    return Asked(
        subject=name,
        location=place,
        place=place,
        trouble=trouble(error),
        reason=str(error),
        seconds=error.seconds,
    )


def _wrong(run: Run, name: str, user: User) -> Entered | CannotLook:
    """One login with a password that nobody has."""
    import secrets

    passwords, made = _passwords(user.login), f"launchready-{secrets.token_hex(8)}"

    def reveal(text: Text) -> str:
        return made if text in passwords else run.sessions.reveal(text)

    try:
        return run.sessions.log_in(name, reveal)
    except CannotLook as error:
        return error


def _passwords(login: Login) -> list[Text]:
    """What is a password among the credentials: by its field's name, else the last one."""
    given: dict[str, Text] = {
        **login.fields,
        **{k: v for k, v in login.body.items() if isinstance(v, (str, Secret))},
        **login.header,
        **login.cookie,
    }
    if login.basic:
        return [login.basic.password]
    named = [text for name, text in given.items() if PASSWORD.search(name)]
    return named or list(given.values())[-1:]


def _wrong_facts(
    name: str, place: Location, user: User, wrong: Entered | CannotLook, right: Entered
) -> Item:
    let_in: bool | None = False
    crashed = ""
    if isinstance(wrong, LoginFailed):
        last = wrong.answers[-1] if wrong.answers else None
        crashed = f"status {last.status}" if last and last.status >= 500 else ""
    elif isinstance(wrong, CannotLook):
        return Unreadable(f"with a wrong password: {wrong}", name, place)
    else:
        let_in = True if user.signed_in or _alike(wrong, right) else None
    return WrongPassword(subject=name, location=place, place=place, let_in=let_in, crashed=crashed)


def _alike(one: Entered, other: Entered) -> bool:
    """Both logins ended at the same place."""
    return bool(one.answers and other.answers) and (
        one.answers[-1].status,
        one.answers[-1].url,
    ) == (other.answers[-1].status, other.answers[-1].url)


def _signed_in(run: Run, name: str, user: User, entered: Entered) -> list[Item]:
    """The page that only this user sees, held against its conditions."""
    page = user.signed_in
    if page is None:
        return []
    place = run.context.configuration.place("users", name, "signed_in")
    subject, answer = f"GET {page.get} as {name}", entered.answers[-1]
    request = Request(
        subject, place, page.get, session=entered.session, by_cookie=not entered.session.headers
    )
    failed = tuple(
        (run.context.configuration.place("users", name, "signed_in", "expect", *f.keys), f.message)
        for f in failures(page.expect, answer, run.sessions.mask)
    )
    done = Done(subject=subject, location=place, failed=failed, seconds=answer.seconds)
    return [done, *judged(run, request, answer)]


def _signed_out(run: Run, name: str, place: Location, user: User) -> list[Item]:
    """Sign a session of its own out, where the signed-in page shows how."""
    if not (user.signed_in and user.login.form):
        return []
    try:
        session = run.sessions.log_in(name, run.sessions.reveal).session
        page = user.signed_in.get
        shown = run.client.request("GET", page, session=session)
        form = next((f for f in Page.of(shown).forms if markup.LOGOUT.search(f.action)), None)
        link = markup.read(shown.url, shown.text).link(markup.LOGOUT)
        if form and run.client.allows(form.action):
            submit_form(run.client, Page.of(shown), form, {}, session)
            way = f"{form.method} {run.name(form.action)}"
        elif link and run.client.allows(link):
            run.client.request("GET", link, session=session)
            way = f"GET {run.name(link)}"
        else:
            return []
        after = run.client.request("GET", page, session=session)
    except CannotLook as error:
        return [Unreadable(f"while signing out: {error}", name, place)]
    same = after.status == shown.status and after.url == shown.url
    still_in = same and not Page.of(after).asks_password
    return [
        SignedOut(subject=name, location=place, place=place, still_in=still_in, page=page, way=way)
    ]
