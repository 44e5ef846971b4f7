"""Which texts must no log of this run show? The values of what launchready.yaml calls a secret."""

import json
from collections.abc import Iterable, Iterator, Mapping

from launchready_ci.nodes import Map, Node, Seq

RUNNER = ("GITHUB_", "RUNNER_")
"""Beginnings of names that are no credential's: a pull request chooses the name of its branch, and
could hide with it what a log says. (The runner masks GITHUB_TOKEN itself.)"""
SHORTEST = 6
"""Characters. A shorter mask would blacken words of every log (``admin``) and hide nothing."""


def masks(sections: Map, environ: Mapping[str, str]) -> list[str]:
    """Each text to mask, longest first: a mask of a part would leave the rest of the whole."""
    credentials = (name for name in names(sections) if not name.startswith(RUNNER))
    values = (environ.get(name, "") for name in credentials)
    texts = {text.strip() for value in values for text in _texts(value)}
    return sorted((t for t in texts if len(t) >= SHORTEST), key=lambda t: (-len(t), t))


def names(node: Node) -> Iterator[str]:
    """The NAME of every ``{secret: NAME}``."""
    if isinstance(node, Map):
        if node.secret:
            yield node.secret.text
        for entry in node.entries.values():
            yield from names(entry.value)
    elif isinstance(node, Seq):
        for item in node.items:
            yield from names(item)


def _texts(value: str) -> Iterator[str]:
    """The value, its lines (a log is masked line by line), and the leaves of a JSON document."""
    yield value
    yield from value.splitlines()
    try:
        yield from _leaves(json.loads(value))
    except (ValueError, RecursionError):
        return


def _leaves(document: object) -> Iterator[str]:
    if isinstance(document, str):
        yield from (document, *document.splitlines())
    elif isinstance(document, (dict, list)):
        items: Iterable[object] = document.values() if isinstance(document, dict) else document
        for item in items:
            yield from _leaves(item)
