"""Is this command line so plain that it needs no parser? Then a hook does not pay for click.

Plain is ``GATE`` with options that it declares, spelt out, and files. Everything else, and
everything that might be a mistake, is left to ``cli``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from launchready_ci import gates
from launchready_ci.options import options
from launchready_ci.shared_options import FAIL_ON, SHARED


class Plain(NamedTuple):
    """What a plain command line says; what is not given is absent."""

    gate: str
    given: Mapping[str, Any]
    shared: Mapping[str, Any]


class _Spelling(NamedTuple):
    key: str
    kind: type
    """bool, str, or tuple for what may repeat."""


class _NotPlain(Exception):
    pass


def read(words: Sequence[str]) -> Plain | None:
    """Read the words after ``launchready``, of which the first is a gate; None: not plain."""
    if _may_name_files(words):
        return None
    given: dict[str, Any] = {}
    try:
        for spelling, value in _pairs(iter(words[1:]), _spellings(words[0])):
            repeats = spelling.kind is tuple
            given[spelling.key] = (*given.get(spelling.key, ()), value) if repeats else value
    except _NotPlain:
        return None
    if given.get("fail_on", "error") not in FAIL_ON:
        return None
    shared = {key: given.pop(key) for key in SHARED.values() if key in given}
    return Plain(words[0], {key: value for key, value in given.items() if value}, shared)


def _may_name_files(words: Sequence[str]) -> bool:
    """In a hook, ``--staged`` may be a file: ``cli`` asks the index."""
    return "--hook" in words and sum(word.startswith("-") for word in words) > 1


def _spellings(gate: str) -> dict[str, _Spelling]:
    """``--option`` → what it sets; ``""`` stands for FILES."""
    config = gates.find(gate).config
    found = {
        name: _Spelling(key, tuple if key == "output" else str) for name, key in SHARED.items()
    }
    for key, option in options(config).items():
        if option.internal:
            continue
        kind = type(config.__dataclass_fields__[key].default)
        found["" if option.positional else option.name] = _Spelling(key, kind)
    return found


def _pairs(
    words: Iterator[str], spellings: Mapping[str, _Spelling]
) -> Iterator[tuple[_Spelling, str | bool]]:
    for word in words:
        name, equals, value = word.partition("=") if word.startswith("-") else ("", "=", word)
        spelling = spellings.get(name)
        if spelling is None or (spelling.kind is bool and equals):
            raise _NotPlain
        if spelling.kind is bool:
            yield spelling, True
            continue
        value = value if equals else next(words, "-")
        if not value or value.startswith("-"):
            raise _NotPlain
        yield spelling, value
