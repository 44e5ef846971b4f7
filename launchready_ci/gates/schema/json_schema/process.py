"""Holds values against a schema in a process of its own, which may take so long and no longer."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from launchready_ci.gates.schema import validator
from launchready_ci.json_schema import Misfit, of

SECONDS = 30.0
"""For all files of one schema."""


class Answer(NamedTuple):
    """What came back."""

    unusable: Misfit | None
    """Why the schema cannot be used."""
    misfits: list[list[Misfit]]
    """Of each value, as far as it came."""
    ended: str = ""
    """Why it came no further."""


class Processes:
    """One process for each request; the first one is started ahead, and ends with the block."""

    def __init__(self, started: "subprocess.Popen[bytes] | None" = None) -> None:
        self._ahead = [started or validator.start()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._ahead:
            process.kill()
            process.communicate()

    def ask(self, request: Mapping[str, Any]) -> Answer:
        """Run ``validate`` on the request."""
        return ask(request, self._ahead.pop() if self._ahead else None)


def ask(request: Mapping[str, Any], process: "subprocess.Popen[bytes] | None" = None) -> Answer:
    """Run ``validate`` on the request, in a process that was started ahead or a new one."""
    process = process or validator.start()
    try:
        said, _ = process.communicate(_json(request), SECONDS)
        ended = "" if process.returncode == 0 else "it took more memory than there may be"
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
        ended = f"it took longer than {SECONDS:.0f} s"
    except BaseException:
        process.kill()
        process.communicate()
        raise
    lines = [json.loads(line) for line in said.split(b"\n")[:-1]]
    if not lines:
        return Answer(None, [], ended or "it ended at once")
    if lines[0] is not None:
        return Answer(of(lines[0]), [])
    return Answer(None, [[of(one) for one in line] for line in lines[1:]], ended)


def _json(request: object) -> bytes:
    try:
        return json.dumps(request, allow_nan=False).encode()
    except ValueError:  # of YAML and TOML: JSON has no infinity
        return json.dumps(_finite(request)).encode()


def _finite(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The largest number in place of infinity, and of what is no number."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not abs(value) < float("inf"):
        return -sys.float_info.max if value < 0 else sys.float_info.max
    return value
