"""Finds the comments and strings of a text, whatever the language.

It is linear in the text and fails on nothing; a quote that is not closed ends with its line, or
with the text where the language lets strings span lines.
"""

import re
from collections.abc import Iterator
from functools import cache

from launchready_ci.gates.env.usage.lexer import Quote, Span, Syntax

SLASHES = re.compile(r"/(?![/*])(?:[^\\/\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,500}/")
QUOTED = re.compile(r"([\"'])(.*?)\1")
CLOSING = {"{": "}", "(": ")"}


def spans(text: str, syntax: Syntax) -> Iterator[Span]:
    """Comments and the insides of strings, in order."""
    return _Scanner(text, syntax).spans()


@cache
def _code(syntax: Syntax, *, nested: bool) -> re.Pattern[str]:
    """What ends plain code; inside a string brackets count."""
    parts = [f"(?P<skip>{syntax.skip})"] if syntax.skip else []
    parts += [f"(?P<b{i}>{opened})" for i, (opened, _) in enumerate(syntax.block)]
    parts += [f"(?P<line>(?:{syntax.comment})[^\n]*)"] if syntax.comment else []
    parts += [rf"(?P<heredoc>{syntax.heredoc})", r"(?P<newline>\n)"] if syntax.heredoc else []
    parts += [f"(?P<q{i}>{quote.open})" for i, quote in enumerate(syntax.quotes)]
    parts += ["(?P<slash>/)"] if syntax.regex else []
    parts += [r"(?P<up>[{(])|(?P<down>[})])"] if nested else []
    return re.compile("|".join(parts), re.MULTILINE)


@cache
def _quoted(quote: Quote) -> re.Pattern[str]:
    parts = [f"(?P<escape>{quote.escape})"] if quote.escape else []
    parts += [f"(?P<inside>{quote.inside})"] if quote.inside else []
    parts += [f"(?P<close>{re.escape(quote.close)})"]
    parts += [] if quote.lines else [r"(?P<newline>\n)"]
    return re.compile("|".join(parts), re.DOTALL)


class _Scanner:
    def __init__(self, text: str, syntax: Syntax) -> None:
        self.text = text
        self.syntax = syntax
        self.at = 0
        self.pending: list[re.Match[str]] = []
        self.absent: set[str] = set()
        self.inside: list[tuple[Quote, str, int]] = []
        """Strings that the code stands in, the bracket that ends the code, and its depth."""

    def spans(self) -> Iterator[Span]:
        while self.at < len(self.text):
            match = _code(self.syntax, nested=bool(self.inside)).search(self.text, self.at)
            if match is None:
                return
            self.at = match.end()
            yield from self._found(match, match.lastgroup or "")

    def _found(self, match: re.Match[str], group: str) -> Iterator[Span]:
        if group == "line":
            yield Span("comment", match.start(), match.end())
        elif group == "skip":
            yield Span("raw", match.start(), match.end())
        elif group == "heredoc":
            self.pending.append(match)
        elif group == "newline":
            yield from self._documents()
        elif group == "slash":
            yield from self._slashes(match.start())
        elif group in ("up", "down"):
            yield from self._bracket(match[0])
        elif group.startswith("b"):
            yield self._comment(match.start(), int(group[1:]))
        elif group.startswith("q"):
            yield from self._string(self.syntax.quotes[int(group[1:])])

    def _comment(self, start: int, which: int) -> Span:
        close = re.compile(self.syntax.block[which][1], re.MULTILINE).search(self.text, self.at)
        self.at = close.end() if close else len(self.text)
        return Span("comment", start, self.at)

    def _slashes(self, start: int) -> Iterator[Span]:
        before = self.text[max(0, start - 24) : start].rstrip()
        literal = SLASHES.match(self.text, start)
        if literal and (not before or re.search(rf"(?:{self.syntax.regex})$", before)):
            self.at = literal.end()
            yield Span("raw", start + 1, self.at - 1)

    def _bracket(self, bracket: str) -> Iterator[Span]:
        quote, closing, depth = self.inside[-1]
        if bracket == closing:
            depth -= 1
        elif CLOSING.get(bracket) == closing:
            depth += 1
        if depth:
            self.inside[-1] = quote, closing, depth
        else:
            self.inside.pop()
            yield from self._string(quote)

    def _string(self, quote: Quote) -> Iterator[Span]:
        kind = "raw" if quote.raw else "string"
        start, pattern = self.at, _quoted(quote)
        while match := pattern.search(self.text, self.at):
            self.at = match.end()
            if match.lastgroup == "escape":
                if not quote.raw:  # so that an escaped `$` expands nothing
                    yield Span(kind, start, match.start())
                    yield Span("raw", match.start(), self.at)
                    start = self.at
                continue
            yield Span(kind, start, match.start())
            if match.lastgroup == "inside":
                self.inside.append((quote, CLOSING.get(match[0][-1], match[0][-1]), 1))
            return
        self.at = len(self.text)
        yield Span(kind, start, self.at)

    def _documents(self) -> Iterator[Span]:
        """The here documents that were announced on the line that ends here."""
        pending, self.pending = self.pending, []
        for match in pending:
            word = match["word"]
            close = None if word in self.absent else _ending(word).search(self.text, self.at)
            if close is None:
                self.absent.add(word)  # it was a shift, or the file is cut off
                continue
            yield from self._document(close.start(), raw=bool(match["mark"]))
            self.at = close.end()

    def _document(self, end: int, *, raw: bool) -> Iterator[Span]:
        start = self.at
        pattern = r"(?P<escape>\\.)" + f"|(?:{self.syntax.expanded})" * bool(self.syntax.expanded)
        for match in () if raw else re.compile(pattern).finditer(self.text, start, end):
            yield Span("string", start, match.start())
            start = match.end()
            if match.lastgroup:
                yield Span("raw", match.start(), start)
            for inner in QUOTED.finditer(self.text, match.start(), start):
                yield Span("string", *inner.span(2))
        yield Span("raw" if raw else "string", start, end)


def _ending(word: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*{re.escape(word)}\b", re.MULTILINE)
