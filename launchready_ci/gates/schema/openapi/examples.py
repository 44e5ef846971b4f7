"""Which values does a document itself give for its schemas, and do they fit?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from launchready_ci.findings import Finding
from launchready_ci.gate import Unreadable
from launchready_ci.gates.schema.json_schema.process import ask
from launchready_ci.gates.schema.openapi.api import Api, Element, OfDocument, Spot
from launchready_ci.gates.schema.openapi.rewritten import Rewritten
from launchready_ci.json_schema.meant import misfits
from launchready_ci.json_schema.misfit import Misfit
from launchready_ci.json_schema.told import told, without_echoes

What = Literal["example", "default", "enum"]


SINGLE: Mapping[str, What] = {"default": "default", "example": "example", "const": "enum"}
LISTED: Mapping[str, What] = {"examples": "example", "enum": "enum"}
"""Keywords of a schema that give values for it."""


class Trial(NamedTuple):
    """A value, and the schema that it is given for."""

    what: What
    schema: Spot
    value: Spot


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Tried(OfDocument):
    """What does not fit of the values that a document gives."""

    misfits: tuple[tuple[What, Finding], ...] = ()


def trials(api: Api) -> Iterator[Trial]:
    """Every value that is given, but for examples of XML and the like: those are text to us."""
    for one in api.of("Schema"):
        value = one.value if isinstance(one.value, dict) else {}
        for key, what in SINGLE.items():
            if key in value:
                yield Trial(what, one.spot, one.spot / key)
        for key, what in LISTED.items():
            listed = value.get(key)
            for index in range(len(listed) if isinstance(listed, list) else 0):
                yield Trial(what, one.spot, one.spot / key / index)
    for holder in (*api.of("MediaType"), *api.of("Parameter"), *api.of("Header")):
        if isinstance(holder.value, dict) and "schema" in holder.value and _is_json(holder):
            yield from _named(api, holder)


def _is_json(holder: Element) -> bool:
    if holder.kind != "MediaType":
        return True
    kind = str(holder.spot.keys[-1]).partition(";")[0].strip().lower()
    return kind in ("*/*", "application/*") or kind.endswith(("/json", "+json"))


def _named(api: Api, holder: Element) -> Iterator[Trial]:
    schema = holder.spot / "schema"
    if "example" in holder.value:
        yield Trial("example", schema, holder.spot / "example")
    named = holder.value.get("examples")
    for name in named if isinstance(named, dict) else ():
        found = api.follow(holder.spot / "examples" / name)
        if found is not None and isinstance(found.value, dict) and "value" in found.value:
            yield Trial("example", schema, found.spot / "value")


def tried(api: Api) -> Iterator[Tried | Unreadable]:
    """Hold each value against its schema, in a process that may not take for ever."""
    wanted = list(dict.fromkeys(trials(api)))
    if not wanted:
        yield Tried(subject=api.subject, location=api.location)
        return
    rewritten = Rewritten(api)
    numbers = [str(rewritten.number(t.schema, bare=t.what == "enum")) for t in wanted]
    schemas = rewritten.all()
    answer = ask(
        {
            "schema": {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$defs": schemas,
                "properties": {number: {"$ref": f"#/$defs/{number}"} for number in set(numbers)},
            },
            "uri": "schemas:///all",
            "resources": {},
            "values": [
                {number: api.value_at(trial.value)}
                for number, trial in zip(numbers, wanted, strict=True)
            ],
        }
    )
    if answer.unusable or len(answer.misfits) < len(wanted):
        place = api.place(wanted[len(answer.misfits)].value)
        reason = answer.ended or "the schemas of the document cannot be used"
        yield Unreadable(f"{place}: held against its schema, {reason}", api.subject, place)
    found = zip(wanted, answer.misfits, strict=False)
    once: dict[object, tuple[What, Finding]] = {}
    for trial, some in found:
        for one in _findings(api, trial, some):
            once[trial.what, one.message, one.location] = trial.what, one
    yield Tried(
        subject=api.subject,
        location=api.location,
        ignores=api.ignores,
        misfits=tuple(once.values()),
    )


def _findings(api: Api, trial: Trial, some: list[Misfit]) -> Iterator[Finding]:
    value = api.value_at(trial.value)
    said = [t for one in misfits(map(_below, some)) for t in told(one, value)]
    for one in without_echoes(said):
        spot = Spot(trial.value.file, (*trial.value.keys, *one.keys))
        yield api.finding(str(one), spot, key=one.at_key, told_apart=one.message)


def _below(misfit: Misfit) -> Misfit:
    """Without the number of the schema, which is the first of its keys."""
    branches = tuple(tuple(map(_below, branch)) for branch in misfit.branches)
    return misfit._replace(keys=misfit.keys[1:], branches=branches)
