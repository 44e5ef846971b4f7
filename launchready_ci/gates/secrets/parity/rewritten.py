"""Which lines of YAML and INI does detect-secrets look at, and can that be ruled out cheaply?

It rewrites such files (``key = "value"``) before it looks, and tries INI on every file.
"""

import io
import re
from typing import TYPE_CHECKING, cast

from launchready_ci.gates.secrets.parity import quick_yaml
from launchready_ci.gates.secrets.parity.yaml_values import Unsure

if TYPE_CHECKING:
    from detect_secrets.types import NamedIO

FIRST = re.compile(rb"(?:[ \t\n\f\v\x1c-\x1f\x80-\xff]|[#;][^\n]*\n)*\[[^\n]+\]")
"""A text whose first line says something begins with a section; it may be INI."""
PLAIN = re.compile(rb"^[!-\"$-9<>-Z\\-~][^=:\n]*$", re.MULTILINE)
"""A line that is no comment, section, continuation or option: this text is no INI file."""
JOINTS = re.compile(rb"%\(|\\[^n]|binary|![^\s]*%|^%TAG", re.MULTILINE)
"""What puts a value together from pieces: ``%(name)s`` of INI, escapes and ``!!binary`` of YAML."""


class _Named(io.StringIO):
    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def named(text: str, name: str) -> "NamedIO":
    """A text that knows its file's name, as the transformers want it."""
    return cast("NamedIO", _Named(text, name))


def may_be_ini(data: bytes) -> bool:
    """False where detect-secrets surely does not read the text as INI."""
    return FIRST.match(data) is not None and PLAIN.search(data) is None


def may_be_headless_ini(data: bytes) -> bool:
    """False where it surely is no INI file, even with a section put above it."""
    return PLAIN.search(data) is None


def of_file(path: str, text: str) -> list[str]:
    """The lines that detect-secrets makes of a text; none where it leaves the text as it is.

    Whatever its parsers raise on hostile texts is raised.
    """
    from detect_secrets.transformers import get_transformed_file

    return get_transformed_file(named(text, path)) or []


def of_yaml(path: str, text: str) -> list[str]:
    """The same, of a YAML file that is no INI."""
    from detect_secrets.transformers.exceptions import ParsingError

    try:
        return quick_yaml.lines(named(text, path))
    except Unsure:
        return of_file(path, text)
    except ParsingError:
        return []


def of_headless_ini(path: str, text: str) -> list[str]:
    """The same, with a section put above the text."""
    from detect_secrets.transformers import get_transformed_file

    return get_transformed_file(named(text, path), use_eager_transformers=True) or []
