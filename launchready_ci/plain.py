"""Is this command line so plain that it needs no parser? Then a hook does not pay for click.

Plain is ``GATE``, or ``GATE PART``, with options that it declares, spelt out, and files. Everything
else, and everything that might be a mistake, is left to ``cli``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from launchready_ci import gates
from launchready_ci.options import options
from launchready_ci.shared_options import FAIL_ON, SHARED

if TYPE_CHECKING:
    from launchready_ci.subcommands import Part


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
    try:
        part = _part(words)
        if part is None:
            given = _given(words[1:], gates.find(words[0]).config)
        else:
            given = _of_part(part, _given(words[2:], part.options))
    except _NotPlain:
        return None
    if given.get("fail_on", "error") not in FAIL_ON:
        return None
    shared = {key: given.pop(key) for key in SHARED.values() if key in given}
    return Plain(words[0], {key: value for key, value in given.items() if value}, shared)


def _part(words: Sequence[str]) -> "Part[Any] | None":
    """The part of the gate that the words name; raises _NotPlain for what only prints."""
    if len(words) < 2 or words[1].startswith("-"):
        return None
    from launchready_ci import subcommands

    modules = subcommands.of(words[0])
    found = subcommands.load(modules[words[1]]) if words[1] in modules else None
    if isinstance(found, subcommands.Subcommand):
        raise _NotPlain
    return found


def _of_part(part: "Part[Any]", given: dict[str, Any]) -> dict[str, Any]:
    from launchready_ci.subcommands import chosen

    try:
        return {**given, **part.given(chosen(part, given))}
    except ValueError:
        raise _NotPlain from None


def _given(words: Sequence[str], config: type[Any]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for spelling, value in _pairs(iter(words), _spellings(config)):
        repeats = spelling.kind is tuple
        if spelling.key in given and not repeats:
            raise _NotPlain
        given[spelling.key] = (*given.get(spelling.key, ()), value) if repeats else value
    return given


def _may_name_files(words: Sequence[str]) -> bool:
    """In a hook, ``--staged`` may be a file: ``cli`` asks the index."""
    return "--hook" in words and sum(word.startswith("-") for word in words) > 1


def _spellings(config: type[Any]) -> dict[str, _Spelling]:
    """``--option`` → what it sets; ``""`` stands for FILES."""
    found = {
        name: _Spelling(key, tuple if key == "output" else str) for name, key in SHARED.items()
    }
    for key, option in options(config).items():
        if option.internal:
            continue
        kind = type(config.__dataclass_fields__[key].default)
        name = "" if option.positional else option.name
        if name in found:  # BASE HEAD
            raise _NotPlain
        found[name] = _Spelling(key, kind)
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
