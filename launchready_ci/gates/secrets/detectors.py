"""The table of formats as detectors for detect-secrets: one class for each row.

    detect-secrets scan -p "$(python -c 'import launchready_ci.gates.secrets.detectors as d
    print(d.__file__)')"

detect-secrets loads this file by its path and takes every detector class that it finds in it.
"""

import re
from collections.abc import Generator
from typing import Any

from detect_secrets.core.potential_secret import PotentialSecret as _PotentialSecret  # noqa: TID253 - loaded by detect-secrets
from detect_secrets.plugins.base import RegexBasedDetector as _RegexBasedDetector  # noqa: TID253
from detect_secrets.util.code_snippet import CodeSnippet as _CodeSnippet  # noqa: TID253

from launchready_ci.gates.secrets import engine as _engine
from launchready_ci.gates.secrets.formats import FORMATS as _FORMATS
from launchready_ci.gates.secrets.formats import Format as _Format


class _Detector(_RegexBasedDetector):
    """Finds the credentials of one format in a line, with all of the format's own judgement."""

    row: _Format

    def analyze_line(
        self,
        filename: str,
        line: str,
        line_number: int = 0,
        context: _CodeSnippet | None = None,
        **_: Any,  # noqa: ANN401 - what detect-secrets hands on
    ) -> set[_PotentialSecret]:
        # None is their default too
        return super().analyze_line(filename, line, line_number, context, path=filename)  # type: ignore[arg-type]

    def analyze_string(
        self, string: str, path: str = "", **_: object
    ) -> Generator[str, None, None]:
        data = string.encode("utf-8", "surrogatepass")
        for pattern in self.denylist:
            for match in re.finditer(pattern.pattern.encode(), data, re.MULTILINE):
                if found := _engine.credential(self.row, match, path):
                    yield found.value.decode("utf-8", "replace")


def _detector(row: _Format) -> type[_Detector]:
    name = "Launchready" + "".join(part.capitalize() for part in row.name.split("-"))
    known = {
        "__doc__": f"{row.title}. {row.opens}",
        "secret_type": f"{row.title} ({row.id})",
        "denylist": (re.compile(row.pattern, re.ASCII | re.MULTILINE),),
        "row": row,
    }
    return type(name, (_Detector,), known)


globals().update({kind.__name__: kind for kind in map(_detector, _FORMATS)})
