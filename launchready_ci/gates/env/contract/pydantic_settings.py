"""Which variables does a pydantic-settings class declare? Its text is read, it is not imported."""

import ast
from collections.abc import Callable, Iterable, Iterator

from launchready_ci.gates.env.contract.annotations import promise
from launchready_ci.gates.env.contract.variable import Declared
from launchready_ci.gates.env.usage.python import Python
from launchready_ci.gates.env.usage.python.settings import Field

Load = Callable[[str], bytes]
"""The text of a module of the repository; of one that cannot be read, nothing."""


class Modules(dict[str, bytes]):
    """The modules of the repository, each read when it is asked for."""

    def __init__(self, load: Load) -> None:
        super().__init__()
        self.load = load

    def __missing__(self, path: str) -> bytes:
        self[path] = self.load(path)
        return self[path]


def declarations(
    path: str, name: str, paths: Iterable[str], load: Load
) -> Iterator[Declared] | None:
    """What the class ``name`` in ``path`` declares; None where there is no such class.

    ``paths`` are the modules that may hold its bases and types. Raises SyntaxError where ``path``
    does not parse.
    """
    python = Python(Modules(load))
    for module in paths:
        python.know(module)
    fields = python.settings(path, name)
    return None if fields is None else _declared(fields, python)


def _declared(fields: Iterable[Field], python: Python) -> Iterator[Declared]:
    """The fields; of several names that would do, the first stands for all."""
    seen = set[ast.expr]()
    for field in fields:
        if field.node in seen:
            continue
        if field.instead:
            seen.add(field.node)
        said = promise(field, python.resolver)
        place, off = python.place(field.module, field.node)
        yield Declared(
            field.name,
            place,
            off,
            required=not field.default,
            secret=said.secret,
            type=said.type,
            default=said.default,
            description=said.description,
            example=said.example,
            deprecated=said.deprecated,
            instead=field.instead,
        )
