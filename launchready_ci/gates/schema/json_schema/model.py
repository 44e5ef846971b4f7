"""The JSON Schema of a pydantic model, of whatever pydantic has an adapter for.

The import runs the repository's code, and only ``--import-models`` allows it.
"""

import json

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.schema.documents import Document, read
from launchready_ci.gates.schema.json_schema.references import NoSchema
from launchready_ci.importing import ask

PROGRAM = """
def tell(cls):
    from pydantic import TypeAdapter
    return TypeAdapter(cls).json_schema()
"""


def document(name: str, context: Context, place: Location, *, allowed: bool) -> Document:
    """What the model says; raises NoSchema."""
    path, _, model = name.rpartition(":")
    if not allowed:
        told = "give --import-models to import it: this runs the repository's code"
        raise NoSchema(f"the schema {name} is a model: {told}", place)
    try:
        said = ask(PROGRAM, path, model, context.root, context.environ)
    except CannotLook as error:
        raise NoSchema(f"the schema {error}", place) from None
    (found,) = read(f"{path}.json", json.dumps(said).encode())
    return found
