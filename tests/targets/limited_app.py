"""A login that Flask-Limiter limits: ``python limited_app.py PORT account``.

It counts by ``account``, by ``address``, by the address that was ``forwarded``, or by none.
"""

import sys

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

app = Flask("login")
KEYS = {
    "account": lambda: request.form["email"],
    "address": get_remote_address,
    "forwarded": lambda: request.headers.get("X-Forwarded-For") or get_remote_address(),
}
key = KEYS.get(sys.argv[2])
limiter = Limiter(
    key or get_remote_address,
    app=app,
    enabled=bool(key),
    headers_enabled=True,  # Retry-After
    storage_uri="memory://",
)


@app.get("/")
def home() -> str:
    return "Welcome"


@app.get("/login")
def form() -> str:
    fields = "<input name=email><input name=password type=password><button>Sign in</button>"
    return f"<!doctype html><title>Sign in</title><form method=post>{fields}</form>"


@app.post("/login")
@limiter.limit("5 per minute")
def login() -> tuple[str, int]:
    return form(), 401


app.run(port=int(sys.argv[1]), threaded=True)
