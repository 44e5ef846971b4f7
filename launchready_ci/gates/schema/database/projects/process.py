"""Runs what is ``inside`` in the project's own Python, and understands what it says.

It has none of our variables, one deadline for all that it does, and nothing that it starts
outlives it; of what it prints the end is kept.
"""

import json
import os
import selectors
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, Self

from launchready_ci.gate import CannotLook
from launchready_ci.redact import MASK, redact

CHUNK = 1 << 16
LONGEST = 64 << 20
"""Bytes of one answer."""
PRINTED = 4_000
"""Bytes that are kept of what it prints."""
SHOWN = 300
"""Characters of an error, or of what it printed."""


class Failed(NamedTuple):
    """The project's code raised an error."""

    kind: str
    text: str
    step_line: int | None
    """In the file of the migration."""
    file: str | None
    line: int | None


class Project:
    """A process, until the end of a ``with``; raises CannotLook where it can say no more."""

    failed: Failed | None = None
    """How the last order ended, where it did not end well."""

    def __init__(
        self,
        command: Sequence[str],
        folder: str,
        environ: Mapping[str, str],
        seconds: float,
        values: Sequence[str] = (),
    ) -> None:
        """``values`` are shown nowhere."""
        import subprocess

        self._seconds, self._until = seconds, time.monotonic() + seconds
        self._values = sorted((one for one in values if len(one) > 3), key=len, reverse=True)
        self._program = command[0]
        self._heard, self._printed = bytearray(), b""
        try:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env=environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,
            )
        except OSError as error:
            raise CannotLook(f"{command[0]} cannot be run: {error.strerror}") from None
        self._pipes = selectors.DefaultSelector()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe:
                self._pipes.register(pipe, selectors.EVENT_READ)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError, PermissionError):  # of macOS, where it has ended
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._pipes.close()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe:
                pipe.close()

    def order(self, do: str, *more: object) -> Any:  # noqa: ANN401 - any JSON
        """What comes of it; None where it ``failed``."""
        return next(self.each(do, *more), None)

    def each(self, do: str, *more: object) -> Iterator[Any]:
        """What it says of each migration, and at last what comes of it, unless it ``failed``.

        The project waits until the next item is asked for.
        """
        self.failed = None
        self._ask({"do": do, "with": more})
        while "done" in (answer := self._answer()):
            yield answer
            self._ask({})
        if "error" not in answer:
            yield answer["said"]
            return
        name = answer["missing"]
        if name in ("alembic", "django"):
            told = "install the project's requirements there, or activate their environment"
            raise CannotLook(f"{self._program} has no {name}: {told}")
        text = self._masked(answer["text"])[:SHOWN]
        if answer["refused"]:
            told = "it was refused. Let the project take its database from DATABASE_URL, or name"
            told += ' its own variable: schema.database: {variables: {NAME: "{{url}}"}}'
            raise CannotLook(f"{text}: {told}")
        places = (answer["step_line"], answer["file"], answer["line"])
        self.failed = Failed(answer["error"], text, *places)

    def _ask(self, what: Mapping[str, object]) -> None:
        with suppress(BrokenPipeError):
            if self._process.stdin:
                self._process.stdin.write(json.dumps(what).encode() + b"\n")

    def _answer(self) -> dict[str, Any]:
        at = 0
        while (end := self._heard.find(b"\n", at)) < 0:
            at = len(self._heard)
            self._listen()
        line, self._heard = bytes(self._heard[:end]), self._heard[end + 1 :]
        try:
            return dict(json.loads(line))
        except ValueError:
            raise CannotLook(self._why("said what nobody understands")) from None

    def _listen(self) -> None:
        left = self._until - time.monotonic()
        ready = self._pipes.select(max(left, 0))
        if not ready or left < 0:
            told = f"took longer than {self._seconds:g} s (schema.database.deadline)"
            raise CannotLook(self._why(told))
        for key, _ in ready:
            if key.fileobj is self._process.stderr:
                self._took(key.fileobj)
            elif data := os.read(key.fd, CHUNK):
                self._heard += data
            else:
                raise CannotLook(self._why("ended before its time"))
        if len(self._heard) > LONGEST:
            raise CannotLook(self._why("said too much"))

    def _took(self, stderr: Any) -> bool:  # noqa: ANN401 - one of the pipes
        """Keep the end of what it prints; False where that is all."""
        data = os.read(stderr.fileno(), CHUNK)
        self._printed = (self._printed + data)[-PRINTED:]
        if not data:
            self._pipes.unregister(stderr)
        return bool(data)

    def _why(self, told: str) -> str:
        stderr = self._process.stderr
        while stderr in [key.fileobj for key, _ in self._pipes.select(0)] and self._took(stderr):
            pass
        last = self._masked(self._printed.decode(errors="replace"))[-SHOWN:]
        return f"the project's code {told}{f'; it printed: {last}' if last else ''}"

    def _masked(self, text: str) -> str:
        """Without what looks like a secret, on one line."""
        for value in self._values:
            text = text.replace(value, MASK)
        return " ".join(redact(text).split())
