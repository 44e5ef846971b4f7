"""Which references do the texts of a web build hold?"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin

from launchready_ci.gates.schema.artifact import pages, scripts, styles
from launchready_ci.gates.schema.artifact.site import Site, loopback


class Found(NamedTuple):
    """One reference."""

    path: str
    line: int
    column: int
    url: str
    """The path that is asked for."""
    kind: str
    address: str = ""
    """Instead: of a developer's machine, without a port."""
    trouble: str = ""
    """What is wrong with it, wherever it leads."""


def references(site: Site, texts: Mapping[str, str]) -> Iterator[Found]:
    """Every reference within the artifact, each once for a file."""
    manifests = set[str]()
    for path, text in texts.items():
        met = set[tuple[str, str]]()
        for said in _of(site, path, text):
            if said.kind == "manifest":
                manifests.add(site.file(said.url))
            found = _found(site, path, said)
            if found and (found.url, found.address) not in met:
                met.add((found.url, found.address))
                yield found
    for path in sorted(manifests & texts.keys()):
        yield from _icons(site, path, texts[path])


def _found(site: Site, path: str, said: pages.Said) -> Found | None:
    try:
        inside, address = site.path(said.url), loopback(said.url)
    except ValueError:  # no URL, which leads nowhere
        return Found(path, said.line, said.column, said.url, said.kind, trouble="is no URL")
    if address:
        has_port = address.rpartition(":")[2].isdigit()
        return None if has_port else Found(path, said.line, said.column, "", said.kind, address)
    return None if inside is None else Found(path, said.line, said.column, inside, said.kind)


def _of(site: Site, path: str, text: str) -> Iterator[pages.Said]:
    url, low = site.url(path), path.lower()
    if low.endswith((".html", ".htm", ".xhtml")):
        yield from pages.references(url, text)
    elif low.endswith(".css"):
        for target, offset in styles.urls(text):
            yield _said(url, target, "file of a style", text, offset)
    elif low.endswith((".js", ".mjs")):
        for name in scripts.named(text):
            # what counts from the page that loads it: nobody knows which one
            base = site.url("") if name.from_top else url
            yield _said(base, name.url, name.kind, text, name.offset)


def _icons(site: Site, path: str, text: str) -> Iterator[Found]:
    """What a web app's manifest refers to."""
    try:
        for target, kind in pages.icons(text):
            offset = max(0, text.find(f'"{target}"') + 1)
            if found := _found(site, path, _said(site.url(path), target, kind, text, offset)):
                yield found
    except (ValueError, RecursionError):
        yield Found(path, 1, 1, f"/{path}", "manifest", trouble="is no JSON")


def _said(base: str, target: str, kind: str, text: str, offset: int) -> pages.Said:
    try:
        url = urldefrag(urljoin(base, target)).url
    except ValueError:
        url = target
    line = text.count("\n", 0, offset) + 1
    own = target.startswith("#") or not url.startswith(("http://", "https://"))
    return pages.Said("" if own else url, kind, line, offset - text.rfind("\n", 0, offset))
