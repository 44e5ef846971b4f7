"""Which variables does Python code read, where, and with a default?"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from launchready_ci.findings import Location
from launchready_ci.suppressions import ignored

HINTS = (b"environ", b"getenv")
"""Without one of these words a file reads no variable, and need not be parsed."""
METHODS = {"get": True, "pop": True, "setdefault": True, "__getitem__": False}
"""Of ``os.environ``, and whether a missing variable is not an exception."""


class Read(NamedTuple):
    """One place where code reads a variable."""

    name: str
    location: Location
    default: bool
    """A missing variable does not stop the code."""
    ignored: frozenset[str]
    """Rules that a comment on its line switches off."""


def reads(path: str, data: bytes) -> Iterator[Read]:
    """Find ``os.environ[…]``, its methods, ``os.getenv`` and ``in``; raises SyntaxError."""
    if any(hint in data for hint in HINTS):
        tree = ast.parse(data, path)
        module = _Module(path, data.splitlines(), _imported(tree))
        for node in ast.walk(tree):
            yield from module.read(node)


def _imported(tree: ast.Module) -> dict[str, str]:
    """Names in this file that mean ``os``, ``environ`` or ``getenv``."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {a.asname or a.name: "os" for a in node.names if a.name == "os"}
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            wanted = ("environ", "getenv")
            found |= {a.asname or a.name: a.name for a in node.names if a.name in wanted}
    return found


@dataclass(frozen=True, slots=True)
class _Module:
    path: str
    lines: list[bytes]
    names: dict[str, str]

    def read(self, node: ast.AST) -> Iterator[Read]:
        match node:
            case ast.Subscript(value=value, slice=key, ctx=ast.Load()):
                if self._is(value, "environ"):
                    yield from self._named(key, default=False)
            case ast.Call(func=function, args=[key, *_]) if self._is(function, "getenv"):
                yield from self._named(key, default=True)
            case ast.Call(func=ast.Attribute(value=value, attr=method), args=[key, *_]):
                if method in METHODS and self._is(value, "environ"):
                    yield from self._named(key, default=METHODS[method])
            case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()], comparators=[value]):
                if self._is(value, "environ"):
                    yield from self._named(key, default=True)

    def _is(self, node: ast.expr, what: str) -> bool:
        """Say whether an expression is ``os.<what>`` under the names of this file."""
        match node:
            case ast.Name(id=name):
                return self.names.get(name) == what
            case ast.Attribute(value=ast.Name(id=module), attr=attribute):
                return self.names.get(module) == "os" and attribute == what
        return False

    def _named(self, key: ast.expr, *, default: bool) -> Iterator[Read]:
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            start = self._column(key.lineno, key.col_offset)
            end = self._column(key.end_lineno or key.lineno, key.end_col_offset or 0)
            place = Location(self.path, key.lineno, start, key.end_lineno or key.lineno, end)
            yield Read(key.value, place, default, ignored(self.lines[key.lineno - 1]))

    def _column(self, line: int, offset: int) -> int:
        """``ast`` counts bytes of UTF-8 from 0; a location counts code points from 1."""
        return len(self.lines[line - 1][:offset].decode("utf-8", "replace")) + 1
