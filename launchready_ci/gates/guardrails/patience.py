"""Is this the app's answer, or does it say that it cannot answer now?"""

import re
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from launchready_ci.http import Answer
from launchready_ci.http.errors import ConnectionLost, HttpError
from launchready_ci.http.urls import where

GATEWAY = (502, 503, 504)
"""What stands before the app says that it got no answer, or none in time."""
TRIES = 3
PAUSE = 1.0
"""Seconds, where a refusal does not say for how long."""


class Limited(HttpError):
    """The app answers no more requests for now."""


def patiently(send: Callable[[bool], Answer], rest: Callable[[float], bool]) -> Answer:
    """Send again where the connection broke (now on a fresh one), and when the app says so.

    Raises Limited, and HttpError.
    """
    answer = _sent(send)
    for _ in range(TRIES - 1):
        wait = asks_to_wait(answer)
        if wait is None or not rest(wait):
            break
        answer = _sent(send)
    if (wait := asks_to_wait(answer)) is None:
        return answer
    told = f"status {answer.status}, to be asked again in {wait:.0f} s"
    what = "let this machine ask as often as it needs, or give guardrails.deadline the time"
    error = Limited(f"{told}: {what}")
    error.where = where(answer.method, answer.url)
    raise error


def _sent(send: Callable[[bool], Answer]) -> Answer:
    try:
        return send(False)
    except ConnectionLost:
        return send(True)


def asks_to_wait(answer: Answer) -> float | None:
    """For how many seconds; None where it is an answer."""
    after = answer.headers.get("retry-after", "").strip()
    if answer.status == 429 or (answer.status == 503 and after):
        return _seconds(after)
    return None


def _seconds(after: str) -> float:
    """Of Retry-After: a number, or a date (RFC 9110, section 10.2.3)."""
    if re.fullmatch("[0-9]{1,9}", after):
        return max(float(after), PAUSE)
    try:
        return max(parsedate_to_datetime(after).timestamp() - time.time(), PAUSE)
    except (ValueError, OverflowError):
        return PAUSE
