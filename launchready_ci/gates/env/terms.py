"""Holds the sources of the contract against each other."""

from collections.abc import Iterator, Mapping, Sequence

from launchready_ci.findings import Location
from launchready_ci.gates.env.code import ignores
from launchready_ci.gates.env.contract import Contract, Declared, Variable
from launchready_ci.gates.env.contract.contradictions import contradictions
from launchready_ci.gates.env.rules.facts import Example, Terms


def terms(contract: Contract) -> Iterator[Terms]:
    """Every variable, with what is said of it more than once."""
    cased: dict[str, list[Variable]] = {}
    for variable in contract.variables.values():
        cased.setdefault(variable.name.casefold(), []).append(variable)
    for variable in contract.variables.values():
        alike = cased[variable.name.casefold()]
        yield Terms(
            subject=variable.name,
            location=variable.location,
            variable=variable,
            contradictions=tuple(contradictions(variable)) if len(variable.declared) > 1 else (),
            again=_again(variable.declared),
            cased=tuple(alike[1:]) if variable is alike[0] else (),
            ignores=ignores(variable.declared),
        )


def _again(declared: Sequence[Declared]) -> tuple[Declared, ...]:
    """What comes after another one in the same file."""
    paths = [one.location.path for one in declared]
    return tuple(one for i, one in enumerate(declared) if one.location.path in paths[:i])


def examples(contract: Contract, files: Mapping[str, Sequence[Declared]]) -> Iterator[Example]:
    """Every ``.env.example`` beside the sources, of other kinds, in its folder and below.

    ``files`` holds what they list, by path.
    """
    for path, listed in files.items():
        folder = path.rpartition("/")[0]
        inside = [
            variable
            for variable in contract.variables.values()
            if any(_beside(one, folder, files) for one in variable.declared)
        ]
        if not inside:
            continue
        names = {declared.name for declared in listed}
        yield Example(
            subject=path,
            location=Location(path),
            contract=" or ".join(source for source in contract.sources if source not in files),
            missing=tuple(
                variable
                for variable in inside
                if variable.needed_somewhere
                and names.isdisjoint((variable.name, *variable.instead))
            ),
            unknown=()
            if path in contract.sources
            else tuple(declared for declared in listed if declared.name not in contract.names),
            ignores=ignores(listed),
        )


def _beside(declared: Declared, folder: str, files: Mapping[str, Sequence[Declared]]) -> bool:
    path = declared.location.path
    return path not in files and (not folder or path.startswith(f"{folder}/"))
