"""Which files does a script name, as far as it says so in plain text?"""

from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.gates.schema.artifact.hashed import is_hashed
from launchready_ci.lazy import lazy_pattern

# bounded blanks, so that no script makes them slow
_ = r"\s{0,9}"
WORKER = lazy_pattern(
    rf"""serviceWorker{_}\.{_}register\({_}(?:new URL\({_})?(["'`])([^"'`$\n]{{1,300}})\1"""
)
URL = rf"""["']?url["']?{_}:{_}["']([^"'\n]{{1,500}})["']"""
REVISION = rf"""["']?revision["']?{_}:"""
PRECACHED = lazy_pattern(
    rf"""\{{{_}{URL}{_},{_}{REVISION}"""
    rf"""|{REVISION}{_}(?:null|["'][^"'\n]{{0,99}}["']){_},{_}{URL}"""
)
"""Workbox's list of what the service worker fetches when it is installed: all of it, or nothing."""
FILE = r"(\.{0,2}/[\w./@~-]{1,300}\.(?:m?js|css))"
CHUNK = lazy_pattern(rf"""\bimport\({_}(["'`]){FILE}\1{_}\)""")
STATIC = lazy_pattern(
    rf"""(?m)(?:^|;)[ \t]{{0,9}}(?:import|export)\b[\w\s{{}},*$]{{0,2000}}(["']){FILE}\1"""
)
PRELOADED = lazy_pattern(r"""__vite__mapDeps\s?=.{0,200}?\[((?:"[^"\n]{1,300}",?){1,5000})\]""")


class Named(NamedTuple):
    """A file that the script fetches."""

    url: str
    offset: int
    kind: str
    from_top: bool = False
    """It counts from the page or the top of the site, and not from the script."""


def named(text: str) -> Iterator[Named]:
    """Each of them; what is put together while it runs is not seen."""
    for match in WORKER.finditer(text) if "serviceWorker" in text else ():
        yield Named(match[2], match.start(2), "service worker", from_top=True)
    for match in PRECACHED.finditer(text) if "revision" in text else ():
        group = 1 if match[1] else 2
        yield Named(match[group], match.start(group), "file to be cached")
    for match in CHUNK.finditer(text) if "import(" in text else ():
        if is_hashed(match[2]):  # else it may be a sentence of some library
            yield Named(match[2], match.start(2), "script")
    for match in STATIC.finditer(text):
        yield Named(match[2], match.start(2), "script")
    for match in PRELOADED.finditer(text) if "__vite__mapDeps" in text else ():
        yield from _preloaded(match[1], match.start(1))


def _preloaded(listed: str, offset: int) -> Iterator[Named]:
    for name in listed.split(","):
        bare = name.strip('"')
        yield Named(bare, offset, "script", from_top=not bare.startswith("."))
        offset += len(name) + 1
