"""What may browsers, caches and other websites do with an answer?"""

from flask import Flask, Response, current_app, request

from app import configuration
from app.accounts import current
from app.flaws import flawed

YEAR = 365 * 24 * 60 * 60
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)


def secure(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = POLICY
    headers["Referrer-Policy"] = "same-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    return response


def cache(response: Response) -> Response:
    """Keep nothing that is one user's, and ask before anything but an asset is used again."""
    if "Cache-Control" in response.headers:
        return response
    value = "private, no-store" if current() else "no-cache"
    if flawed("html-cached-for-a-year") and not current() and response.mimetype == "text/html":
        value = f"public, max-age={YEAR}"
    response.headers["Cache-Control"] = value
    return response


def cors(response: Response) -> Response:
    """Let the configured websites read the API; without cookies, a script needs a token."""
    if not request.path.startswith("/api/"):
        return response
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if origin and flawed("reflected-cors"):
        response.headers["Access-Control-Allow-Credentials"] = "true"
    elif origin not in configuration.current().cors.origins:
        return response
    response.headers["Access-Control-Allow-Origin"] = origin
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        response.headers["Access-Control-Max-Age"] = "600"
    return response


def register(app: Flask) -> None:
    for change in (secure, cache, cors):
        app.after_request(change)
