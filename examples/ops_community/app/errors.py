"""What does somebody see when it went wrong? Never how the app works inside."""

import logging
import sys
import traceback
from urllib.parse import quote

from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from app.flaws import flawed

LOG = logging.getLogger("ops.error")


def crashed(error: Exception) -> Response:
    """An exception that nobody expected: told to the log, not to the user."""
    LOG.error("crashed", exc_info=error)
    g.user = None  # the error page asks nothing of the database, which may be the cause
    return answered(InternalServerError())


def answered(error: HTTPException) -> Response:
    """An error as a page, or for the API as a problem (RFC 9457)."""
    code = error.code or 500
    if flawed("debug-page") or flawed(f"stack-trace-on-{code}"):
        return _debug_page(error, code)
    if code == 401 and not request.path.startswith("/api/"):
        return make_response(redirect(f"/login?next={quote(request.path)}", 303))
    response = _problem(error, code) if request.path.startswith("/api/") else _page(error, code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _page(error: HTTPException, code: int) -> Response:
    page = render_template("error.html", code=code, name=error.name, told=error.description)
    is_page = not request.path.startswith("/assets/")
    if code == 404 and is_page and flawed("unknown-page-200"):
        code = 200
    return make_response(page, code)


def _problem(error: HTTPException, code: int) -> Response:
    problem = {
        "type": "about:blank",
        "title": error.name,
        "status": code,
        "detail": error.description,
        "request_id": g.request_id,
    }
    response = make_response(jsonify(problem), code)
    response.mimetype = "application/problem+json"
    if code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _debug_page(error: HTTPException, code: int) -> Response:
    """What a framework in debug mode shows to everybody."""
    trace = "".join(traceback.format_exception(*sys.exc_info()))
    title = "Werkzeug Debugger" if flawed("debug-page") else error.name
    page = f"<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1><pre>{{}}</pre>"
    return make_response(page.format(trace.replace("&", "&amp;").replace("<", "&lt;")), code)


def register(app: Flask) -> None:
    app.register_error_handler(HTTPException, answered)
    app.register_error_handler(Exception, crashed)
