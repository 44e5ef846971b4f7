"""What does an HTML page refer to, and is there anything to see?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from launchready_ci.http.hypertext import Parser, joined

HTML = ("text/html", "application/xhtml+xml")
"""Media types of pages."""
LONGEST = 3_000_000
"""Characters of a page that are looked at."""
BY_REL = {
    "stylesheet": "style",
    "icon": "image",
    "apple-touch-icon": "image",
    "apple-touch-icon-precomposed": "image",
    "mask-icon": "image",
    "manifest": "manifest",
    "modulepreload": "script",
}
BY_AS = {"script": "script", "style": "style", "image": "image", "font": "font"}
SCRIPT_TYPES = ("", "module", "text/javascript", "application/javascript")
UNSEEN = frozenset(("script", "style", "template", "title", "noscript"))
"""Elements whose text nobody sees."""
SEEN = frozenset(("img", "svg", "canvas", "video", "iframe", "input", "button"))
LOGIN = re.compile(r"/(?:log-?in|sign-?in|anmelden)(?:[/?.#]|$)|/sign_in$", re.IGNORECASE)
LOGOUT = re.compile(r"/(?:log-?_?out|sign-?_?out|abmelden)(?:[/?.#]|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """Something that a browser loads with the page."""

    url: str
    kind: str


@dataclass
class Markup:
    """A page, read."""

    url: str
    title: str | None = None
    references: list[Reference] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    seen: bool = False
    """There is text, an image, a field, or a script that may draw them."""

    def link(self, pattern: re.Pattern[str]) -> str | None:
        """The first link of the page's own host whose path matches."""
        return next((url for url in self.links if pattern.search(url)), None)


def read(url: str, text: str) -> Markup:
    """The page at ``url``, however broken its HTML is."""
    parser = PageParser(Markup(url))
    parser.feed(text[:LONGEST])
    parser.close()
    markup = parser.markup
    markup.references = list(dict.fromkeys(markup.references))
    return markup


class PageParser(Parser):
    """Fills its ``markup`` while it is fed."""

    def __init__(self, markup: Markup) -> None:
        super().__init__()
        self.markup, self._base = markup, markup.url
        self._open: list[str] = []
        self._title: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in UNSEEN:
            self._open.append(tag)
        if tag == "base" and given.get("href"):
            self._base = self.joined(given["href"]) or self._base
        elif tag == "a" and given.get("href"):
            self.markup.links += filter(None, [self.joined(given["href"])])
        self.markup.seen |= tag in SEEN or (
            tag == "script" and given.get("type", "") in SCRIPT_TYPES
        )
        for url, kind in _references(tag, given):
            if joined := self.joined(url):
                self.markup.references.append(Reference(joined, kind))

    def joined(self, url: str) -> str:
        """Absolute and without fragment; empty for what no server is asked for."""
        return joined(self._base, url)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "title" and self.markup.title is None:
            self.markup.title = " ".join("".join(self._title).split())

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "template" not in self._open:
            self._title.append(data)
        elif not self._open and data.strip():
            self.markup.seen = True


def _references(tag: str, given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """URL and kind of what this element loads."""
    if tag == "script" and given.get("type", "").lower() in SCRIPT_TYPES:
        yield given.get("src", ""), "script"
    elif tag == "link":
        for rel in given.get("rel", "").lower().split():
            kind = BY_AS.get(given.get("as", "")) if rel == "preload" else BY_REL.get(rel)
            if kind and "alternate" not in given.get("rel", "").lower():
                yield given.get("href", ""), kind
    elif tag in ("img", "source"):
        yield given.get("src", "") if tag == "img" else "", "image"
        for url in candidates(given.get("srcset", ""))[:10]:
            yield url, "image"
    elif tag == "input" and given.get("type", "").lower() == "image":
        yield given.get("src", ""), "image"


def candidates(srcset: str) -> list[str]:
    """The URLs of a ``srcset``; one holds no space, and does not end with a comma.

    https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute
    """
    found, begins = list[str](), True
    for word in srcset.split():
        if begins:
            rest = word
        else:  # a descriptor, perhaps with the next URL: ``2x,b.png``
            _, begins_now, rest = word.partition(",")
            if not begins_now:
                continue
        found += filter(None, [rest.strip(",")])
        begins = not rest.strip(",") or rest.endswith(",")
    return found
