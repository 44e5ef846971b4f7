"""``launchready env inventory``: every variable, what is said of it, and where it is used."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from launchready_ci.findings import Location
from launchready_ci.gate import Context, Unreadable
from launchready_ci.gates.env.code import shown
from launchready_ci.gates.env.configuration import Env
from launchready_ci.gates.env.survey import Survey
from launchready_ci.gates.env.usage import is_platform
from launchready_ci.gates.env.values.exposure import secret_by_name
from launchready_ci.gates.env.values.strength import secret
from launchready_ci.git import Git
from launchready_ci.nearest import nearest
from launchready_ci.options import option
from launchready_ci.subcommands import Printed, Subcommand

COLUMNS = ("Variable", "Required", "Secret", "Type", "Default", "Description", "Declared", "Used")


@dataclass(frozen=True)
class Inventory:
    """The options."""

    format: str = option("--format", default="markdown", metavar="FORMAT", help="Or json.")
    paths: tuple[str, ...] = option(
        "PATHS", default=(), help="Only what these files use or declare."
    )

    def __post_init__(self) -> None:
        """Refuse a format that does not exist."""
        if self.format not in FORMATS:
            near = nearest(self.format, FORMATS) or ", expected markdown or json"
            raise ValueError(f"--format {self.format}: there is none of that name{near}")


def run(options: Inventory, config: Env, context: Context) -> Printed:
    """Read contract and code from the index; no value of a variable is in the answer."""
    survey = Survey(config, context)
    missed = [item for item in (*survey.declared(), *survey.code()) if isinstance(item, Unreadable)]
    below = _below(survey.git, options.paths)
    rows = [row for row in _rows(survey, below) if row["declared_at"] or row["used_at"]]
    told = "".join(f"not read: {item.location or item.subject}: {item.reason}\n" for item in missed)
    for row in rows:
        row["description"] = context.shown(row["description"])
    return Printed(FORMATS[options.format](rows), warnings=context.shown(told))


def _below(git: Git, names: Sequence[str]) -> tuple[str, ...]:
    """The paths from the root; raises ValueError for one that is not in it."""
    paths = []
    for name in names:
        path = git.path(name)
        if path is None or not os.path.lexists(os.path.join(git.root, path)):
            raise ValueError(f"{name}: there is no such path in {git.root}")
        paths.append(path)
    return tuple(paths)


def _rows(survey: Survey, below: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    variables = survey.contract.variables
    used = {
        name
        for name, reads in survey.reads.items()
        if not all(read.test for read in reads) and not is_platform(name)
    }
    for name in sorted(used | variables.keys()):
        variable, reads = variables.get(name), survey.reads.get(name, [])
        said = variable.secret if variable else None
        guessed = secret_by_name(name) or secret(name) is not None
        has_default = variable is not None and variable.default is not None
        declared = [one.location for one in variable.declared] if variable else []
        where = _environments(survey, name)
        yield {
            "name": shown(name),
            "required": survey.needs(name) or bool(where),
            "secret": guessed if said is None else said,
            "type": variable.type.kind if variable and variable.type else None,
            "default": has_default or any(read.default for read in reads),
            "description": variable.description if variable else "",
            "environments": where,
            "declared_at": _places(declared, below),
            "used_at": _places((read.location for read in reads if not read.test), below),
        }


def _environments(survey: Survey, name: str) -> list[str]:
    """Those that need it although not all do."""
    variable = survey.contract.variables.get(name)
    needed = variable.required_in if variable and variable.required else ()
    asked = (e for e, told in survey.config.environments.items() if name in told.require)
    return list(dict.fromkeys((*needed, *asked)))


def _places(places: Iterable[Location], below: tuple[str, ...]) -> list[dict[str, Any]]:
    inside = {
        (place.path, place.line)
        for place in places
        if not below or any(_inside(place.path, folder) for folder in below)
    }
    return [{"path": path, "line": line} for path, line in sorted(inside)]


def _inside(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _json(rows: list[dict[str, Any]]) -> str:
    import json

    return json.dumps({"variables": rows}, indent=2)


def _markdown(rows: list[dict[str, Any]]) -> str:
    lines = [_line(COLUMNS), _line(["---"] * len(COLUMNS))]
    for row in rows:
        where = ", ".join(row["environments"])
        lines.append(
            _line(
                (
                    f"`{row['name']}`",
                    (f"in {where}" if where else "yes") if row["required"] else "no",
                    "yes" if row["secret"] else "no",
                    row["type"] or "",
                    "yes" if row["default"] else "no",
                    row["description"],
                    _cell(row["declared_at"]),
                    _cell(row["used_at"]),
                )
            )
        )
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    plain = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(plain)} |"


def _cell(places: list[Mapping[str, Any]]) -> str:
    return ", ".join(f"{place['path']}:{place['line']}" for place in places)


FORMATS = {"markdown": _markdown, "json": _json}
COMMAND = Subcommand("Every variable: required, secret, type, where it is used.", Inventory, run)
