"""Does a path of the repository match one of these globs?

``*`` and ``?`` stay inside one folder, ``**`` crosses folders, ``[a-z]`` and ``[!a-z]`` are sets.
A glob is held against the whole path from the root (``**/`` in front finds it at any depth); one
that names a folder, with or without a trailing ``/``, covers everything below.
"""

import re
from collections.abc import Callable, Iterable

from launchready_ci.unusable import Misplaced

Matcher = Callable[[str], bool]
_PARTS = r"(?s)\*\*/(?:\*\*/)*|\*+|\?|\[[!^]?\]?[^]/]*\]|."


def nothing(_: str) -> bool:
    """Match no path."""
    return False


def matcher(globs: Iterable[str]) -> Matcher:
    """One compiled regex for all of them; ValueError names a glob that cannot be read."""
    patterns = [_pattern(glob) for glob in globs]
    if not patterns:
        return nothing
    match = re.compile("|".join(patterns), re.DOTALL).fullmatch
    return lambda path: match(path) is not None


def check(key: str, globs: Iterable[str]) -> None:
    """Raise Misplaced at the first glob in a setting's list that cannot be read."""
    for index, glob in enumerate(globs):
        try:
            _pattern(glob)
        except ValueError as error:
            raise Misplaced(str(error), key, index) from None


def _pattern(glob: str) -> str:
    folder = glob.removeprefix("./").rstrip("/")
    if folder.startswith("/"):
        raise ValueError(f"{glob!r} is absolute; paths count from the root, without a / in front")
    if not folder.strip():
        raise ValueError(f"{glob!r} names no file; write ** for every file")
    if ".." in folder.split("/"):
        raise ValueError(f"{glob!r} leads out of the repository; paths count from its root")
    if "\\" in re.sub(_PARTS, lambda part: part[0] if len(part[0]) == 1 else "", folder):
        raise ValueError(f"{glob!r} is no glob: write / between folders")
    pattern = "".join(map(_translated, re.finditer(_PARTS, folder)))
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{glob!r} is no glob: {error.msg}") from None
    return rf"{pattern}(?:/.*)?"


def _translated(token: re.Match[str]) -> str:
    text, before = token[0], token.string[: token.start()]
    at_start = not before or before.endswith("/")
    if text.startswith("**/"):
        return r"(?:[^/]+/)*" if at_start else r"[^/]*/"
    if text.startswith("*"):
        whole = text == "**" and at_start and token.end() == len(token.string)
        return ".*" if whole else "[^/]*"
    if text == "?":
        return "[^/]"
    if text == "[":
        raise ValueError(f"{token.string!r} is no glob: a [ is not closed; [[] is the character")
    if text.startswith("["):
        return _set(text[1:-1])
    return re.escape(text)


def _set(body: str) -> str:
    negated = body[0] in "!^"
    members = re.sub(r"([\\\[\]^&~|])", r"\\\1", body[1:] if negated else body)
    return f"(?!/)[{'^' if negated else ''}{members}]"
