"""Which lines does detect-secrets make of a YAML file? Its own code, over libyaml's events.

PyYAML's scanner takes two thirds of the time that detect-secrets spends on YAML. libyaml agrees
with it on plain files; ``Unsure`` is raised for all others.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from launchready_ci.gates.secrets.parity.yaml_values import Unsure, last_line

if TYPE_CHECKING:
    from detect_secrets.types import NamedIO

_PLAIN = re.compile(r"[\n -~]*")
_HARD = re.compile(
    r"^%|^[ -]*\?(?: |$)|^(?:---|\.\.\.)[ ]*\S|[\[{,][ ]*\?|[|>][-+0-9]*#", re.MULTILINE
)
"""Directives and explicit keys, of which scanners look ahead differently, and ``|#``."""


def lines(file: "NamedIO") -> list[str]:
    """The lines of ``YAMLTransformer.parse_file``; raise Unsure where it may say otherwise."""
    from detect_secrets.transformers.yaml import YAMLTransformer

    text = file.read()
    file.seek(0)
    if not _PLAIN.fullmatch(text) or _HARD.search(text):
        raise Unsure
    with _reading_with_libyaml():
        return YAMLTransformer().parse_file(file)


@contextmanager
def _reading_with_libyaml() -> Iterator[None]:
    """Put our reader where detect-secrets' transformer looks for its own."""
    from detect_secrets.transformers import yaml as transformer

    place: Any = transformer
    own = place.YAMLFileParser
    place.YAMLFileParser = _reader()
    try:
        yield
    finally:
        place.YAMLFileParser = own


@cache
def _reader() -> type[Any]:
    import yaml
    from detect_secrets.transformers.yaml import YAMLFileParser
    from yaml.composer import Composer
    from yaml.constructor import SafeConstructor
    from yaml.resolver import Resolver

    try:
        from yaml._yaml import CParser
    except ImportError:
        raise Unsure from None

    class Loader(Composer, CParser, SafeConstructor, Resolver):
        line = 0
        """Of the last event: where PyYAML's scanner stands after a key of one line."""

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            for base in (Composer, SafeConstructor, Resolver):
                base.__init__(self)
            self._flow: list[int] = []

        def get_event(self) -> Any:  # noqa: ANN401 - PyYAML's events have no common attributes
            event: Any = super().get_event()
            self.line = last_line(event)
            if isinstance(event, yaml.MappingStartEvent):
                self._flow.append(self.line if event.flow_style else -1)
            elif isinstance(event, yaml.MappingEndEvent) and self._flow.pop() not in (
                -1,
                self.line,
            ):
                raise Unsure  # a flow mapping of several lines
            return event

    class Reader(YAMLFileParser):
        def __init__(self, file: "NamedIO") -> None:
            self.content = file.read()
            loader: Any = Loader(self.content)
            loader.compose_node = self._compose_node_shim
            self.loader = loader
            self.is_inline_flow_mapping_key = False

    return Reader
