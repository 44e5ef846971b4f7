"""The API: what ``openapi.yaml`` promises to other programs."""

from flask import Blueprint, abort, g, jsonify, request
from flask.typing import ResponseReturnValue as Answer

from app import accounts, configuration, posts
from app.database import run
from app.flaws import flawed

api = Blueprint("api", __name__, url_prefix="/api")


@api.post("/token")
def token() -> Answer:
    user = accounts.by_key(_text(_body(), "key"))
    if user is None:
        abort(401, "The key is wrong.")
    hours = configuration.current().login.session_hours
    return jsonify(token=accounts.open_session(user), expires_in=hours * 3600)


@api.get("/feed")
def feed() -> Answer:
    accounts.require_user()
    limit = _number("limit", configuration.current().feed.page)
    if not 1 <= limit <= configuration.current().feed.most:
        abort(400, f"limit is 1 to {configuration.current().feed.most}.")
    found = posts.feed(_number("before", posts.LAST), limit)
    answer = {"items": [_shown(post) for post in found], "next": _next(found, limit)}
    if flawed("token-in-response"):
        answer["access_token"] = g.token
    return jsonify(answer)


@api.get("/search")
def search() -> Answer:
    accounts.require_user()
    query = request.args.get("q") or abort(400, "q is missing: what to search for.")
    found = posts.search(query, configuration.current().feed.most)
    return jsonify(query=query, items=[_shown(post) for post in found])


@api.post("/posts")
def add_post() -> Answer:
    user, body = _writer(), _body()
    try:
        post = posts.add(user, _text(body, "title"), _text(body, "body", ""))
    except ValueError as error:
        abort(422, str(error))
    return jsonify(_shown(post)), 201, {"Location": f"/api/posts/{post.id}"}


@api.get("/posts/<int:number>")
def post(number: int) -> Answer:
    accounts.require_user()
    return jsonify(_shown(posts.get(number)))


@api.delete("/posts/<int:number>")
def remove_post(number: int) -> Answer:
    posts.remove(number, _writer())
    return "", 204


@api.get("/admin/members")
def members() -> Answer:
    accounts.require_admin()
    return jsonify(items=[dict(row) for row in run("members", limit=1000)])


@api.route("/<path:_>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def unknown(_: str) -> Answer:
    abort(404)


def _writer() -> accounts.User:
    """Who may change something: a cookie is not enough, as another website could send it."""
    return accounts.bearer() or abort(401)


def _shown(post: posts.Post) -> dict[str, object]:
    shown = post._asdict()
    if flawed("broken-openapi"):
        shown["id"] = str(post.id)
    return shown


def _next(found: list[posts.Post], limit: int) -> int | None:
    """What ``before`` asks for the posts after these."""
    return found[-1].id if len(found) == limit else None


def _body() -> dict[str, object]:
    body = request.get_json()
    return body if isinstance(body, dict) else abort(422, "Expected a JSON object.")


def _text(body: dict[str, object], name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str):
        abort(422, f"{name} is a text.")
    return value.encode(errors="replace").decode()  # JSON may hold half a character


def _number(name: str, default: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    is_number = text.isascii() and text.isdigit() and len(text) < len(str(posts.LAST))
    return int(text) if is_number else abort(400, f"{name} is a number.")
