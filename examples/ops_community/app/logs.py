"""What happened? One line of JSON for each request and each error, with the request's id."""

import json
import logging
import re
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from flask import Flask, Response, g, has_request_context, request

from app.flaws import flawed

ACCESS = logging.getLogger("ops.access")
GIVEN = re.compile(r"[\w.-]{8,64}", re.ASCII)
"""A request id that we take over from a proxy."""


class Lines(logging.Formatter):
    """A record as a line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": g.get("request_id", "") if has_request_context() else "",
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)


def configure(path: Path | None) -> None:
    """Send every record of the process there; without a path to standard error."""
    handler = logging.FileHandler(path) if path else logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("waitress").setLevel(logging.WARNING)


def begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
    g.began = perf_counter()


def end(response: Response) -> Response:
    """Log the request: its path, but no query, header or body, which may hold anything."""
    milliseconds = (perf_counter() - g.began) * 1000
    user = g.get("user")
    fields: dict[str, object] = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round(milliseconds, 3),
        "user": user.id if user else None,
    }
    if flawed("secrets-in-logs"):
        body = request.get_data(as_text=True)
        fields |= {"query": request.args, "headers": dict(request.headers), "form": request.form}
        fields["body"] = body
    ACCESS.info("request", extra={"fields": fields})
    if not flawed("no-request-id"):
        response.headers["X-Request-Id"] = g.request_id
    database = f"db;dur={g.get('query_ms', 0.0):.1f}"
    response.headers["Server-Timing"] = f"{database}, total;dur={milliseconds:.1f}"
    return response


def register(app: Flask) -> None:
    app.before_request(begin)
    app.after_request(end)
