"""What does a rule mean? Its docstring, as a list, a page, and the answer of ``explain``."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from launchready_ci import gates
from launchready_ci.nearest import close
from launchready_ci.nodes import listed
from launchready_ci.rule import Rule
from launchready_ci.unusable import UsageError


def rules() -> Iterator[tuple[str, Rule[Any]]]:
    """Every rule with the name of its gate."""
    for name in gates.GATES:
        for rule in gates.find(name).all_rules:
            yield name, rule


def find(wanted: str) -> Rule[Any]:
    """Look a rule up by id or name; raises UsageError with the nearest ones."""
    known = [rule for _, rule in rules()]
    for rule in known:
        if wanted.upper() == rule.id or wanted.lower() == rule.name:
            return rule
    raise UsageError(f"no rule {wanted}{_hint(wanted, known)}")


def _hint(wanted: str, known: list[Rule[Any]]) -> str:
    """What may have been meant: rules by id or name, a gate; and where all of them are."""
    every = "`launchready rules` lists all rules, with what each finds"
    if gate := close(wanted.lower(), gates.GATES, 1, 0.8):
        return f"; {gate[0]} is a gate: see `launchready {gate[0]} --help`, and {every}"
    ids = {rule.id: f"{rule.id} {rule.name}" for rule in known}
    names = {rule.name: ids[rule.id] for rule in known}
    near = [ids[word] for word in _beside(wanted.upper(), ids)]
    near = near or [names[word] for word in close(wanted.lower(), names)]
    return f", did you mean {listed(near)}? {every}" if near else f": {every}"


def _beside(wanted: str, ids: Iterable[str]) -> list[str]:
    """Of the ids of the gate that is meant, those with the most of it in front."""
    for length in (8, 7, 6):
        if near := [known for known in ids if known[:length] == wanted[:length]]:
            return near[:3]
    return []


def explain(rule: Rule[Any]) -> str:
    """Plain text for a terminal."""
    text = rule.help
    head = f"{rule.id} {rule.name} ({rule.severity.word})"
    return f"{head}\n\n{text.what}\n\nWhy: {text.why}\n\nFix: {text.fix}"


def page(gate: str, rule: Rule[Any]) -> str:
    """The Markdown page ``docs/rules/<id>.md``."""
    text = rule.help
    return (
        f"# {rule.id} {rule.name}\n\n"
        f"Gate `{gate}`, severity {rule.severity.word}.\n\n"
        f"{text.what}\n\n## Why\n\n{_sentence(text.why)}\n\n## Fix\n\n{_sentence(text.fix)}\n"
    )


def _sentence(text: str) -> str:
    """In a docstring it goes on after ``Why:``; under a heading it begins."""
    return text[:1].upper() + text[1:]


def pages() -> dict[str, str]:
    """Every file of ``docs/rules``: a page per rule, and README.md, which lists them."""
    found = list(rules())
    rows = [f"| [{r.id}]({r.id}.md) | {r.name} | {gate} | {r.severity.word} |" for gate, r in found]
    head = ["# Rules", "", "| id | name | gate | severity |", "| --- | --- | --- | --- |"]
    return {
        "README.md": "\n".join([*head, *rows]) + "\n",
        **{f"{rule.id}.md": page(gate, rule) for gate, rule in found},
    }


def listing(form: str) -> str:
    """Every rule: a line each, or a JSON list."""
    rows = [
        {
            "gate": gate,
            "rule": rule.id,
            "name": rule.name,
            "severity": rule.severity.word,
            "what": " ".join(rule.help.what.split()),
        }
        for gate, rule in rules()
    ]
    if form == "json":
        return json.dumps(rows, indent=2)
    width = max(len(row["name"]) for row in rows)
    return "\n".join(
        f"{row['rule']}  {row['name']:{width}}  {row['severity']:7}  {row['what']}" for row in rows
    )
