"""The pages: everything a person sees in a browser."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app import accounts, configuration, forms, posts
from app.database import run
from app.flaws import flawed

pages = Blueprint("pages", __name__)
Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@pages.before_request
def hold_form() -> None:
    if request.method == "POST":
        forms.hold()


@pages.get("/")
def home() -> Answer:
    if flawed("redirect-loop"):
        return redirect("/")
    return render_template("home.html")


@pages.get("/login")
def login_form() -> Answer:
    return render_template("login.html", after=_after(request.args.get("next")))


@pages.post("/login")
def login() -> Answer:
    email, after = request.form.get("email", "").strip(), _after(request.form.get("next"))
    try:
        user = accounts.by_password(email, request.form.get("password", ""))
    except TooManyRequests as error:
        page = render_template("login.html", alert=error.description, email=email, after=after)
        return page, 429, dict(error.get_headers())
    if user is None:
        told = "Email or password is wrong."
        return render_template("login.html", alert=told, email=email, after=after), 401
    _sign_in(user)
    return redirect(after, 303)


@pages.post("/logout")
def logout() -> Answer:
    if not flawed("no-logout"):
        accounts.close_session()
    return redirect("/login", 303)


@pages.get("/signup")
def signup_form() -> Answer:
    return render_template("signup.html", signup=configuration.current().signup)


@pages.post("/signup")
def signup() -> Answer:
    given = {name: request.form.get(name, "").strip() for name in ("email", "name")}
    password = request.form.get("password", "")
    alert = _refused(given["email"], given["name"], password)
    number = 0 if alert else accounts.add(given["email"], given["name"], password)
    if not number:
        alert = alert or "This address has an account already."
        page = render_template(
            "signup.html", alert=alert, signup=configuration.current().signup, **given
        )
        return page, 422
    _sign_in(accounts.User(number, given["email"].lower(), given["name"], "member"))
    return redirect("/feed", 303)


@pages.get("/feed")
def feed() -> Answer:
    accounts.require_user()
    before = request.args.get("before", posts.LAST, type=int)
    return _feed(before)


@pages.post("/posts")
def add_post() -> Answer:
    user = accounts.require_user()
    try:
        posts.add(user, request.form.get("title", ""), request.form.get("body", ""))
    except ValueError as error:
        return _feed(posts.LAST, alert=str(error)), 422
    return redirect("/feed", 303)


@pages.post("/posts/<int:number>/remove")
def remove_post(number: int) -> Answer:
    posts.remove(number, accounts.require_user())
    return redirect("/feed", 303)


@pages.get("/search")
def search() -> Answer:
    accounts.require_user()
    query = request.args.get("q", "")
    found = posts.search(query, configuration.current().feed.most)
    return render_template("search.html", query=query, found=found)


@pages.get("/admin")
def admin() -> Answer:
    accounts.require_admin()
    return render_template("admin.html", members=run("members", limit=1000))


def _feed(before: int, alert: str = "") -> str:
    size = configuration.current().feed.page
    found = posts.feed(before, size)
    older = found[-1].id if len(found) == size else None
    return render_template("feed.html", found=found, older=older, alert=alert)


def _sign_in(user: accounts.User) -> None:
    """Begin a session; what the browser had before counts no more."""
    session.clear()
    session["token"] = accounts.open_session(user)


def _after(path: str | None) -> str:
    """Where to go after the login: a path of this app, whatever the link says."""
    parts = urlsplit(path or "")
    inside = not (parts.scheme or parts.netloc) and parts.path.startswith("/")
    return parts.path if inside and "\\" not in parts.path and "//" not in parts.path else "/feed"


def _refused(email: str, name: str, password: str) -> str:
    """Why nobody can sign up with this; empty where they can."""
    rules = configuration.current().signup
    local, _, domain = email.rpartition("@")
    if not local or domain.lower() not in rules.domains or len(email) > 254:
        return f"Sign up with your address at {' or '.join(rules.domains)}."
    if not 1 <= len(name) <= 80:
        return "Tell us your name, in 80 characters or fewer."
    if not rules.password_characters <= len(password) <= 200:
        return f"A password has {rules.password_characters} characters or more."
    return ""
