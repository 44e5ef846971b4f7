"""HTML of a hostile server, read in a time that grows with its length only."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

LONGEST = 2_000
"""Characters of a base: each relative URL of the page is joined with it."""


class Parser(HTMLParser):
    """Python's, which looks for the end of what has none again and again (CVE-2025-6069).

    All of a page is fed at once, so what is open at its end is dropped, as browsers do
    (https://html.spec.whatwg.org/#parse-errors: eof-in-tag, eof-in-comment).
    """

    def parse_starttag(self, i: int) -> int:
        return self._or_all(super().parse_starttag(i))

    def parse_endtag(self, i: int) -> int:
        return self._or_all(super().parse_endtag(i))

    def parse_comment(self, i: int, report: bool = True) -> int:
        return self._or_all(super().parse_comment(i, report))

    def parse_pi(self, i: int) -> int:
        return self._or_all(super().parse_pi(i))

    def parse_html_declaration(self, i: int) -> int:
        return self._or_all(super().parse_html_declaration(i))

    def _or_all(self, end: int) -> int:
        return end if end >= 0 else len(self.rawdata)


def joined(base: str, url: str) -> str:
    """Absolute and without fragment; empty for what no server is asked for."""
    if not url.strip() or len(base) > LONGEST:
        return ""
    try:
        joined = urldefrag(urljoin(base, url.strip())).url
    except ValueError:
        return ""
    return joined if joined.startswith(("http://", "https://")) else ""
