"""Which variables does ``env: {variables: …}`` of launchready.yaml declare?"""

from collections.abc import Iterator, Mapping

from launchready_ci.config import Configuration
from launchready_ci.gates.env.configuration import Inline
from launchready_ci.gates.env.contract.types import type_named
from launchready_ci.gates.env.contract.variable import Declared
from launchready_ci.gates.env.values.types import ValueType
from launchready_ci.nodes import ConfigError

WORDS = {True: "", False: None}
"""What ``deprecated: true`` and ``false`` say."""


def declarations(
    variables: Mapping[str, Inline], configuration: Configuration
) -> Iterator[Declared]:
    """Each with the place of its name; raises ConfigError for a type that nobody knows."""
    for name, told in variables.items():
        limited = told.required if isinstance(told.required, tuple) else ()
        yield Declared(
            name,
            configuration.place_of_key("env", "variables", name),
            required=bool(limited) if isinstance(told.required, tuple) else told.required,
            required_in=limited,
            secret=told.secret,
            type=_type(name, told, configuration),
            default=told.default,
            description=told.description,
            example=told.example or None,
            deprecated=told.deprecated
            if isinstance(told.deprecated, str)
            else WORDS[told.deprecated],
        )


def _type(name: str, told: Inline, configuration: Configuration) -> ValueType | None:
    try:
        return type_named(told.type) if told.type else None
    except ValueError as error:
        keys = ("env", "variables", name, "type")
        raise ConfigError(configuration.place(*keys), keys, str(error)) from None
