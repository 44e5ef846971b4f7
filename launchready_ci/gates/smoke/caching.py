"""What may a cache do with an answer? Cache-Control and its elders, RFC 9111."""

import re
from email.utils import parsedate_to_datetime

from launchready_ci.http import Answer

STORED = ("hit", "miss", "expired", "stale", "revalidated", "updating")
"""https://developers.cloudflare.com/cache/concepts/cache-responses/: it is, or was now, stored."""


def directives(answer: Answer) -> dict[str, str]:
    """Name → value of Cache-Control."""
    parts = (
        part.strip().partition("=") for part in answer.headers.get("cache-control", "").split(",")
    )
    return {name.lower(): value.strip('" ') for name, _, value in parts if name}


def lifetime(answer: Answer) -> float:
    """For how many seconds a browser may use it without asking (RFC 9111, section 4.2.1)."""
    given = directives(answer)
    if "no-store" in given or "no-cache" in given:
        return 0.0
    if "max-age" in given:
        return _seconds(given["max-age"])
    return _until(answer)


def forbidden(answer: Answer) -> bool:
    """The headers say themselves that it may not be kept."""
    given = directives(answer)
    asked = "no-store" in given or "no-cache" in given
    return asked or ("max-age" in given and not _seconds(given["max-age"]))


def stored(answer: Answer) -> str:
    """The header that shows that Cloudflare keeps it; empty where it does not."""
    status = answer.headers.get("cf-cache-status", "").lower()
    return f"cf-cache-status: {status.upper()}" if status in STORED else ""


def shared(answer: Answer, *, by_cookie: bool) -> str:
    """The header that lets a shared cache keep a user's answer, or shows that one does."""
    given, headers = directives(answer), answer.headers
    if shows := stored(answer):
        return shows
    if "hit" in headers.get("x-cache", "").lower().split():
        return "x-cache: a hit"
    if {"private", "no-store", "no-cache"} & given.keys():
        return ""
    wide = "s-maxage" in given or "public" in given
    seconds = _seconds(given.get("s-maxage", given.get("max-age", "0")))
    varies = re.search(r"cookie|authorization|\*", headers.get("vary", ""), re.IGNORECASE)
    # RFC 9111, section 3.5: what was asked with Authorization needs to be allowed expressly
    if seconds and (wide or (by_cookie and not varies)):
        return f"cache-control: {', '.join(sorted(given))[:60]}"
    return ""


def _seconds(text: str) -> float:
    return float(text) if re.fullmatch(r"[0-9]{1,12}", text) else 0.0


def _until(answer: Answer) -> float:
    try:
        expires = parsedate_to_datetime(answer.headers["expires"])
        return max(0.0, (expires - parsedate_to_datetime(answer.headers["date"])).total_seconds())
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0.0
