"""The server of load_server.c: it takes as long as it is told, and says how long that truly was."""

import contextlib
import os
import subprocess
import tempfile
from array import array
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

SOURCE = Path(__file__).with_name("load_server.c")


class Server:
    """A run of it; ``wrap`` is what its command is started with."""

    def __init__(
        self, wrap: Sequence[str] = (), host: str = "127.0.0.1", **settings: float
    ) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._log = Path(self._folder.name, "truth")
        program = Path(self._folder.name, "load_server")
        command = ["cc", "-O2", "-o", str(program), str(SOURCE), "-lm", "-lpthread"]
        subprocess.run(command, check=True)
        given = [f"{name}={value}" for name, value in settings.items()]
        self._process = subprocess.Popen(
            [*wrap, str(program), str(self._log), *given], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout  # noqa: S101 - for the type checkers
        self.url = f"http://{host}:{int(self._process.stdout.readline())}"

    def __enter__(self) -> Self:
        return self

    def truth(self) -> list[tuple[float, float]]:
        """Ends it: seconds since the first request, and ms until its answer, in order."""
        self._process.terminate()
        self._process.wait()
        read = array("Q", self._log.read_bytes())
        pairs = sorted(zip(read[::2], read[1::2], strict=True))
        return [((came - pairs[0][0]) / 1e9, (went - came) / 1e6) for came, went in pairs]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()
        self._folder.cleanup()


def undisturbed(core: int) -> list[str]:
    """What a command is started with, so that others on this machine do not disturb it.

    Nothing where that is not allowed (it takes root), or where there is one core.
    """
    wrap = ["chrt", "-f", "10", "taskset", "-c", str(core)]
    with contextlib.suppress(OSError):
        allowed = subprocess.run([*wrap, "true"], check=False).returncode == 0
        if allowed and (os.cpu_count() or 1) > 1:
            return wrap
    return []


def quantile(values: Sequence[float], share: float) -> float:
    """Interpolated between the two nearest."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low, high = ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)]
    return low + (high - low) * (place % 1)
