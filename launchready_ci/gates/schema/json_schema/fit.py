"""What the rules judge of files that were held against a schema."""

from collections.abc import Iterator, Sequence

from launchready_ci.findings import Finding, Location
from launchready_ci.gate import Unreadable
from launchready_ci.gates.schema.documents import Document
from launchready_ci.gates.schema.json_schema.facts import Fit
from launchready_ci.gates.schema.json_schema.files import Content
from launchready_ci.gates.schema.json_schema.process import Answer, Processes
from launchready_ci.gates.schema.json_schema.schemas import Loaded
from launchready_ci.json_schema import Misfit, told
from launchready_ci.json_schema.meant import misfits
from launchready_ci.json_schema.told import Kind, Told, place, without_echoes
from launchready_ci.json_schema.validate import MOST


def fits(
    schema: Loaded, contents: Sequence[Content], processes: Processes
) -> Iterator[Fit | Unreadable]:
    """Hold all of them against the schema."""
    values = [value for content in contents for value in content.values]
    answer = processes.ask(
        {
            "schema": schema.document.value,
            "uri": schema.uri,
            "resources": schema.resources,
            "values": values,
        }
    )
    if answer.unusable:
        yield _unusable(schema, answer.unusable)
        return
    yield from _answered(schema, contents, answer)


def _answered(
    schema: Loaded, contents: Sequence[Content], answer: Answer
) -> Iterator[Fit | Unreadable]:
    rest = iter(answer.misfits)
    for content in contents:
        found = [next(rest, None) for _ in content.values]
        whole = [one for one in found if one is not None]
        if len(whole) < len(found):
            ended = f"{content.path}: held against {schema.name}, {answer.ended}"
            yield Unreadable(ended, content.path, Location(content.path))
            continue
        yield Fit(
            subject=content.path,
            location=Location(content.path),
            misfits=tuple(_findings(schema, content, whole)),
            ignores={p: rules for one in content.documents for p, rules in one.ignores.items()},
        )


def _findings(
    schema: Loaded, content: Content, found: Sequence[Sequence[Misfit]]
) -> Iterator[tuple[Kind, Finding]]:
    for number, of_one in enumerate(found):
        document = content.documents[number] if content.documents else None
        value = document.value if document else None
        said = [
            t for misfit in misfits(of_one, schema.known) for t in told(misfit, value, schema.known)
        ]
        for one in without_echoes(said):
            yield one.kind, _finding(one, document, content.path, schema.name)
        if len(of_one) >= MOST:
            more = f"does not fit in more places than the {MOST:,} that are told"
            yield "value", Finding(f"{more} ({schema.name})", Location(content.path), key="more")


def _finding(said: Told, document: Document | None, path: str, schema: str) -> Finding:
    location = Location(path)
    if document is not None:
        location = document.key(said.keys) if said.at_key else document.place(said.keys)
    return Finding(f"{said} ({schema})", location, key=f"{place(said.keys)}: {said.message}")


def _unusable(schema: Loaded, misfit: Misfit) -> Unreadable:
    """What is wrong with the schema itself, where it stands there."""
    document = schema.document
    if "error" in misfit.asked:  # a reference: the library does not say which one
        where, message = Location(document.path), str(misfit.asked["error"])
    else:
        first = next(t for one in misfits([misfit]) for t in told(one, document.value))
        where = document.key(first.keys) if first.at_key else document.place(first.keys)
        message = str(first)
    reason = f"the schema is not valid: {message}"
    return Unreadable(reason, document.path, where)
