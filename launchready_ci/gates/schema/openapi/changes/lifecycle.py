"""How an operation ages: stable, deprecated, gone after its sunset."""

import re

from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.said import Said
from launchready_ci.nodes import listed, shown

LEVELS = ("draft", "alpha", "beta", "stable")
"""Of ``x-stability-level``; unsaid is stable."""
UNSTABLE = ("draft", "alpha")


def removed(said: Said, base: Node, parent: Node, today: str) -> None:
    """Say what it means that an operation is gone; ``today`` is a date in ISO 8601."""
    sunset, deprecated = sunset_of(base), base.flag("deprecated")
    if base.text("x-stability-level") in UNSTABLE:
        said.say("removed-after-sunset", "it is gone, and was never stable", base, parent)
    elif deprecated and sunset and sunset > today:
        told = f"it is gone, and was announced to stay until {sunset}"
        said.say("removed-before-sunset", told, base, parent)
    elif deprecated and sunset:
        said.say("removed-after-sunset", f"it is gone since its sunset on {sunset}", base, parent)
    else:
        said.say("operation-removed", "it is gone", base, parent)


def sunset_of(node: Node) -> str:
    """The date in ``x-sunset``, or ``""``: what is no date announces nothing."""
    text = str(node.value.get("x-sunset", "")) if isinstance(node.value, dict) else ""
    found = re.match(r"\d{4}-\d{2}-\d{2}(?![0-9])", text)
    return found[0] if found else ""


def compare(said: Said, base: Node, head: Node) -> None:
    """Say what became of its promises to stay."""
    old, new = sunset_of(base), sunset_of(head)
    if head.flag("deprecated") and not base.flag("deprecated"):
        until = f", until {new}" if new else ", without a date in `x-sunset`"
        said.say("deprecated", f"it is deprecated{until}", base, head)
    if base.flag("deprecated") and head.flag("deprecated") and old and (not new or new < old):
        told = f"its sunset was {old} and is {new or 'not said'}"
        said.say("sunset-changed", told, base, head)
    _hold_words(said, base, head)
    before, after = (_level(node) for node in (base, head))
    if LEVELS.index(after) < LEVELS.index(before):
        told = f"`x-stability-level` was {before} and is {after}"
        said.say("stability-decreased", told, base, head)
    names = base.text("operationId"), head.text("operationId")
    if names[0] and names[0] != names[1]:
        told = f"`operationId` was {shown(names[0])} and is {shown(names[1]) or 'gone'}"
        said.say("operation-id-changed", told, base, head)


def _hold_words(said: Said, base: Node, head: Node) -> None:
    """What was newly written, and nobody can read."""
    sunset = str(head.value.get("x-sunset", ""))
    if sunset and not sunset_of(head) and sunset != str(base.value.get("x-sunset", "")):
        told = f"`x-sunset` {shown(sunset)} is no date such as 2027-05-31"
        said.say("sunset-changed", told, base, head)
    level = head.text("x-stability-level", "stable")
    if level not in LEVELS and level != base.text("x-stability-level", "stable"):
        told = f"`x-stability-level` {shown(level)} is none of {listed(LEVELS)}"
        said.say("stability-decreased", told, base, head)


def _level(node: Node) -> str:
    level = node.text("x-stability-level", "stable")
    return level if level in LEVELS else "stable"


def softened(said: Said, base: Node) -> Said:
    """What is said of an operation that never was stable: nothing but that it changed."""
    if base.text("x-stability-level") not in UNSTABLE or not said.told:
        return said
    soft = Said(said.subject)
    told = f"it changed in {len(said.told)} places, and was never stable"
    first = next((one for one in said.told if one.rule != "stability-decreased"), None)
    for one in said.told:
        if one.rule == "stability-decreased":
            soft.told.append(one)
    if first is not None:
        soft.say("api-extended", told, first.base, first.head)
    return soft
