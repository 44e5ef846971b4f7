"""What of foreign text (bodies, errors, logs) may be kept? All that looks like no credential."""

import re
from functools import cache

MASK = "[redacted]"
TOKEN_LENGTH = 20
"""From here on a word of letters and digits is masked; UUIDs, hashes and request ids go with it."""


def redact(text: str) -> str:
    """Mask what looks like a credential: it is better to lose a request id than to keep a key."""
    for pattern, replacement in _patterns():
        text = pattern.sub(replacement, text)
    return _word().sub(_mask_word, text)


def _mask_word(match: re.Match[str]) -> str:
    word = match[0]
    has_digit = any(character.isdigit() for character in word)
    return MASK if has_digit and any(character.isalpha() for character in word) else word


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[A-Za-z0-9_+=-]{{{TOKEN_LENGTH},}}")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    key_block = r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    name = r"(?i:[\w-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|credential)s?)"
    rows = (
        (key_block, MASK),
        (r"(?<=://)[^/\s:@]*:[^/\s]+(?=@)", MASK),
        (
            r"(?i)\b((?:proxy-)?authorization[\"']?\s*[:=]\s*[\"']?(?:\w+ +)?)[^\s\"',;]+",
            rf"\1{MASK}",
        ),
        (r"(?i)\b((?:set-)?cookie\s*:\s*)[^\r\n]+", rf"\1{MASK}"),
        (r"(?i)\b((?:bearer|basic|token) +)[\w.~+/=-]{8,}", rf"\1{MASK}"),
        (rf"({name}[\"']?\s*[:=]\s*)(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s\"',;&<>]+)", rf"\1{MASK}"),
        (r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*", MASK),
    )
    return tuple((re.compile(pattern, re.DOTALL), text) for pattern, text in rows)
