"""Which type does a contract name: ``url``, ``enum(a, b)``, ``number(min=0, isInt=true)``?"""

from launchready_ci.gates.env.contract.values import Call, Value, parse
from launchready_ci.gates.env.values.types import ALIASES, KINDS, ValueType, kind
from launchready_ci.nearest import nearest

__all__ = ["type_named", "type_of"]


def type_named(text: str) -> ValueType:
    """The type of that name; raises ValueError, with the nearest one, where nobody knows it."""
    value, rest = parse(text.strip())
    found = None if rest.strip() else type_of(value)
    if found is None:
        name = value if isinstance(value, str) else value.name
        near = nearest(name.lower(), [*KINDS, *ALIASES])
        raise ValueError(f"unknown type{near or ', expected one of ' + ', '.join(KINDS)}")
    return found


def type_of(value: Value) -> ValueType | None:
    """The type of an ``@type``; None where it is unknown (a plugin's) or computed."""
    call = Call(value) if isinstance(value, str) else value
    if call.name.lower() == "md5":
        return ValueType("hex", least=32, most=32)
    found = kind(call.name)
    if found is None:
        return None
    options = {name: option for name, option in call.options.items() if isinstance(option, str)}
    if found == "float" and (options.get("isInt") == "true" or options.get("precision") == "0"):
        found = "int"
    exact = options.get("isLength")
    return ValueType(
        found,
        choices=call.texts if found == "enum" and len(call.texts) == len(call.arguments) else (),
        least=_number(exact or options.get("minLength") or options.get("min")),
        most=_number(exact or options.get("maxLength") or options.get("max")),
        schemes=_schemes(call.options.get("allowedProtocols")),
        starts=options.get("startsWith", ""),
        ends=options.get("endsWith", ""),
        separator=options.get("separator", ","),
    )


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:  # computed, or a duration
        return None


def _schemes(value: Value | None) -> tuple[str, ...]:
    found = (value,) if isinstance(value, str) else value.texts if value else ()
    return tuple(scheme.lower().rstrip(":/") for scheme in found)
