"""What of foreign text may be kept? All that looks like no credential.

``redact`` is for bodies, errors and logs, ``masked`` for what must stay readable: the name of a
file, a word of the command line.
"""

import re
from functools import cache
from itertools import pairwise

MASK = "[redacted]"
TOKEN_LENGTH = 20
"""From here on a word of letters and digits is masked; UUIDs, hashes and request ids go with it."""
SHORTEST = 15
"""Characters of a credential that its own form gives away."""
DIGESTS = (20, 40, 64, 128)
"""Hex digits of webpack's, SHA-1, SHA-256 and SHA-512: they name commits and files."""
PREFIXES = (
    *("sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", "gh[oprsu]_", "github_pat_"),
    *(
        "glpat-",
        "xox[abeoprs]-",
        "xapp-",
        "sk-",
        "AIza",
        "npm_(?![a-z]+_)",
        "pypi-",
        "hf_",
        "dop_v1_",
    ),
    *("shpat_", "SG\\.", "AKIA", "ASIA", "sbp_", "sb_secret_", "lin_api_", "ntn_", "dckr_pat_"),
)
"""How the credentials begin that are met most."""
NAME = r"(?i:(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|credential)s?)"
"""The end of a name: what stands before it stays, and a pattern for that takes quadratic time."""


def redact(text: str) -> str:
    """Mask what looks like a credential: it is better to lose a request id than to keep a key."""
    for pattern in _certain():
        text = pattern.sub(MASK, text)
    for pattern, replacement in _named():
        text = pattern.sub(replacement, text)
    return _word().sub(_mask_word, text)


def _mask_word(match: re.Match[str]) -> str:
    word = match[0]
    has_digit = any(character.isdigit() for character in word)
    return MASK if has_digit and any(character.isalpha() for character in word) else word


def masked(text: str) -> str:
    """Mask the parts of a path or an argument that look like a credential, and no others.

    A long word of letters and digits stays where it reads like words (``test_login_form_v2``), and
    so does the digest of a file or a commit.
    """
    if not re.search(rf"[\w-]{{{SHORTEST}}}|[=@]", text):
        return text  # nearly all of them: the other patterns need not even be compiled
    for pattern in _certain():
        text = pattern.sub(MASK, text)
    text = re.sub(rf"({NAME}=)[^\s\"',;&/]+", rf"\1{MASK}", text)
    return re.sub(rf"[A-Za-z0-9]{{{TOKEN_LENGTH},}}", _mask_random, text)


def _mask_random(match: re.Match[str]) -> str:
    run = match[0]
    digest = len(run) in DIGESTS and not run.strip("0123456789abcdef")
    return MASK if _is_random(run) and not digest else run


def _is_random(run: str) -> bool:
    """Does the kind of character change too often for words, in CamelCase or with numbers?"""
    kinds = [(c.isdigit(), c.isupper()) for c in run]
    if len({kind for kind in kinds if not kind[0]}) == len(set(kinds)):
        return False  # letters only
    often = 0.42 if len(set(kinds)) > 2 else 0.2
    return sum(kind != after for kind, after in pairwise(kinds)) > often * len(run)


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[A-Za-z0-9_+=-]{{{TOKEN_LENGTH},}}")


@cache
def _certain() -> tuple[re.Pattern[str], ...]:
    """What is a credential by its own form, whatever stands around it."""
    rows = (
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
        r"(?<=://)[^/\s:@]*:[^/\s]+(?=@)",
        r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*",
        rf"(?<![A-Za-z0-9])(?:{'|'.join(PREFIXES)})[\w-]{{{SHORTEST - 3},}}",
    )
    return tuple(re.compile(row, re.DOTALL) for row in rows)


@cache
def _named() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is one by the words around it."""
    rows = (
        (
            r"(?i)\b((?:proxy-)?authorization[\"']?\s*[:=]\s*[\"']?(?:\w+ +)?)[^\s\"',;]+",
            rf"\1{MASK}",
        ),
        (r"(?i)\b((?:set-)?cookie\s*:\s*)[^\r\n]+", rf"\1{MASK}"),
        (r"(?i)\b((?:bearer|basic|token) +)[\w.~+/=-]{8,}", rf"\1{MASK}"),
        (rf"({NAME}[\"']?\s*[:=]\s*)(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s\"',;&<>]+)", rf"\1{MASK}"),
    )
    return tuple((re.compile(pattern), text) for pattern, text in rows)
