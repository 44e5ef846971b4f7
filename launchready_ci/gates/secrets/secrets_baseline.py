"""Does a detect-secrets baseline know this secret already? It is read, never written.

It keeps the SHA-1 of each value by file (``detect_secrets.core.potential_secret``). Its detectors
for GitHub, GitLab and private keys keep no more than the token's first word, which says nothing of
one key: there the line must be the same too.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from launchready_ci import settings_file

if TYPE_CHECKING:
    from launchready_ci.gates.secrets.engine import Found, Hit

LARGEST = 64_000_000
"""Bytes."""
_FIRST_WORD = re.compile(rb"-----(BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?)|([a-z]+)[_-]")
_QUOTES = (b'"', b"'", b"`")
_LARGEST_STRING = 4096


@dataclass(frozen=True)
class SecretsBaseline:
    """The entries of a ``.secrets.baseline``."""

    path: str
    hashes: dict[str, dict[str, frozenset[int]]] = field(repr=False)
    """File → SHA-1 of a value → its lines."""
    code: tuple[str, ...] = ()
    """Files of the repository that it wants to be run as detectors and filters. They are not."""
    configuration: Mapping[str, Any] = field(default_factory=dict)
    """``plugins_used`` and ``filters_used``, for ``adapter.configured``."""

    def forgives(self, found: "Found", hit: "Hit") -> bool:
        """Is the secret listed for its file: its value, or the quoted string around it?"""
        hashes = self.hashes.get(found.text.path)
        if not hashes:
            return False
        if any(_sha1(text) in hashes for text in (hit.value, _quoted(found.data, hit))):
            return True
        word = _FIRST_WORD.match(hit.value)
        return word is not None and any(
            hit.line in hashes.get(_sha1(part), ()) for part in word.groups() if part
        )


def read(path: str) -> SecretsBaseline | None:
    """Read a baseline; None where there is none. Raise ValueError or Unusable where it is bad."""
    raw = settings_file.read(path, LARGEST)
    if raw is None:
        return None
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ValueError(
            f"{path}: not a detect-secrets baseline ({type(error).__name__})"
        ) from None
    return parse(path, content)


def parse(path: str, content: Any) -> SecretsBaseline:  # noqa: ANN401 - JSON of a stranger
    """The baseline of decoded JSON. Raise ValueError, without a word of it, where it is none."""
    hashes: dict[str, dict[str, frozenset[int]]] = {}
    try:
        for name, entries in content["results"].items():
            file = hashes.setdefault(name.replace("\\", "/").removeprefix("./"), {})
            for entry in entries:
                line = frozenset((int(entry.get("line_number", 0)),))
                file[entry["hashed_secret"]] = file.get(entry["hashed_secret"], frozenset()) | line
        used = [*content.get("plugins_used", ()), *content.get("filters_used", ())]
        paths = [str(entry.get("path", "")) for entry in used]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ValueError(f"{path}: not a detect-secrets baseline (no results by file)") from None
    code = tuple(p for p in paths if p.startswith("file://"))
    configuration = {n: content[n] for n in ("plugins_used", "filters_used") if n in content}
    return SecretsBaseline(path, hashes, code, configuration)


def _sha1(text: bytes) -> str:
    from hashlib import sha1

    return sha1(text, usedforsecurity=False).hexdigest()


def _quoted(data: bytes, hit: "Hit") -> bytes:
    """The string around a hit, up to the quotes on either side of it on its line."""
    line = max(data.rfind(b"\n", 0, hit.start) + 1, hit.start - _LARGEST_STRING)
    low = max(data.rfind(quote, line, hit.start) for quote in _QUOTES)
    ends = [data.find(quote, hit.end, hit.end + _LARGEST_STRING) for quote in _QUOTES]
    high = min((end for end in ends if end >= 0), default=-1)
    return data[low + 1 : high] if low >= 0 and high >= 0 else hit.value
