"""What does a page of the artifact refer to, and where does it say so?"""

import json
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.gates.schema.artifact import scripts, styles
from launchready_ci.gates.smoke.markup import Markup, PageParser, candidates

FETCHED = {
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src",),
    "track": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
"""What a browser loads beside scripts, styles and images."""
FETCHED_BY = ("prefetch", "preload", "modulepreload")
LINKED_BY = ("alternate", "next", "prev", "help", "license", "author", "search")
PAGES = ("iframe", "frame")


class Said(NamedTuple):
    """A URL, absolute, and where it stands."""

    url: str
    kind: str
    """``link`` for what people follow; the rest is fetched with the page."""
    line: int
    column: int


def references(url: str, text: str) -> Iterator[Said]:
    """Everything that the page at this URL refers to."""
    reader = _Reader(Markup(url))
    reader.feed(text)
    reader.close()
    yield from dict.fromkeys(reader.said)


class _Reader(PageParser):
    def __init__(self, markup: Markup) -> None:
        super().__init__(markup)
        self.said: list[Said] = []
        self._raw = ""
        """Whose text comes: ``style``, ``script`` or ``importmap``."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known, links = len(self.markup.references), len(self.markup.links)
        super().handle_starttag(tag, attrs)
        for reference in self.markup.references[known:]:
            self._add(reference.url, reference.kind)
        for link in self.markup.links[links:]:
            self._add(link, "link")
        given = {name: value or "" for name, value in attrs}
        self._more(tag, given)
        if tag in ("style", "script"):
            is_map = given.get("type", "").lower() == "importmap"
            self._raw = "importmap" if is_map else tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("style", "script"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self._raw = ""

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if self._raw == "style":
            self._style(data)
        elif self._raw == "script":
            for name in scripts.named(data):
                self._add(self.joined(name.url), name.kind)
        elif self._raw == "importmap":
            for url in imported(data):
                self._add(self.joined(url), "module of the import map")

    def _more(self, tag: str, given: dict[str, str]) -> None:
        kind = tag if tag in PAGES else f"source of <{tag}>"
        for name in FETCHED.get(tag, ()):
            self._add(self.joined(given.get(name, "")), kind)
        for url in candidates(given.get("srcset", "") + ", " + given.get("imagesrcset", "")):
            self._add(self.joined(url), "image")
        if tag == "area":
            self._add(self.joined(given.get("href", "")), "link")
        if tag == "link":
            for rel in given.get("rel", "").lower().split():
                kind = "file to be fetched" if rel in FETCHED_BY else "link"
                if rel in FETCHED_BY + LINKED_BY:
                    self._add(self.joined(given.get("href", "")), kind)
        if "url(" in given.get("style", ""):
            self._style(given["style"])

    def _style(self, text: str) -> None:
        for url, _ in styles.urls(text):
            self._add(self.joined(url), "file of a style")

    def _add(self, url: str, kind: str) -> None:
        line, column = self.getpos()
        if url and not any(s.url == url and s.line == line for s in self.said[-20:]):
            self.said.append(Said(url, kind, line, column + 1))


def imported(text: str) -> Iterator[str]:
    """The addresses in an import map; nothing of one that is no JSON."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return
    tables = [said.get("imports"), *_values(said.get("scopes"))] if isinstance(said, dict) else []
    for table in tables:
        for url in _values(table):
            if isinstance(url, str) and url.startswith(("/", "./", "../", "http")):
                yield url


def _values(table: object) -> list[object]:
    return list(table.values()) if isinstance(table, dict) else []


def icons(text: str) -> Iterator[tuple[str, str]]:
    """URL and kind of what a web app's manifest refers to (ValueError where it is no JSON).

    https://www.w3.org/TR/appmanifest/
    """
    said = json.loads(text)
    if not isinstance(said, dict):
        raise ValueError("no object")  # noqa: TRY004 - what its caller knows
    for key in ("icons", "screenshots", "shortcuts"):
        for item in _items(said.get(key)):
            for image in [item, *_items(item.get("icons"))]:
                if isinstance(image.get("src"), str):
                    yield image["src"], "icon of the manifest"
    if isinstance(said.get("start_url"), str):
        yield said["start_url"], "link"


def _items(listed: object) -> list[dict[str, str]]:
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
