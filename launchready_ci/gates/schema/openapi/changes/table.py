"""The classification: what each difference means for a client, and which rule says so.

``SCHEMAS`` reads: a change of this aspect breaks (a rule), risks (a rule), or is compatible.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from launchready_ci.findings import Severity
from launchready_ci.gates.schema.openapi.changes.change import Change, Sense, Way

ACCEPTS, PROMISES = "request-accepts-more", "response-promises-more"


class Verdicts(NamedTuple):
    """The rules of one aspect of a schema."""

    request_tighter: str
    request_looser: str
    response_tighter: str
    response_looser: str

    def rule(self, way: Way, sense: Sense) -> str:
        """The rule that says what such a change means; of what cannot be told, the worse one."""
        if way is Way.REQUEST:
            return self.request_looser if sense is Sense.LOOSER else self.request_tighter
        return self.response_tighter if sense is Sense.TIGHTER else self.response_looser


def _usual(name: str) -> Verdicts:
    return Verdicts(f"request-{name}-tightened", ACCEPTS, PROMISES, f"response-{name}-loosened")


SCHEMAS: Mapping[str, Verdicts] = {
    # aspect: a request asks for more / for less, a response promises more / less
    "type": _usual("type"),
    "null": _usual("null"),
    "format": _usual("format"),
    "enum": _usual("enum"),
    "bounds": _usual("bounds"),
    "items": _usual("items"),
    "closed": _usual("closed"),
    "logic": _usual("logic"),
    "union": _usual("union"),
    "pattern": _usual("pattern"),
    "discriminator": Verdicts(
        "request-discriminator-changed", ACCEPTS, PROMISES, "response-discriminator-changed"
    ),
    "extensible": Verdicts("request-enum-tightened", ACCEPTS, PROMISES, PROMISES),
    "required": Verdicts(
        "request-property-required", ACCEPTS, PROMISES, "response-property-optional"
    ),
    "required with default": Verdicts("request-default-required", ACCEPTS, PROMISES, PROMISES),
    "gone": Verdicts(*["request-property-ignored"] * 2, *["response-property-removed"] * 2),
    "added": Verdicts(ACCEPTS, ACCEPTS, PROMISES, PROMISES),
    "added to closed": Verdicts(ACCEPTS, ACCEPTS, PROMISES, "response-property-undeclared"),
    "conjunct": Verdicts("request-subschema-added", ACCEPTS, PROMISES, PROMISES),
    "conjunct gone": Verdicts(ACCEPTS, ACCEPTS, PROMISES, "response-subschema-removed"),
    "default": Verdicts(*["request-default-changed"] * 2, *["response-default-changed"] * 2),
}


def rule_of(change: Change, way: Way) -> str:
    """The name of the rule that a change of a schema falls under."""
    if change.aspect == "pattern" and change.sense is Sense.OTHER:
        return f"{way.value}-pattern-changed"
    verdicts = SCHEMAS.get(change.aspect)
    return verdicts.rule(way, change.sense) if verdicts else change.aspect


def breaking(change: Change, way: Way) -> bool:
    """Whether a change of a schema breaks clients; what only may do so counts as well here."""
    row = ROWS[rule_of(change, way)]
    return row.severity is Severity.ERROR or row.name.endswith("pattern-changed")


class Row(NamedTuple):
    """One rule: its id, how bad it is, who breaks and how; and what its page says."""

    id: str
    name: str
    severity: Severity
    breaks: str
    what: str
    why: str
    fix: str

    @property
    def doc(self) -> str:
        """As a rule's docstring is."""
        return f"{self.what}\n\nWhy: {self.why}\nFix: {self.fix}"


def _rows() -> Iterator[Row]:
    # not importlib.resources, whose import takes as long as all of this gate's
    with open(os.path.join(os.path.dirname(__file__), "rules.toml"), "rb") as file:
        rows = tomllib.load(file)
    for name, said in rows.items():
        yield Row(**{**said, "name": name, "severity": Severity[said["severity"].upper()]})


ROWS: Mapping[str, Row] = {row.name: row for row in _rows()}
