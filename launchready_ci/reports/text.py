"""How is text from hostile files shown, so that it is read as text and as nothing else?

Names and messages come from the repository that is checked. Every format passes them through here.
"""

import re
from collections.abc import Mapping
from typing import Any

_UNSEEN = (
    "["
    "\x00-\x1f\x7f-\x9f"  # control characters: colours, cursor moves, new lines
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # bidi, unseen
    "\ufffe\uffff\U000e0000-\U000e007f"  # illegal in XML; tags that hide text
    "\ud800-\udfff"  # bytes that are not UTF-8, surrogate-escaped
    "]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# A log is read as commands, too: "::" begins one after white space, "##[" anywhere in a line
# (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs), and so do
# "##vso[" and "##teamcity[" elsewhere.
_COMMAND = r"^(\s*):(?=:)|#(#\w*\[)"


def plain(text: str) -> str:
    r"""One line that can stand in a terminal, a log, XML and HTML attributes.

    What cannot be seen is shown as ``\n``, ``\x1b``, ``\u202e``; a byte that is not UTF-8 as
    ``\xNN``; what a CI log would take for a command loses its first character to ``\x3a``.
    """
    if text.isascii() and text.isprintable() and "::" not in text and "#" not in text:
        return text  # nearly all of them: the patterns need not even be compiled
    return re.sub(_COMMAND, _disarm, re.sub(_UNSEEN, _show, text))


def _disarm(match: re.Match[str]) -> str:
    return f"{match[1] or ''}\\x3a" if match[2] is None else f"\\x23{match[2]}"


def _show(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if char in _SHORT:
        return _SHORT[char]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def lines(text: str) -> list[str]:
    """Our own words, such as a rule's fix: the line breaks stay."""
    return [plain(line) for line in text.split("\n")]


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters; an ellipsis says that more was there."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def command_data(text: str) -> str:
    """The message of a GitHub workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """The value of a property of a GitHub workflow command."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


def command_path(path: str) -> str:
    """A path as a property: it names the file, so its line breaks survive, as ``%0A``."""
    return command_property(_naming(path))


def xml(text: str) -> str:
    """Text of an XML document, or an attribute's value that is one line."""
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return text


def xml_path(path: str) -> str:
    """A path as an attribute's value: it names the file, so its line breaks survive."""
    shown = xml(_naming(path))
    for char, reference in (("\t", "&#9;"), ("\n", "&#10;"), ("\r", "&#13;"), ("##", "&#35;#")):
        shown = shown.replace(char, reference)
    return shown


def _naming(path: str) -> str:
    return re.sub(_UNSEEN, lambda m: m[0] if m[0] in _SHORT else _show(m), path)


def code(text: str, limit: int = 300) -> str:
    """A markdown code span that also fits a table's cell: no link, mention, image or HTML in it.

    A backtick becomes an apostrophe, which our own messages can be read with, and a bar an escape:
    how one is written inside a cell differs between parsers.
    """
    shown = cut(plain(text), limit).replace("`", "'").replace("|", "\\x7c").strip()
    return f"`{shown}`" if shown else ""


def uri(path: str) -> str:
    """A path as a relative URI: the percent-encoded bytes of the file's name (RFC 3986)."""
    from urllib.parse import quote

    whole = re.sub("[\ud800-\udc7f\udd00-\udfff]", "\ufffd", path)
    return quote(whole.encode("utf-8", "surrogateescape"))


def dump(document: Mapping[str, Any]) -> str:
    """A JSON document in ASCII; in a CI log no text of it is taken for a command."""
    import json

    shown = json.dumps(_plain_data(document), indent=2, allow_nan=False)
    return shown.replace("##", "\\u0023#") + "\n"


def _plain_data(value: object) -> object:
    """What JSON can hold: figures that are no numbers (NaN) become null."""
    if isinstance(value, Mapping):
        return {str(key): _plain_data(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain_data(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, float) and not abs(value) < float("inf"):
        return None
    return value if isinstance(value, (str, int, float, type(None))) else str(value)
