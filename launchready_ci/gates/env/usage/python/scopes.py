"""Which names does a Python module bind, and to what?

A scope is a module, a class or a function. Its names are read from its statements only when
somebody asks, since most functions of a repository never matter.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from launchready_ci.gates.env.usage.python.bindings import (
    Binding,
    Comprehension,
    Function,
    Parameter,
    bindings,
    fields,
    parameters,
    self_bindings,
)

Node: TypeAlias = ast.Module | ast.ClassDef | Function | Comprehension


@dataclass(eq=False)
class Scope:
    """One module, class, function, lambda or comprehension."""

    node: Node
    module: str
    """Path of the file."""
    parent: "Scope | None" = None
    package: tuple[str, ...] = ()
    """Folders of the module: what a relative import starts from."""
    parameters: dict[str, Parameter] = field(default_factory=dict)
    children: dict[ast.AST, "Scope"] = field(default_factory=dict)
    mappings: set[str] = field(default_factory=set)
    """Parameters through which a caller passes ``os.environ``."""
    required: set[str] = field(default_factory=set)
    """Names that raise or exit where they are empty."""
    insists: bool = False
    """Where no default is given it raises: ``if default is MISSING: raise``."""
    returns: list[ast.expr] = field(default_factory=list)
    _names: dict[str, list[Binding]] | None = None
    _attributes: dict[str, list[Binding]] | None = None

    def __post_init__(self) -> None:
        if isinstance(self.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            self.parameters = {p.name: p for p in parameters(self.node, self)}
        elif isinstance(self.node, ast.ClassDef):
            self.parameters = {p.name: p for p in fields(self.node, self)}

    def forget(self) -> None:
        """Break the cycles between scopes, so that memory is free at once."""
        for child in self.children.values():
            child.forget()
        self.children.clear()
        self.parameters.clear()
        self._names = self._attributes = None

    @property
    def name(self) -> str:
        return getattr(self.node, "name", "")

    @property
    def top(self) -> "Scope":
        """The module."""
        return self if self.parent is None else self.parent.top

    @property
    def owner(self) -> "Scope | None":
        """The class of which this is a method."""
        parent = self.parent
        return parent if parent is not None and isinstance(parent.node, ast.ClassDef) else None

    @property
    def receiver(self) -> str:
        """The name of ``self`` (or ``cls``) in a method."""
        if self.owner is None or not self.parameters or _decorated(self.node, "staticmethod"):
            return ""
        return next(iter(self.parameters))

    @property
    def of_class(self) -> bool:
        """Is the receiver the class itself?"""
        return _decorated(self.node, "classmethod") or self.name == "__new__"

    def child(self, node: Node) -> "Scope":
        """The scope of a definition inside this one, always the same object."""
        if node not in self.children:
            self.children[node] = Scope(node, self.module, self, self.package)
        return self.children[node]

    @property
    def names(self) -> dict[str, list[Binding]]:
        """What the statements of this scope bind."""
        if self._names is None:
            self._names = {name: [parameter] for name, parameter in self._visible()}
            for name, binding in bindings(self):
                self._names.setdefault(name, []).append(binding)
        return self._names

    def _visible(self) -> Iterator[tuple[str, Parameter]]:
        if not isinstance(self.node, ast.ClassDef):
            yield from self.parameters.items()

    @property
    def attributes(self) -> dict[str, list[Binding]]:
        """Of a class: its own names, and what its methods assign to ``self``."""
        if self._attributes is None:
            self._attributes = {name: list(found) for name, found in self.names.items()}
            for bindings in self.names.values():
                for method in bindings:
                    if isinstance(method, Scope) and method.receiver:
                        for name, binding in self_bindings(method):
                            self._attributes.setdefault(name, []).append(binding)
            for name, parameter in self.parameters.items():
                self._attributes.setdefault(name, []).insert(0, parameter)
        return self._attributes

    def look_up(self, name: str) -> list[Binding]:
        """What a name means here; class bodies are not seen from inside their methods."""
        scope: Scope | None = self
        while scope is not None:
            hidden = scope is not self and isinstance(scope.node, ast.ClassDef)
            if not hidden and name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return []


def _decorated(node: ast.AST, name: str) -> bool:
    decorators = getattr(node, "decorator_list", ())
    return any(isinstance(d, ast.Name) and d.id == name for d in decorators)
