"""Programs that a test starts, and that end with it."""

import contextlib
import os
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def ending(
    command: Sequence[str | Path],
    environ: Mapping[str, str] = os.environ,
    errors: "IO[str] | int" = subprocess.DEVNULL,
    cwd: Path | None = None,
) -> "Iterator[subprocess.Popen[bytes]]":
    """A program that runs until the block ends."""
    words = list(map(str, command))
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, cwd=cwd, env=environ, stdout=quiet, stderr=errors) as process:
        try:
            yield process
        finally:
            process.terminate()
