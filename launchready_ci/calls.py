"""One request as launchready.yaml names it: a step of ``smoke``, an endpoint of ``load``."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from launchready_ci.unusable import Misplaced
from launchready_ci.users import Text

VERBS = ("get", "head", "options", "post", "put", "patch", "delete")
SLOT = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}")
"""``{{id}}``, to be filled in."""


@dataclass(frozen=True)
class Call:
    """The path under its verb, and what goes with it."""

    name: str = ""
    get: str = ""
    head: str = ""
    options: str = ""
    post: str = ""
    put: str = ""
    patch: str = ""
    delete: str = ""
    as_: str = ""
    """A user of the top-level ``users``; nobody without it."""
    headers: Mapping[str, Text] = field(default_factory=dict)
    body: object = None
    """Sent as JSON."""
    form: Mapping[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = [verb for verb in VERBS if getattr(self, verb)]
        if len(asked) != 1:
            got = " and ".join(asked) or "none"
            raise ValueError(f"expected one of {', '.join(VERBS)}, got {got}")
        if not self.path.startswith("/"):
            raise Misplaced(f"{asked[0]} takes a path of the app, such as /feed", asked[0])
        if self.body is not None and self.form:
            raise ValueError("expected body (JSON) or form, got both")

    @property
    def method(self) -> str:
        return next(verb for verb in VERBS if getattr(self, verb)).upper()

    @property
    def path(self) -> str:
        return str(getattr(self, self.method.lower()))

    @property
    def subject(self) -> str:
        return self.name or f"{self.method} {self.path}"

    @property
    def needs(self) -> set[str]:
        """The names of its ``{{name}}``."""
        texts = _texts((self.path, self.body, self.form, self.headers))
        return {name for text in texts for name in SLOT.findall(text)}


def _texts(value: object) -> Iterator[str]:
    """Every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
