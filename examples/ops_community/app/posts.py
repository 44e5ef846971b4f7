"""What do people post? Reading, finding, adding and removing posts."""

import re
import sqlite3
from datetime import UTC, datetime
from typing import NamedTuple

from flask import abort

from app.accounts import User
from app.database import one, run

TITLE, BODY = 120, 5000
"""Most characters."""
WORDS = 10
"""Of a search, so many count."""
LAST = 2**63 - 1
"""Before this id stands every post."""


class Post(NamedTuple):
    """One post, as it is shown."""

    id: int
    title: str
    body: str
    author: str
    author_id: int
    created_at: str

    def may_remove(self, user: User | None) -> bool:
        return user is not None and (user.is_admin or user.id == self.author_id)


def feed(before: int, limit: int) -> list[Post]:
    """The newest posts older than ``before``."""
    return [_post(row) for row in run("feed", before=min(before, LAST), limit=limit)]


def search(text: str, limit: int) -> list[Post]:
    """The posts with all these words, or words that begin so; the best first."""
    words = re.findall(r"\w+", text)[:WORDS]
    if not words:
        return []
    wanted = " ".join(f'"{word}"*' for word in words)
    return [_post(row) for row in run("search", words=wanted, limit=limit)]


def get(number: int) -> Post:
    """The post; without one the answer is 404."""
    row = one("post", id=number) if number <= LAST else None
    return _post(row) if row else abort(404, "There is no such post.")


def add(author: User, title: str, body: str) -> Post:
    """The new post; raises ValueError for a title or body that does not fit."""
    title, body = title.strip(), body.strip()
    if not 1 <= len(title) <= TITLE:
        raise ValueError(f"A title has 1 to {TITLE} characters.")
    if len(body) > BODY:
        raise ValueError(f"A post has at most {BODY} characters.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    (row,) = run("add_post", author_id=author.id, title=title, body=body, created_at=now)
    return Post(row["id"], title, body, author.name, author.id, now)


def remove(number: int, user: User) -> None:
    """Remove a post; only its author and admins may."""
    if not get(number).may_remove(user):
        abort(403, "Only its author and admins may remove a post.")
    run("remove_post", id=number)


def _post(row: sqlite3.Row) -> Post:
    return Post(*(row[name] for name in Post._fields))
