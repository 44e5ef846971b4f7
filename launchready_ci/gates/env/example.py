"""``launchready env example``: a ``.env.example`` made from the contract, with nothing secret."""

import os
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from launchready_ci.gate import CannotLook, Context, Unreadable
from launchready_ci.gates.env.configuration import Env
from launchready_ci.gates.env.contract import Variable
from launchready_ci.gates.env.dialects import shows
from launchready_ci.gates.env.survey import Survey
from launchready_ci.options import option
from launchready_ci.subcommands import Printed, Subcommand

PLAIN = re.compile(r"[\w./:@,+%-]*")
"""What every parser reads the same without quotes."""
WIDTH = 98


@dataclass(frozen=True)
class Example:
    """The options."""

    write: str = option("--write", default="", metavar="FILE", help="Instead of printing it.")
    overwrite: bool = option("--overwrite", default=False, help="FILE may exist.")


def run(options: Example, config: Env, context: Context) -> Printed:
    """Print it, or write it to a file that is not there yet."""
    survey = Survey(config, context)
    missed = [item for item in survey.declared() if isinstance(item, Unreadable)]
    if not survey.contract.sources:
        raise CannotLook(survey.no_contract())
    if missed:
        raise CannotLook(f"{missed[0].location or missed[0].subject}: {missed[0].reason}")
    variables = [v for v in survey.contract.variables.values() if v.deprecated is None]
    text = context.shown("\n".join(line for variable in variables for line in _lines(variable)))
    if not options.write:
        return Printed(text.rstrip("\n"))
    mode = "w" if options.overwrite else "x"
    try:
        with open(os.path.join(os.getcwd(), options.write), mode, encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        told = f"--write {options.write}: the file is there; --overwrite replaces it"
        raise ValueError(told) from None
    except OSError as error:
        raise ValueError(f"--write {options.write}: {(error.strerror or '').lower()}") from None
    return Printed(f"{options.write}: {len(variables)} variables")


def _lines(variable: Variable) -> Iterator[str]:
    """Comments, the assignment, and an empty line."""
    words = variable.description.strip()
    if words:
        yield from (f"# {line}" for line in textwrap.wrap(words, WIDTH))
    said = [_required(variable)]
    if variable.type and variable.type.kind != "string":
        choices = f" ({', '.join(variable.type.choices)})" if variable.type.choices else ""
        said.append(f"{variable.type.kind}{choices}")
    if variable.secret:
        said.append("secret")
    yield f"# {', '.join(said)}"
    yield f"{variable.name}={_value(variable)}"
    yield ""


def _required(variable: Variable) -> str:
    if variable.required and variable.required_in:
        return f"required in {', '.join(variable.required_in)}"
    return "required" if variable.needed_somewhere else "optional"


def _value(variable: Variable) -> str:
    """An example or a default that may be shown, as every parser reads it; else nothing."""
    value = variable.example or variable.default or ""
    if variable.secret or not shows(variable.name, value) or re.search(r"['\n\r\\]", value):
        return ""
    return value if PLAIN.fullmatch(value) else f"'{value}'"


COMMAND = Subcommand("Write a .env.example from the contract.", Example, run)
