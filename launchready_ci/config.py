"""What does launchready.yaml say? Its sections as dataclasses, and the place of every value."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from launchready_ci import variables
from launchready_ci.credentials import Secret
from launchready_ci.findings import Location, Severity
from launchready_ci.nearest import nearest
from launchready_ci.nodes import ConfigError, Map, Node, Scalar, child, listed, shown, walk
from launchready_ci.units import Duration, Rate, Share, Size
from launchready_ci.unusable import Misplaced

if TYPE_CHECKING:
    from launchready_ci.rule import Rule

__all__ = [
    "App",
    "ConfigError",
    "Configuration",
    "Duration",
    "Rate",
    "Secret",
    "Share",
    "Size",
    "check_variables",
    "load",
]

C = TypeVar("C")

LETTERS: Mapping[str, str] = {
    "secrets": "SEC",
    "env": "ENV",
    "schema": "SCH",
    "smoke": "SMK",
    "domain": "DOM",
    "load": "LOD",
    "guardrails": "GRD",
    "logs": "LOG",
    "monitor": "MON",
    "ai_eval": "AIE",
    "handover": "HND",
}
"""Every gate, those of later versions too, and the letters of its rules."""
SECTIONS = ("app", "users", "rules", *LETTERS)
SEVERITIES = {severity.word: severity for severity in Severity}


URL = "expected a URL that begins with http:// or https:// and names a host"


def is_url(text: str) -> bool:
    """Does it name a website? It may hold a password."""
    return re.match(r"https?://[^/?#\s]", text, re.IGNORECASE) is not None


@dataclass(frozen=True)
class App:
    """The ``app`` section: the deployed app that gates talk to."""

    url: str = ""
    version: str = ""
    """What the app should say it is: the commit of the deploy."""

    def __post_init__(self) -> None:
        """Refuse a URL of something else, in words that do not repeat it."""
        if self.url and not is_url(self.url):
            raise Misplaced(URL, "url")


class Configuration(NamedTuple):
    """The file: validated as a whole in its form, and section by section when a gate asks."""

    path: str
    """As it is shown to people."""
    sections: Map
    rules: Mapping[str, Severity]
    """The severities that ``rules:`` sets."""
    workflow: str = ""
    """Without a file: the workflow that runs this, where what nobody wrote is asked for."""

    def has(self, section: str) -> bool:
        return section in self.sections.entries

    def place(self, section: str, *keys: str | int) -> Location:
        """Where a value stands; of what is not in the file, where its nearest parent stands.

        A section itself stands at its key; what nobody wrote, at the first line of the file, or
        of the workflow that runs this.
        """
        return self._nearest(section, keys)[0]

    def place_of_key(self, section: str, *keys: str | int) -> Location:
        """Where the name of a value stands; of an item of a list, the item."""
        _, parent = self._nearest(section, keys[:-1])
        entry = parent.entries.get(str(keys[-1])) if isinstance(parent, Map) else None
        return entry.key if entry else self.place(section, *keys)

    def _nearest(self, section: str, keys: Iterable[str | int]) -> tuple[Location, Node | None]:
        if not self.has(section):
            return Location(self.workflow or self.path), None
        location, node = self.sections.entries[section]
        for key in keys:
            found = child(node, key)
            if found is None:
                break
            location, node = found.location, found
        return location, node

    def section(self, name: str, cls: type[C], environ: Mapping[str, str]) -> C:
        """The section as ``cls``, with ``${NAME}`` taken from ``environ``.

        Raises ConfigError at the first value that does not fit; no section is an empty one.
        """
        from launchready_ci.shapes import build

        if not self.has(name):
            return build(cls, Map(Location(self.path), {}), (name,), environ)
        node = self.sections.entries[name].value
        if isinstance(node, Scalar) and node.null:
            node = Map(node.location, {})
        if not isinstance(node, Map):
            raise ConfigError(node.location, (name,), "expected a mapping of settings")
        return build(cls, node, (name,), environ)

    def adjusted(self, rule: "Rule[Any]") -> "Rule[Any]":
        """The rule with the severity that counts here."""
        severity = self.rules.get(rule.id)
        return rule if severity is None else rule._replace(severity=severity)

    def check_rules(self, known: Iterable[str], letters: str) -> None:
        """Raise ConfigError where ``rules:`` names a rule that the gate of ``letters`` lacks."""
        named = [name for name in self.rules if name[3:6] == letters]
        ids = sorted(known) if named else []
        for name in named:
            if name not in ids:
                near = nearest(name, ids) or ", see `launchready rules`"
                raise ConfigError(self._rule_key(name), ("rules", name), f"unknown rule{near}")

    def _rule_key(self, name: str) -> Location:
        rules = self.sections.entries["rules"].value
        return rules.entries[name].key if isinstance(rules, Map) else rules.location


def load(path: str, data: bytes | None) -> Configuration:
    """The configuration in ``data``, or without a file (None) the defaults.

    ``path`` is only shown. Raises ConfigError for what can be judged before a gate runs: YAML
    itself, names of sections, ``${NAME}`` of a credential, and ``rules:``.
    """
    if data is None:
        return Configuration(path, Map(Location(path), {}), {})
    from launchready_ci.yaml_marks import parse  # imports yaml: 9 ms

    sections = parse(path, data)
    for name, (place, _) in sections.entries.items():
        if name not in SECTIONS:
            from launchready_ci.shapes import unknown

            raise ConfigError(place, (name,), unknown("section", name, SECTIONS))
    check_variables(sections)
    return Configuration(path, sections, _severities(sections))


def check_variables(sections: Map) -> None:
    """Raise ConfigError for ``${NAME}`` where NAME is a credential, ``{secret: NAME}``, anywhere.

    It would become text, which may be printed.
    """
    values = list(walk(sections))
    named = [node.secret for _, node in values if isinstance(node, Map)]
    credentials = {name.text: name.location for name in named if name}
    for keys, node in values:
        for name in variables.names(node.text) if isinstance(node, Scalar) else ():
            if name in credentials:
                told = f"{name} is a credential ({credentials[name]}): write {{secret: {name}}}"
                raise ConfigError(node.location, keys, f"{told} instead of ${{{name}}}")


def _severities(sections: Map) -> dict[str, Severity]:
    entry = sections.entries.get("rules")
    node = entry.value if entry else Map(sections.location, {})
    if isinstance(node, Scalar) and node.null:
        return {}
    if not isinstance(node, Map):
        told = "expected a mapping of rule ids to severities, such as LR-ENV001: warning"
        raise ConfigError(node.location, ("rules",), told)
    severities = {}
    for name, (place, value) in node.entries.items():
        if told := _bad_id(name):
            raise ConfigError(place, ("rules", name), told)
        severities[name] = _severity(name, value)
    return severities


def _bad_id(name: str) -> str:
    """What is wrong with the form of a rule's id; nothing where it may exist."""
    if not re.fullmatch(r"LR-[A-Z]{3}[0-9]{3}", name):
        return "not a rule id, expected one such as LR-SEC001"
    letters = LETTERS.values()
    if name[3:6] not in letters:
        near = nearest(name, (f"LR-{known}{name[6:]}" for known in letters))
        return f"no gate has rules of these letters{near}"
    if name.endswith("000"):
        return "this says that a gate could not look: its severity cannot be changed"
    return ""


def _severity(name: str, value: Node) -> Severity:
    text = value.text if isinstance(value, Scalar) else ""
    if text not in SEVERITIES:
        told = f"expected {listed(SEVERITIES)}, got {shown(text) or 'something else'}"
        raise ConfigError(value.location, ("rules", name), told + nearest(text, SEVERITIES))
    return SEVERITIES[text]
