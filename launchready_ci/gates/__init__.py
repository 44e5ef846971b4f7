"""The table of gates. It imports none of them: a hook pays only for the gate that runs."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from launchready_ci.gate import Gate

STAGES = ("pre-commit", "pre-build", "post-build", "post-deploy")


class Entry(NamedTuple):
    """Where a gate lives and when it runs."""

    letters: str
    """Of its rule ids: ``LR-SEC001``."""
    stages: tuple[str, ...]
    help: str
    needs_section: bool
    """Without its section in launchready.yaml, ``run --stage`` skips it."""
    extra: str = ""
    """Of the package: what the Action installs for it beside the dependencies."""
    needs: str = ""
    """A gate of the same run: once that one failed, this one would look at a broken release."""
    url_suffices: bool = False
    """The app's URL, by ``--url`` or the section ``app``, stands in for its section."""


GATES: Mapping[str, Entry] = {
    "secrets": Entry("SEC", ("pre-commit",), "Is a credential in what goes into Git?", False),
    "env": Entry("ENV", ("pre-commit", "pre-build"), "Is every variable declared, and set?", False),
    "schema": Entry(
        "SCH",
        ("post-build",),
        "Do configuration, API, build and database keep what was promised?",
        needs_section=True,
        extra="schema",
    ),
    "smoke": Entry(
        "SMK",
        ("post-deploy",),
        "Does the app that was deployed work?",
        needs_section=True,
        extra="schema",
        url_suffices=True,
    ),
    "domain": Entry(
        "DOM",
        ("post-deploy",),
        "Do people and their mail reach the app?",
        needs_section=True,
        extra="domain",
    ),
    "load": Entry(
        "LOD",
        ("post-deploy",),
        "Does it stay fast while many use it at once?",
        needs_section=True,
        extra="load",
        needs="smoke",
    ),
    "guardrails": Entry(
        "GRD",
        ("post-deploy",),
        "Is anything open that should not be?",
        needs_section=True,
        needs="smoke",
        url_suffices=True,
    ),
}


def find(name: str) -> "Gate[Any]":
    """The gate of that name; its module exports it as ``GATE``."""
    gate: Gate[Any] = import_module(f"launchready_ci.gates.{name}").GATE
    return gate


def of_stage(stage: str) -> list[str]:
    """The gates of a stage, in the order in which they run."""
    return [name for name, entry in GATES.items() if stage in entry.stages]


def of_rule(rule_id: str) -> str | None:
    """The gate whose letters stand in the rule's id."""
    return next((n for n, e in GATES.items() if rule_id.startswith(f"LR-{e.letters}")), None)
