"""Who is asking, and may they? Passwords, sessions, roles, and a limit on wrong passwords."""

import hashlib
import math
import secrets
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from flask import abort, current_app, g, request, session
from werkzeug.exceptions import TooManyRequests
from werkzeug.security import check_password_hash, generate_password_hash

from app import configuration
from app.database import one, run
from app.flaws import flawed


class User(NamedTuple):
    """Somebody who may sign in."""

    id: int
    email: str
    name: str
    role: str

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"


def add(email: str, name: str, password: str, role: str = "member") -> int:
    """The id of a new user; 0 where the address is taken."""
    return _add(email, name, _hash(password), role)


def add_bot(email: str, name: str) -> int:
    """The id of a user without a password, for API keys."""
    return _add(email, name, "", "member")


def _add(email: str, name: str, password_hash: str, role: str) -> int:
    row = one(
        "add_user",
        email=email.lower(),
        name=name,
        role=role,
        password_hash=password_hash,
        joined_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    return int(row["id"]) if row else 0


def by_password(email: str, password: str) -> User | None:
    """The user; raises TooManyRequests after too many wrong passwords for that address."""
    who = f"email:{email.lower()[:254]}"
    _hold_limit(who)
    row = one("user_by_email", email=email.lower())
    # a stranger's password takes as long, so that nobody learns who has an account
    fits = check_password_hash(row["password_hash"] if row else _nobodys(), password)
    if row and (fits or flawed("wrong-password-accepted")):
        run("clear_failures", who=who)
        return _user(row)
    _count_failure(who)
    return None


def by_key(key: str) -> User | None:
    """The user of an API key; raises TooManyRequests after too many wrong ones from an address."""
    who = f"address:{request.remote_addr}"
    _hold_limit(who)
    row = one("user_by_key", key_hash=digest(key))
    if row is None:
        _count_failure(who)
        return None
    run("clear_failures", who=who)
    return _user(row)


def open_session(user: User) -> str:
    """A new token for this user, of which the database keeps only a hash."""
    token, now = secrets.token_urlsafe(32), time.time()
    run("forget_sessions", now=now)
    run("forget_failures", now=now)
    ends = now + timedelta(hours=configuration.current().login.session_hours).total_seconds()
    run("add_session", token_hash=digest(token), user_id=user.id, expires_at=ends)
    return token


def close_session() -> None:
    """End the session of this browser."""
    run("remove_session", token_hash=digest(session.pop("token", "")))
    session.clear()


def bearer() -> User | None:
    """The user of the ``Authorization: Bearer`` header."""
    given = request.authorization
    token = given.token if given and given.type == "bearer" else None
    return _by_token(token) if token else None


def current() -> User | None:
    """The user of this request, by header or cookie."""
    if "user" not in g:
        g.user = bearer() or _by_token(session.get("token", ""))
    found: User | None = g.user
    return found


def require_user() -> User:
    """The user of this request, who must be signed in."""
    return current() or abort(401)


def require_admin() -> None:
    """Let nobody but an admin pass."""
    if flawed("open-admin"):
        return
    if not require_user().is_admin:
        abort(403, "This is for admins.")


def digest(token: str) -> str:
    """What the database keeps of a token; tokens are random, so a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


def _by_token(token: str) -> User | None:
    row = one("user_by_session", token_hash=digest(token), now=time.time()) if token else None
    if row is None:
        return None
    g.token = token
    return _user(row)


def _user(row: sqlite3.Row) -> User:
    return User(row["id"], row["email"], row["name"], row["role"])


def _hold_limit(who: str) -> None:
    row = one("failures", who=who, now=time.time())
    if (
        row is None
        or row["failures"] < configuration.current().login.attempts
        or flawed("no-rate-limit")
    ):
        return
    wait = max(1, math.ceil(row["ends_at"] - time.time()))
    raise TooManyRequests(f"Too many attempts. Try again in {wait} seconds.", retry_after=wait)


def _count_failure(who: str) -> None:
    now = time.time()
    run(
        "count_failure",
        who=who,
        now=now,
        ends_at=now + configuration.current().login.window_seconds,
    )


def _hash(password: str) -> str:
    return generate_password_hash(password, current_app.config["HASH_METHOD"])


@cache
def _nobodys() -> str:
    return _hash(secrets.token_hex())
