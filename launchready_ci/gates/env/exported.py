"""Which names does a list exported from a host hold, whatever tool wrote it?"""

import re
from collections.abc import Iterable, Iterator

NAME = r"[A-Za-z_][A-Za-z0-9_]*"
SHOUTED = re.compile(r"[A-Z_][A-Z0-9_]*")
LINE = re.compile(
    rf"[\s│║┃|*•\"'-]*(?:export\s+)?(?P<name>{NAME})[\"']?(?P<after>\s*[=:](?:\s|\S|$)|\s*[,│║┃|]|\s+|$)"
)
HEADER = re.compile(r"(?i)\b(?:digest|value|updated|created|type|data|environments?|status|age)\b")
HEADED = frozenset(("name", "key", "secret", "variable", "names"))
SCOPES = re.compile(r"(?i)\b(?:production|preview|development)\b")
"""How `vercel env ls` says where a variable is set."""
KEYS = ("name", "Name", "NAME", "key", "Key")
"""Where lists of objects keep the name: gh, fly, wrangler, Kubernetes, ECS, Render."""
DATA = ("data", "stringData")
"""Where a Secret and a ConfigMap of Kubernetes keep them."""


def names(text: str, environment: str = "") -> frozenset[str]:
    """The names in a list: one per line, ``NAME=…``, a table, JSON; values are not looked at.

    Of a table that says so, only what is set in ``environment``.
    """
    stripped = text.lstrip("\ufeff \t\r\n")
    documents = _json(stripped) if stripped.startswith(("{", "[")) else []
    if documents:
        return frozenset(name for node in documents for name in _walk(node, top=True))
    return frozenset(_lines(stripped.splitlines(), environment))


def _json(text: str) -> list[object]:
    """Every document of the text, one behind the other; nothing where one of them is none."""
    import json

    found: list[object] = []
    try:
        while text:
            node, end = json.JSONDecoder().raw_decode(text)
            found.append(node)
            text = text[end:].lstrip()
    except (ValueError, RecursionError):
        return []
    return found


def _walk(node: object, *, top: bool = False) -> Iterator[str]:
    if isinstance(node, list):
        strings = [item for item in node if isinstance(item, str)]
        yield from (text for text in strings if _is_name(text, top=top))
        for item in node:
            yield from _walk(item)
    elif isinstance(node, dict):
        yield from _of_object(node, top=top)


def _of_object(node: dict[str, object], *, top: bool) -> Iterator[str]:
    for key in KEYS:
        name = node.get(key)
        if isinstance(name, str) and _is_name(name.rpartition("/")[2], top=False):
            yield name.rpartition("/")[2]
            return
    if node and all(_is_name(key, top=top and not _nested(node)) for key in node):
        yield from node
        return
    for key, value in node.items():
        if key in DATA and isinstance(value, dict):
            yield from value
        else:
            yield from _walk(value)


def _nested(node: dict[str, object]) -> bool:
    return any(isinstance(value, (dict, list)) for value in node.values())


def _is_name(text: str, *, top: bool) -> bool:
    """Deep inside a document only what is written like ``THIS`` counts."""
    return re.fullmatch(NAME, text) is not None if top else SHOUTED.fullmatch(text) is not None


def _lines(lines: Iterable[str], environment: str) -> Iterator[str]:
    scoped = False
    for line in lines:
        found = LINE.match(line)
        if found is None:
            continue
        name, rest = found["name"], line[found.end("name") :]
        if name.lower() in HEADED and HEADER.search(rest):
            scoped = "environments" in rest.lower()
        elif not _prose(name, found["after"], rest) and not (
            scoped and _elsewhere(rest, environment)
        ):
            yield name


def _prose(name: str, after: str, rest: str) -> bool:
    """A sentence around the table: a word that is not written like a variable, and more words."""
    return not SHOUTED.fullmatch(name) and after.isspace() and bool(rest.strip())


def _elsewhere(rest: str, environment: str) -> bool:
    scopes = [scope.lower() for scope in SCOPES.findall(rest)]
    return (
        bool(scopes)
        and environment.lower() in ("production", "preview", "development")
        and (environment.lower() not in scopes)
    )
