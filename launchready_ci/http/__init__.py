"""The one HTTP client of the gates; httpx and httpcore are loaded with the first request."""

from launchready_ci.http.answer import Answer, Headers, Hop, NotJson
from launchready_ci.http.client import Client
from launchready_ci.http.errors import HttpError
from launchready_ci.http.exchange import Timings
from launchready_ci.http.limits import Limits
from launchready_ci.http.session import Session
from launchready_ci.http.urls import Origin

__all__ = [
    "Answer",
    "Client",
    "Headers",
    "Hop",
    "HttpError",
    "Limits",
    "NotJson",
    "Origin",
    "Session",
    "Timings",
]
