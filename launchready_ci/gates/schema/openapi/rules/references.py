"""Does every reference lead to an object of the kind that belongs there?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Severity
from launchready_ci.gates.schema.openapi.api import Api, Reference, Spot
from launchready_ci.gates.schema.openapi.kinds import Kind
from launchready_ci.nearest import nearest
from launchready_ci.nodes import shown
from launchready_ci.rule import rule

WORDS: dict[Kind, str] = {
    "PathItem": "path item",
    "RequestBody": "request body",
    "SecurityScheme": "security scheme",
    "MediaType": "media type",
    "SecurityRequirement": "security requirement",
}
TOLD = ("$ref", "description", "externalDocs", "summary", "title")
"""Keys beside a ``$ref`` whose loss hurts nobody."""


def word(kind: Kind) -> str:
    """A kind as people say it, with its article."""
    name = WORDS.get(kind, kind.lower() if kind != "OpenAPI" else "whole document")
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _mapping(reference: Reference) -> bool:
    return reference.spot.keys[-3:-1] == ("discriminator", "mapping")


@rule("LR-SCH051", "unresolved-reference", judges=Api)
def unresolved(api: Api) -> Iterator[Finding]:
    """A `$ref` leads to nothing.

    Why: generators, servers and documentation refuse the document, or leave a hole where the
    object should be.
    Fix: correct the pointer, add the object that it names, or add the file.
    """
    for one in api.references:
        if one.target is None and one.reason and not _mapping(one):
            yield api.finding(f"{shown(one.text)} leads to nothing: {one.reason}", one.spot)


@rule("LR-SCH052", "wrong-reference", judges=Api)
def wrong(api: Api) -> Iterator[Finding]:
    """A `$ref` leads to an object of another kind than belongs there.

    Why: a parameter where a schema belongs is read as a schema without conditions, or refused.
    Fix: refer to an object of the kind that is expected.
    """
    for one in api.references:
        if one.target is not None and (one.found or one.reason):
            told = f"that is {word(one.found)}" if one.found else one.reason
            said = f"expected {word(one.kind)} at {shown(one.text)}, {told}"
            yield api.finding(said, one.spot)


@rule("LR-SCH053", "circular-reference", judges=Api)
def circular(api: Api) -> Iterator[Finding]:
    """References lead from one to the other and back, and nothing but references is there.

    Why: whoever follows them never ends; tools refuse the document or hang.
    Fix: let one of them be the object itself.
    """
    steps = {
        r.spot._replace(keys=r.spot.keys[:-1]): r.target
        for r in api.references
        if r.target is not None and r.spot.keys[-1] == "$ref"
    }
    done: set[Spot] = set()
    for start in steps:
        way: dict[Spot, None] = {}
        here: Spot | None = start
        while here is not None and here in steps and here not in way and here not in done:
            way[here] = None
            here = steps[here]
        if here in way and here is not None:
            yield api.finding(f"this $ref leads back to itself: {_way(way, here)}", here / "$ref")
        done.update(way)


def _way(way: dict[Spot, None], start: Spot) -> str:
    spots = list(way)
    loop = [*spots[spots.index(start) :], start]
    return shown(" → ".join(spot.pointer for spot in loop))


@rule("LR-SCH054", "remote-reference", judges=Api, severity=Severity.NOTE)
def remote(api: Api) -> Iterator[Finding]:
    """A `$ref` leads to another host, which is not asked.

    Why: what stands there is not judged, may change without a commit, and is missing offline.
    Fix: keep a copy in the repository, and refer to that.
    """
    for one in api.references:
        if one.remote and not _mapping(one):
            yield api.finding(f"{shown(one.text)} is not fetched, nor judged", one.spot)


@rule("LR-SCH055", "unknown-mapping", judges=Api)
def mapping(api: Api) -> Iterator[Finding]:
    """A discriminator maps a value to a schema that there is not.

    Why: who receives an object of that value cannot tell what it is.
    Fix: name a schema of `components: {schemas: …}`, or a `$ref` to one.
    """
    for one in api.references:
        if _mapping(one) and one.target is None and not one.remote:
            name = shown(str(one.spot.keys[-1]))
            known = nearest(one.text.rpartition("/")[2], api.component("schemas"))
            said = f"{name} is mapped to {shown(one.text)}, and there is no such schema{known}"
            yield api.finding(said, one.spot)


@rule("LR-SCH056", "ignored-beside-reference", judges=Api, severity=Severity.WARNING)
def beside(api: Api) -> Iterator[Finding]:
    """A key beside a `$ref` does not count: in 3.0 nowhere, in 3.1 in schemas only.

    Why: `nullable: true` beside a `$ref` looks like a promise, and tools drop it.
    Fix: wrap the reference to a schema: `allOf: [{$ref: …}]` beside the keys; say it at the target.
    """
    for one in api.references:
        read = one.kind == "PathItem" or (one.kind == "Schema" and api.version != "3.0")
        if one.spot.keys[-1] != "$ref" or read:
            continue
        spot = Spot(one.spot.file, one.spot.keys[:-1])
        holder = api.value_at(spot)
        for key in holder if isinstance(holder, dict) else ():
            if key not in TOLD and not key.startswith("x-"):
                said = f"{shown(key)} stands beside a $ref, where OpenAPI {api.version} ignores it"
                yield api.finding(said, spot / key, key=True)


RULES = (unresolved, wrong, circular, remote, mapping, beside)
