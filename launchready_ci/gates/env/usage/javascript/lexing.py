"""Where are the comments, strings and JSX texts of a JavaScript or TypeScript file?

tree-sitter tells exactly (extra ``js``); without it our own scanner does, which guesses where a
``/`` begins a regular expression and what is text between JSX tags.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from launchready_ci.gates.env.usage.lexer import Quote, Span, Syntax, blanked, masked
from launchready_ci.gates.env.usage.scanner import spans

SYNTAX = Syntax(
    comment=r"//|\A#!",
    block=((r"/\*", r"\*/"),),
    quotes=(
        Quote("'", "'", lines=False),
        Quote('"', '"', lines=False),
        Quote("`", "`", inside=r"\$\{"),
    ),
    regex=r"[=(,:;!&|?{}\[+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|await)",
)
JSX_TEXT = re.compile(r"(?<=[\w\"'}\s/])>([^<>{}=;()]*?)(?=</|\{|<[A-Za-z])")
QUERY = "[(comment) (string_fragment) (escape_sequence) (regex) (hash_bang_line)] @hidden"
JSX_QUERY = "(jsx_text) @hidden"
SCRIPT = re.compile(
    r"<script\b[^>]*>(.*?)</script\s*>|\A\s*---\n(.*?)\n---", re.DOTALL | re.IGNORECASE
)
MARKUP_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
EXPRESSION = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
SHORTEST = 500
"""Characters of a line, on average: more, and a tool made the file."""
LARGEST = 1_000_000
"""Characters of a file that somebody wrote."""


def embedded(path: str, text: str) -> str:
    """The script of a component, at its own places, and the expressions of its markup."""
    ending = path.rpartition(".")[2].lower()
    if ending not in ("vue", "svelte", "astro"):
        return text
    shown = MARKUP_COMMENT.sub(lambda match: blanked(match[0]), text)
    kept = [match.span(match.lastindex or 1) for match in SCRIPT.finditer(shown)]
    if ending != "vue":
        scripts = [match.span() for match in SCRIPT.finditer(shown)]
        for (_, start), (end, _) in pairwise([(0, 0), *scripts, (len(text), 0)]):
            kept += [match.span() for match in EXPRESSION.finditer(shown, start, end)]
    parts, at = [], 0
    for start, end in sorted(kept):
        parts += [blanked(text[at:start]), text[start:end]]
        at = end
    return "".join([*parts, blanked(text[at:])])


def hidden(path: str, text: str) -> list[Span]:
    """Every part that is no code, in order."""
    found = _parsed(path, text)
    return _scanned(path, text) if found is None else found


def is_generated(text: str) -> bool:
    """Is it a bundle, with other people's code in lines that nobody wrote?"""
    lines = text.count("\n") + 1
    return len(text) > LARGEST or (len(text) > SHORTEST * 10 and len(text) > SHORTEST * lines)


def _scanned(path: str, text: str) -> list[Span]:
    found = list(spans(text, SYNTAX))
    if path.endswith(("x", ".js", ".astro", ".svelte")):
        code = masked(text, found)
        found += [Span("raw", *match.span(1)) for match in JSX_TEXT.finditer(code)]
        found.sort(key=lambda span: span.start)
    return found


def _parsed(path: str, text: str) -> list[Span] | None:
    languages = _languages()
    if not languages:
        return None
    ending = path.rpartition(".")[2].lower()
    chosen = {"tsx": "tsx", "astro": "tsx"}.get(ending)
    chosen = chosen or ("javascript" if ending in ("js", "jsx", "mjs", "cjs") else "typescript")
    return list(_captured(*languages[chosen], text))


def _captured(parser: Any, query: Any, cursor: Any, text: str) -> Iterator[Span]:  # noqa: ANN401
    data = text.encode("utf-8", "surrogatepass")
    nodes = cursor(query).captures(parser.parse(data).root_node).get("hidden", [])
    places = [(node.start_byte, node.end_byte, node.type) for node in nodes]
    at = _Characters(data) if len(data) != len(text) else int
    for start, end, kind in sorted(places):
        what = "comment" if kind in ("comment", "hash_bang_line") else "string"
        yield Span(what, at(start), at(end))


class _Characters:
    """From bytes to characters: tree-sitter counts the former. It is asked in about their order."""

    def __init__(self, data: bytes) -> None:
        self._data, self._byte, self._character = data, 0, 0

    def __call__(self, index: int) -> int:
        start, end = sorted((self._byte, index))
        between = len(self._data[start:end].decode("utf-8", "surrogatepass"))
        self._character += between if index >= self._byte else -between
        self._byte = index
        return self._character


@cache
def _languages() -> dict[str, tuple[Any, Any, Any]]:
    """A parser and a query for each grammar; nothing without tree-sitter."""
    try:
        import tree_sitter
        import tree_sitter_javascript
        import tree_sitter_typescript
    except ImportError:
        return {}
    grammars = {
        "javascript": (tree_sitter_javascript.language(), True),
        "typescript": (tree_sitter_typescript.language_typescript(), False),
        "tsx": (tree_sitter_typescript.language_tsx(), True),
    }
    found = {}
    for name, (grammar, jsx) in grammars.items():
        language = tree_sitter.Language(grammar)
        query = tree_sitter.Query(language, QUERY + (JSX_QUERY if jsx else ""))
        found[name] = (tree_sitter.Parser(language), query, tree_sitter.QueryCursor)
    return found
