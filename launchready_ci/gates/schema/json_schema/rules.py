"""Judges files that are held against a JSON Schema: LR-SCH001 to LR-SCH049."""

from collections.abc import Iterator
from typing import Any

from launchready_ci.findings import Finding
from launchready_ci.gate import Rule, rule
from launchready_ci.gates.schema.json_schema.facts import Fit, Mappings, Syntax
from launchready_ci.json_schema.told import Kind, place


@rule("LR-SCH001", "malformed-file", judges=Syntax)
def malformed_file(facts: Syntax) -> Iterator[Finding]:
    """A file is not valid JSON, YAML or TOML.

    Why: the app that reads it at its start will not start.
    Fix: mend the text at the place that is named; the message says what was expected there.
    """
    yield from facts.wrong


@rule("LR-SCH002", "duplicate-key", judges=Mappings)
def duplicate_key(facts: Mappings) -> Iterator[Finding]:
    """A key stands twice in one mapping of a JSON or YAML file.

    Why: readers differ in which of the two they take, and the other one is silently lost.
    Fix: keep one of them. (In TOML a second key is an error of the file itself.)
    """
    for keys, location, first in facts.duplicates:
        name = place(keys)
        yield Finding(f"{name}: the key stands twice, first at {first}", location, key=name)


@rule("LR-SCH003", "unknown-key", judges=Fit)
def unknown_key(facts: Fit) -> Iterator[Finding]:
    """A file has a key that its schema does not allow.

    Why: what is misspelt is ignored, and the app runs with a default that nobody chose.
    Fix: use the name that is proposed, or take the key out; a new setting belongs into the schema.
    """
    yield from _of(facts, "unknown")


@rule("LR-SCH004", "missing-key", judges=Fit)
def missing_key(facts: Fit) -> Iterator[Finding]:
    """A file lacks a key that its schema requires.

    Why: the app fails at its start, or at the first request that needs the setting.
    Fix: add the key; the finding stands at the mapping that lacks it.
    """
    yield from _of(facts, "missing")


@rule("LR-SCH005", "wrong-type", judges=Fit)
def wrong_type(facts: Fit) -> Iterator[Finding]:
    """A value is of another type than the schema says: text for a number, one value for a list.

    Why: code that expects a number fails on "8000", and a list of one character each is a classic.
    Fix: write the value as the type that was expected; quotes make text of a number.
    """
    yield from _of(facts, "type")


@rule("LR-SCH006", "wrong-value", judges=Fit)
def wrong_value(facts: Fit) -> Iterator[Finding]:
    """A value is of the right type, and not one that the schema allows.

    It is too large, too long, of the wrong form, or none of those listed.

    Why: the schema says what the app can work with; everything else breaks later, and elsewhere.
    Fix: choose a value that the message allows. Values are never shown, since they may be secrets.
    """
    yield from _of(facts, "value")


def _of(facts: Fit, kind: Kind) -> Iterator[Finding]:
    return (finding for of, finding in facts.misfits if of == kind)


RULES: tuple[Rule[Any], ...] = (
    malformed_file,
    duplicate_key,
    unknown_key,
    missing_key,
    wrong_type,
    wrong_value,
)
