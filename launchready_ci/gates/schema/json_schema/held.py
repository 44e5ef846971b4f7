"""Holds the files that are configured or named against their schemas."""

from collections.abc import Callable, Iterator

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Context, Facts, Unreadable
from launchready_ci.gates.schema.configuration import Schema
from launchready_ci.gates.schema.json_schema import known
from launchready_ci.gates.schema.json_schema.chosen import Pair, is_model, pairs
from launchready_ci.gates.schema.json_schema.files import Files
from launchready_ci.gates.schema.json_schema.fit import fits
from launchready_ci.gates.schema.json_schema.process import Processes
from launchready_ci.gates.schema.json_schema.references import NoSchema
from launchready_ci.gates.schema.json_schema.schemas import Loaded, known_path, load, of


def held(config: Schema, context: Context, processes: Processes) -> Iterator[Facts | Unreadable]:
    """Read every file once, and hold it against its schemas."""
    files, by_schema = Files(context), dict[str, list[Pair]]()
    for pair in pairs(config, context):
        if isinstance(pair, Unreadable):
            yield pair
        else:
            yield from files.read(pair.path)
            by_schema.setdefault(pair.schema, []).append(pair)
    for name, wanted in by_schema.items():
        contents = [files.contents[p.path] for p in wanted if p.path in files.contents]
        try:
            schema = _loaded(name, wanted[0].place, config, context)
        except NoSchema as error:
            yield Unreadable(str(error), name, error.location)
        else:
            yield from fits(schema, contents, processes)


def _loaded(name: str, place: Location, config: Schema, context: Context) -> Loaded:
    """The schema of that name; raises NoSchema."""
    fetch = _fetch(context) if config.fetch else None
    if is_model(name):
        from launchready_ci.gates.schema.json_schema import model

        said = model.document(name, context, place, allowed=config.import_models)
        return of(name, said, context.root, fetch)
    path = known_path(name, place) if known.is_known(name) else name
    return load(path, context.root, place, fetch)._replace(name=name)


def _fetch(context: Context) -> Callable[[str], bytes]:
    def fetch(uri: str) -> bytes:
        from launchready_ci.http import Client, HttpError

        try:
            with Client(uri, environ=context.environ) as client:
                answer = client.request("GET", uri)
        except HttpError as error:
            raise CannotLook(str(error)) from None
        if answer.status != 200:
            raise CannotLook(f"status {answer.status}")
        return answer.body

    return fetch
