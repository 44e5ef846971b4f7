"""What does a settings class say once it is imported? Only where ``--import-settings`` asks for it.

The import runs the repository's code, in a process of its own that has none of our variables.
"""

from collections.abc import Iterable, Iterator, Mapping

from launchready_ci.findings import Location
from launchready_ci.gates.env.contract.variable import Declared
from launchready_ci.importing import ask

PROGRAM = """
def fields(cls, prefix, delimiter, sensitive, optional):
    from pydantic import AliasChoices, BaseModel
    for name, field in cls.model_fields.items():
        kinds = [getattr(field.annotation, "__origin__", None) or field.annotation]
        kinds += getattr(field.annotation, "__args__", ())
        models = [k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)]
        default = optional or not field.is_required()
        if delimiter and models:
            yield from fields(models[0], prefix + name + delimiter, delimiter, sensitive, default)
            continue
        alias = field.validation_alias
        choices = alias.choices if isinstance(alias, AliasChoices) else [alias]
        names = [c for c in choices if isinstance(c, str)] or [prefix + name]
        yield {
            "names": names if sensitive else [n.upper() for n in names],
            "required": not default,
            "secret": "Secret" in str(field.annotation),
            "description": field.description or "",
        }

from pydantic_settings import BaseSettings
original = BaseSettings.__init__
def lenient(self, *given, **values):
    try:
        original(self, *given, **values)
    except Exception:
        known = {n: f.get_default() for n, f in type(self).model_fields.items()}
        object.__setattr__(self, "__dict__", known)
        for name in ("fields_set", "extra", "private"):
            value = set() if name == "fields_set" else None
            object.__setattr__(self, f"__pydantic_{name}__", value)
BaseSettings.__init__ = lenient

def tell(cls):
    config = cls.model_config
    prefix, delimiter = config.get("env_prefix") or "", config.get("env_nested_delimiter") or ""
    return list(fields(cls, prefix, delimiter, config.get("case_sensitive"), False))
"""
"""Settings that the module makes at once may lack every variable: they are made of defaults."""


def declarations(
    path: str, name: str, root: str, environ: Mapping[str, str], static: Iterable[Declared]
) -> Iterator[Declared]:
    """What the imported class declares, with places and types as its text has them.

    Raises CannotLook where it cannot be imported.
    """
    known = {declared.name: declared for declared in static}
    for field in ask(PROGRAM, path, name, root, environ):
        first, *others = field["names"]
        before = known.get(first) or Declared(first, Location(path))
        yield before._replace(
            required=field["required"],
            secret=True if field["secret"] else before.secret,
            description=field["description"] or before.description,
            default=None if field["required"] else before.default or "",
            instead=tuple(others),
        )
