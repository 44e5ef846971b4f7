"""The sample app, running: what the gates' tests look at, sound or with flaws.

The fixture ``sample_app`` starts one for each set of flaws and keeps it for the session::

    def test_x(sample_app: SampleApps) -> None:
        app = sample_app("open-admin,old-version:5")
        …  # app.url; app.environ holds APP_URL, APP_VERSION and the credentials
"""

import http.cookiejar
import itertools
import json
import os
import random
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple

PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
"""Where the app's Python comes first."""
FOLDER = Path(__file__).parent.parent / "examples" / "ops_community"


@dataclass(frozen=True)
class Sample:
    """One running app."""

    url: str
    environ: Mapping[str, str] = field(repr=False)
    """What launchready.yaml of the app asks for: APP_URL, APP_VERSION, credentials."""
    log: Path
    database: Path


@dataclass
class SampleApps:
    """Starts apps, each with a database and a log of its own below ``folder``."""

    folder: Path
    _running: ExitStack = field(default_factory=ExitStack)
    _known: dict[str, Sample] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def __call__(self, flaws: str = "", *, fresh: bool = False, **environ: str) -> Sample:
        """The app with these flaws; ``fresh`` or ``environ`` make a new one of its own.

        Raises RuntimeError, with what the app said, where it does not start.
        """
        if fresh or environ:
            return self._start(flaws, environ)
        if flaws not in self._known:
            self._known[flaws] = self._start(flaws, {})
        return self._known[flaws]

    def stop(self) -> None:
        self._running.close()

    def _start(self, flaws: str, environ: Mapping[str, str]) -> Sample:
        number = next(self._numbers)
        database, log = self.folder / f"{number}.db", self.folder / f"{number}.jsonl"
        given = credentials(number) | {
            "APP_VERSION": f"{random.Random(number).getrandbits(160):040x}"
        }
        own = {"DATABASE_PATH": str(database), "LOG_FILE": str(log), "FLAWS": flaws}
        own |= {"SECRET_KEY": given["API_KEY"][::-1], "PATH": PATH}
        own |= {"SEED_POSTS": "60", "HASH_METHOD": "scrypt:256:8:1", **environ}  # quick ones
        process = subprocess.Popen(
            [FOLDER / "run.sh", "--port", "0"],
            env={**given, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._running.callback(_end, process)
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        if not url:
            raise RuntimeError(process.communicate()[1])
        return Sample(url, {"APP_URL": url, **given}, log, database)


def credentials(number: int) -> dict[str, str]:
    """Users of an app, the same for the same number; not one of them is of use elsewhere."""
    made = random.Random(number)
    names = ("MEMBER_PASSWORD", "ADMIN_PASSWORD", "API_KEY")
    mails = {"MEMBER_EMAIL": "mia@example.com", "ADMIN_EMAIL": "ada@example.com"}
    return mails | {name: f"{made.getrandbits(96):024x}" for name in names}


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    process.communicate()


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(self.body)


class _AsItIs(urllib.request.HTTPErrorProcessor):
    def http_response(
        self, request: urllib.request.Request, response: HTTPResponse
    ) -> HTTPResponse:
        """Follow no redirect, raise for no status."""
        return response


class Browser:
    """Cookies and forms, as a person's browser has them; it follows no redirect."""

    def __init__(self, url: str) -> None:
        self.url, self.cookies = url, http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.cookies),
            _AsItIs,
        )

    def ask(
        self,
        path: str,
        method: str = "GET",
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer, whatever its status."""
        request = urllib.request.Request(  # noqa: S310 - the app on loopback
            self.url + path, data, dict(headers or {}), method=method
        )
        with self._opener.open(request, timeout=30) as response:
            return Answer(response.status, response.headers, response.read())

    def submit(self, page: str, path: str, **fields: str) -> Answer:
        """Fill in a form of ``page`` that posts to ``path``, with its CSRF token."""
        token = re.search(r'name="csrf" value="([^"]+)"', self.ask(page).text)
        given = {"csrf": token[1] if token else "", **fields}
        return self.ask(path, "POST", urllib.parse.urlencode(given).encode())

    def log_in(self, email: str, password: str) -> Answer:
        return self.submit("/login", "/login", email=email, password=password)


class Program:
    """Asks with a token, in JSON, and keeps no cookies."""

    def __init__(self, url: str, key: str = "") -> None:
        self.browser, self.headers = Browser(url), dict[str, str]()
        if key:
            token = self.ask("/api/token", "POST", {"key": key}).json["token"]
            self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, path: str, method: str = "GET", body: object = None) -> Answer:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **self.headers}
        return self.browser.ask(path, method, data, headers)


def member(app: Sample) -> Browser:
    """A browser in which the member has signed in."""
    return signed_in(app, "MEMBER")


def admin(app: Sample) -> Browser:
    """A browser in which the admin has signed in."""
    return signed_in(app, "ADMIN")


def signed_in(app: Sample, who: str) -> Browser:
    browser = Browser(app.url)
    browser.log_in(app.environ[f"{who}_EMAIL"], app.environ[f"{who}_PASSWORD"])
    return browser
