"""Did this form come from our own page? A token in the session, repeated by the form (CSRF)."""

import hmac
import secrets

from flask import abort, request, session


def token() -> str:
    """The token of this browser, for a hidden field."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(16)
    found: str = session["csrf"]
    return found


def hold() -> None:
    """Refuse a form without the token."""
    given, wanted = request.form.get("csrf", ""), session.get("csrf", "")
    if not (wanted and hmac.compare_digest(wanted.encode(), given.encode())):
        abort(403, "This form is too old. Go back, load the page again, and send it once more.")
