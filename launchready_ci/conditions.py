"""Does an answer hold what ``expect`` asks? A condition that fails says what came instead.

A plain value is equality (of ``text``: is contained; of ``time``: at most); a mapping holds
operators, which must all be true: ``{at_least: 1}``, ``{one_of: [200, 204]}``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from launchready_ci.nodes import shown
from launchready_ci.operators import ABSENT, Mask, Operator, display, operators, span
from launchready_ci.redact import MASK, NAME, redact
from launchready_ci.units import Duration

if TYPE_CHECKING:
    from launchready_ci.http import Answer

CREDENTIAL = re.compile(rf"(?i:cookie|authorization)\b|{NAME}\W*$")
"""What is asked for by such a name is not shown, whatever it looks like."""
Keys = tuple[str, ...]
"""From ``expect`` to the condition: ``("json", "length(items)")``."""


class Failed(NamedTuple):
    """A condition that does not hold."""

    keys: Keys
    message: str


@dataclass(frozen=True)
class Expect:
    """Conditions on one answer; what is not named is not asked."""

    status: object = None
    headers: Mapping[str, object] = field(default_factory=dict)
    text: object = None
    json: Mapping[str, object] = field(default_factory=dict)
    """JMESPath → condition."""
    time: Duration | None = None
    """At most: from the request to the last byte, redirects included."""
    openapi: bool = False
    """The body fits the app's own OpenAPI document."""
    schema: str = ""
    """A file of the repository: the JSON Schema that the body fits."""

    def __post_init__(self) -> None:
        """Refuse what cannot be evaluated (ValueError)."""
        for value in (self.status, *self.headers.values(), *self.json.values()):
            operators(value)
        operators(self.text, plain="contains")
        for path in self.json:
            _compiled(path)

    @property
    def follows(self) -> bool:
        """Redirects are followed, but where one is what is expected."""
        wanted = self.status
        if isinstance(wanted, Mapping):
            choices = wanted.get("one_of")
            wanted = choices[0] if isinstance(choices, list) else wanted.get("at_least")
        return not (isinstance(wanted, int) and 300 <= wanted < 400)


def failures(expect: Expect, answer: "Answer", mask: Mask = redact) -> Iterator[Failed]:
    """Every condition that the answer does not hold, but for the schemas.

    ``mask`` goes over every foreign text before it is cut and shown.
    """
    yield from status(expect, answer)
    for name, wanted in expect.headers.items():
        got = answer.headers.get(name.lower(), ABSENT)
        yield from _failed(("headers", name), f"header {shown(name)}", got, operators(wanted), mask)
    yield from _text(expect, answer)
    yield from _json(expect, answer, mask)
    if expect.time is not None and answer.seconds > expect.time:
        told = f"took {span(answer.seconds)}, expected at most {span(expect.time)}"
        yield Failed(("time",), told)


def status(expect: Expect, answer: "Answer") -> Iterator[Failed]:
    """The status; where none is named it is one of 200 to 299."""
    if expect.status is None:
        if not 200 <= answer.status < 300:
            yield Failed(("status",), f"status {answer.status}, expected 200 to 299")
        return
    for one in operators(expect.status):
        if not one.holds(answer.status):
            yield Failed(("status",), f"status {answer.status}, expected {one.words}")


def _text(expect: Expect, answer: "Answer") -> Iterator[Failed]:
    if expect.text is None:
        return
    for one in operators(expect.text, plain="contains"):
        if not one.holds(answer.text):
            yield Failed(("text",), f"the text does not hold what is expected: {one.words}")


def _json(expect: Expect, answer: "Answer", mask: Mask) -> Iterator[Failed]:
    if not expect.json:
        return
    from launchready_ci.http import NotJson

    try:
        body = answer.json
    except NotJson as error:
        yield Failed(("json",), str(error))
        return
    for path, wanted in expect.json.items():
        yield from _failed(("json", path), shown(path), search(path, body), operators(wanted), mask)


def search(path: str, body: object) -> object:
    """What JMESPath finds; ABSENT where that is nothing, or a function meets the wrong type.

    JMESPath does not tell null from nothing.
    """
    from jmespath.exceptions import JMESPathError

    try:
        found = _compiled(path).search(body)
    except JMESPathError:
        return ABSENT
    return ABSENT if found is None else found


def _failed(
    keys: Keys, what: str, got: object, wanted: tuple[Operator, ...], mask: Mask
) -> Iterator[Failed]:
    for one in wanted:
        if not one.holds(got):
            hidden = got is not ABSENT and CREDENTIAL.search(what)
            came = MASK if hidden else display(got, mask)
            yield Failed(keys, f"{what} is {came}, expected {one.words}")


def _compiled(path: str) -> Any:  # noqa: ANN401 - jmespath has no name for it
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.compile(path)
    except JMESPathError:
        raise ValueError(f"{shown(path)} is no JMESPath, such as items[0].id") from None
