"""Which variables do the commands of a Procfile expand? ``web: gunicorn --bind :$PORT app``."""

import re
from collections.abc import Iterator

from launchready_ci.gates.env.usage.reading import Lines, Read
from launchready_ci.gates.env.usage.shell import reads as shell_reads
from launchready_ci.gates.env.usage.shell.script import scan

PROCESS = re.compile(r"^([A-Za-z0-9_-]+)[ \t]*:[ \t]*([^\n]+)", re.MULTILINE)


def reads(path: str, text: str) -> Iterator[Read]:
    """Each process has its own shell."""
    lines = Lines(path, text)
    for process in PROCESS.finditer(text):
        yield from shell_reads(lines, scan(process[2], process.start(2)).expansions, "procfile")
