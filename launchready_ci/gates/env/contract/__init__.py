"""Which variables does the app say it needs, in all sources of its contract together?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from launchready_ci.gates.env.contract.variable import Declared, Variable, merged

__all__ = ["Contract", "Declared", "Variable"]


@dataclass(frozen=True, slots=True)
class Contract:
    """The merged contract."""

    sources: tuple[str, ...] = ()
    """What was read: paths, ``file.py:Class``, and launchready.yaml for ``variables:``."""
    variables: Mapping[str, Variable] = field(default_factory=dict)

    @classmethod
    def of(cls, sources: Iterable[str], declared: Iterable[Declared]) -> "Contract":
        """Merge what the sources declare."""
        return cls(tuple(sources), merged(declared))

    @property
    def names(self) -> frozenset[str]:
        """Every name that is declared, those that would do as well among them."""
        others = (name for variable in self.variables.values() for name in variable.instead)
        return frozenset(self.variables).union(others)
