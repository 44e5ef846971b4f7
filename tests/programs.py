"""Programs that a test starts, and that end with it."""

import contextlib
import os
import socket
import subprocess
import tempfile
import time
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


def listens(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until it does; raises RuntimeError where it ends before, or takes long."""
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.02)
    raise RuntimeError(f"{process.args!r} does not listen on port {port}")


class Programs:
    """Servers that end together, and folders for what they need."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running = contextlib.ExitStack()

    def start(
        self,
        *command: str | Path,
        cwd: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> "subprocess.Popen[bytes]":
        given = {**os.environ, **(environ or {})}
        return self._running.enter_context(ending(command, given, cwd=cwd))

    def serve(
        self,
        *command: str | Path,
        cwd: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> str:
        """Its URL, once it listens: ``{port}`` in a word of the command is a free port."""
        port = free_port()
        words = [str(word).replace("{port}", str(port)) for word in command]
        listens(port, self.start(*words, cwd=cwd, environ=environ))
        return f"http://127.0.0.1:{port}"

    def enter(self, server: "contextlib.AbstractContextManager[object]") -> None:
        """One that was made elsewhere ends with the others."""
        self._running.enter_context(server)

    def new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.folder))

    def stop(self) -> None:
        self._running.close()
