"""What do the host's files in an artifact say of its redirects, and of what browsers may keep?

Netlify's and Cloudflare's ``_redirects`` and ``_headers``, ``netlify.toml`` and ``vercel.json``.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

FILES = ("_redirects", "_headers", "netlify.toml", "vercel.json")
LONG = 7 * 86_400
"""Seconds: a browser that keeps a file for longer misses releases."""
WILDCARDS = 2
"""In one path; more would make a slow pattern."""
LONGEST = 300
"""Characters of a path that is held against them."""
MOST = 300
"""Lines about headers and redirects."""
WORDS = re.compile(r"\((?:\?:)?([\w.|-]+)\)")
MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d{1,12})")
REDIRECTS = ("rewrites", "redirects", "routes")
"""Keys of vercel.json."""
Patterns = list[re.Pattern[str] | None]


class Header(NamedTuple):
    """``Cache-Control`` for some paths."""

    paths: re.Pattern[str]
    value: str
    said: str
    """Which file says so."""


class Host(NamedTuple):
    """What they say together."""

    redirects: tuple[re.Pattern[str], ...]
    headers: tuple[Header, ...]

    def leads_on(self, path: str) -> bool:
        """Is this path answered with something else, such as the page of a single-page app?"""
        return any(pattern.fullmatch(path[:LONGEST]) for pattern in self.redirects)

    def keeps(self, path: str) -> str:
        """Who says that browsers may keep it for long; empty where nobody does.

        The last word counts, but ``no-cache`` beside it always does.
        """
        wanted = path[:LONGEST]
        found = [header for header in self.headers if header.paths.fullmatch(wanted)]
        if any(re.search(r"no-cache|no-store", header.value) for header in found):
            return ""
        return found[-1].said if found and is_long(found[-1].value) else ""


def is_long(value: str) -> bool:
    """May a browser keep it so long?"""
    age = MAX_AGE.search(value)
    return "immutable" in value or bool(age and int(age[1]) >= LONG)


def read(texts: Mapping[str, str]) -> Host:
    """All of them; ValueError names one that cannot be read."""
    redirects = [_stars(line.split()[0]) for line in _lines(texts.get("_redirects", ""))]
    headers = list[Header]()
    for path, value in _of_lines(texts.get("_headers", "")):
        headers += _header(_stars(path), value, "_headers")
    for name, about in (("netlify.toml", _netlify), ("vercel.json", _vercel)):
        if name in texts:
            further, more = about(_parsed(name, texts[name]))
            redirects, headers = redirects + further, headers + more
    if len(redirects) + len(headers) > MOST:
        raise ValueError(f"more than {MOST} redirects and headers")
    return Host(tuple(filter(None, redirects)), tuple(headers))


def _netlify(said: Mapping[str, Any]) -> tuple[Patterns, list[Header]]:
    headers = list[Header]()
    for item in _items(said, "headers"):
        for value in _cache_control(item.get("values")):
            headers += _header(_stars(item.get("for")), value, "netlify.toml")
    return [_stars(item.get("from")) for item in _items(said, "redirects")], headers


def _vercel(said: Mapping[str, Any]) -> tuple[Patterns, list[Header]]:
    headers = list[Header]()
    for item in _items(said, "headers"):
        pairs = {str(h.get("key")): h.get("value") for h in _items(item, "headers")}
        for value in _cache_control(pairs):
            headers += _header(_groups(item.get("source")), value, "vercel.json")
    listed = [item for key in REDIRECTS for item in _items(said, key)]
    return [_groups(item.get("source", item.get("src")), strict=False) for item in listed], headers


def _header(paths: re.Pattern[str] | None, value: str, said: str) -> list[Header]:
    return [Header(paths, value.lower(), said)] if paths else []


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _of_lines(text: str) -> Iterator[tuple[str, str]]:
    """Path and ``Cache-Control`` of ``_headers``: a path, and below it, indented, its headers."""
    path = ""
    for line in _lines(text):
        if not line[0].isspace():
            path = line.strip()
            continue
        name, _, value = line.strip().partition(":")
        if name.strip().lower() == "cache-control":
            yield path, value.strip()


def _cache_control(values: object) -> list[str]:
    pairs = values.items() if isinstance(values, dict) else ()
    return [str(value) for name, value in pairs if str(name).lower() == "cache-control"]


def _parsed(name: str, text: str) -> Mapping[str, Any]:
    try:
        said = tomllib.loads(text) if name.endswith(".toml") else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name}: {error}") from None
    return said if isinstance(said, dict) else {}


def _items(said: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    listed = said.get(key)
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


def _stars(path: object) -> re.Pattern[str] | None:
    """``/assets/*``, ``/posts/:id``."""
    if not isinstance(path, str) or path.count("*") > WILDCARDS:
        return None
    path = re.sub(r"^https?://[^/]*", "", path)
    parts = re.split(r"(\*|:\w+)", path)
    return re.compile("".join({"*": ".*", ":": "[^/]+"}.get(p[:1], re.escape(p)) for p in parts))


def _groups(path: object, *, strict: bool = True) -> re.Pattern[str] | None:
    """``/assets/(.*)``, ``/:path*``, ``/(.*).(js|css)``; ``strict``: None for what is not these.

    Else any other group is everything: a foreign pattern is not run as it is.
    """
    if not isinstance(path, str) or len(path) > 300:
        return None
    text, words = path.lstrip("^").rstrip("$"), list[str]()

    def keep(match: re.Match[str]) -> str:
        words.append("(?:" + "|".join(map(re.escape, match[1].split("|"))) + ")")
        return f"\1{len(words) - 1}\1"

    text = re.sub(r"\(\.[*+]\)|:\w+\([^()]*\)\*?|:\w+\*|\.\*", "\0", WORDS.sub(keep, text))
    for _ in range(3 if not strict else 0):
        text = re.sub(r"\([^()]*\)[*?+]?", "\0", text)
    text = re.sub(r"\0+", "\0", text)
    if "(" in text or text.count("\0") > WILDCARDS:
        return None
    parts = re.split(r"(\0|\x01\d+\x01|:\w+)", re.sub(r"\\([./-])", r"\1", text))
    known = {"\0": ".*", ":": "[^/]+"}
    return re.compile(
        "".join(
            words[int(p.strip("\1"))] if p[:1] == "\1" else known.get(p[:1], re.escape(p))
            for p in parts
        )
    )
