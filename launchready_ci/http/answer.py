"""What came back?"""

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from launchready_ci.http.exchange import Timings

CHARSET = re.compile(
    r"utf-?(?:8|16|32)(?:-?[lb]e)?|us-?ascii|(?:iso-?8859|windows|cp|koi8|euc|mac|shift|iso-2022)"
    r"[\w-]*|latin-?1|gbk?|gb2312|gb18030|big5[\w-]*",
    re.IGNORECASE,
)
"""What browsers know (https://encoding.spec.whatwg.org/#names-and-labels), more or less: Python
knows codecs of other kinds, and one that takes quadratic time (CVE-2022-45061)."""
META_CHARSET = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotJson(ValueError):
    """The body is no JSON, and why."""


class Headers(Mapping[str, str]):
    """Names without case; ``[]`` joins what was sent more than once, ``all`` does not."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs = tuple(pairs)
        """As they were sent, in their order."""
        self._values: dict[str, list[str]] = {}
        for name, value in self.pairs:
            self._values.setdefault(name.lower(), []).append(value)

    def all(self, name: str) -> list[str]:
        """Every value, as ``Set-Cookie`` needs."""
        return list(self._values.get(name.lower(), ()))

    def __getitem__(self, name: str) -> str:
        return ", ".join(self._values[name.lower()])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({', '.join(self)})"  # a value may be a cookie


class Hop(NamedTuple):
    """A redirect that was followed."""

    method: str
    url: str
    status: int
    location: str
    """As the server gave it."""
    seconds: float
    headers: Headers


@dataclass(frozen=True)
class Answer:
    """The last answer to a request, after its redirects."""

    method: str
    """Of the last request: a redirect may have made a GET of a POST."""
    url: str
    """Of the last request."""
    status: int
    headers: Headers
    body: bytes = field(repr=False)
    """Unpacked."""
    timings: Timings
    """Of the last request."""
    hops: tuple[Hop, ...] = ()
    seconds: float = 0.0
    """Of all requests together."""
    complete: bool = True
    """Not cut off by ``partial``."""
    peer: str = ""
    """The address that answered, or the proxy's."""
    reused: bool = False
    """Over a connection that had served another request."""

    @property
    def media_type(self) -> str:
        """``text/html``, in lower case and without parameters; empty where there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def text(self) -> str:
        """The body in the charset of its BOM, header or meta element, else UTF-8; never fails."""
        return self.body.decode(
            _charset(self.headers.get("content-type", ""), self.body), "replace"
        )

    @cached_property
    def json(self) -> Any:  # noqa: ANN401 - it is whatever the server says
        """The body as JSON (RFC 8259); raises NotJson."""
        try:
            return json.loads(self.body.decode("utf-8-sig"), parse_constant=_no_constant)
        except UnicodeDecodeError:
            raise NotJson("the body is no JSON: it is not in UTF-8") from None
        except json.JSONDecodeError as error:
            raise NotJson(self._no_json(f"line {error.lineno}, column {error.colno}")) from None
        except RecursionError:
            raise NotJson(self._no_json("it is nested too deeply")) from None
        except ValueError:
            raise NotJson(self._no_json("it holds a number that JSON does not know")) from None

    def _no_json(self, why: str) -> str:
        if not self.body:
            return "the body is empty, expected JSON"
        return f"the body ({self.media_type or 'no content type'}) is no JSON: {why}"


def _no_constant(text: str) -> float:
    raise ValueError(text)


def _charset(content_type: str, body: bytes) -> str:
    for mark, name in BOMS:
        if body.startswith(mark):
            return name
    declared = re.search(r"charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", content_type, re.IGNORECASE)
    meta = META_CHARSET.search(body[:1024])
    names = (declared[1] if declared else "", meta[1].decode() if meta else "")
    return next((name for name in names if CHARSET.fullmatch(name) and _known(name)), "utf-8")


def _known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
