"""A child process between pipes.

``subprocess`` would do, but a hook that runs at every commit waits 3 ms for its import alone.
"""

import errno
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress

CHUNK = 1 << 16
"""Bytes that are read at a time: what a pipe holds."""
SURE = 4096
"""Bytes that every new pipe takes without anybody reading them."""
_OURS = (signal.SIGPIPE, signal.SIGXFSZ)
"""Signals that Python ignores, and that a child should die of as usual."""


class Child:
    """A running program; what it says on stderr is kept up to what a pipe holds."""

    def __init__(self, command: list[str | bytes], environ: Mapping[str, str]) -> None:
        """Start the program, which PATH of ``environ`` names; OSError where it cannot be run."""
        (asked, ask), (answers, answer), (said, say) = os.pipe(), os.pipe(), os.pipe()
        os.set_blocking(say, False)  # a flood of warnings is cut off and never blocks the child
        try:
            self._pid = _spawn(command, environ, (asked, answer, say))
        except OSError:
            for end in (ask, answers, said):
                os.close(end)
            raise
        finally:
            for end in (asked, answer, say):
                os.close(end)
        self.stdin = open(ask, "wb", CHUNK)  # noqa: SIM115 - closed by ``end``
        self.stdout = open(answers, "rb", CHUNK)  # noqa: SIM115
        self._said = said

    def kill(self) -> None:
        """End the program, which may have ended already; before ``end``."""
        os.kill(self._pid, signal.SIGKILL)

    def tell(self, question: bytes) -> None:
        """Write all of stdin, and close it; a child that does not read it has its own reasons."""
        with suppress(BrokenPipeError):
            self.stdin.write(question)
        with suppress(BrokenPipeError):
            self.stdin.close()

    def answer(self, question: bytes) -> bytes:
        """All that it says, to all that is asked."""
        if len(question) <= SURE:
            self.tell(question)
            return self.stdout.read()
        from threading import Thread

        teller = Thread(target=self.tell, args=(question,), daemon=True)
        teller.start()
        try:
            return self.stdout.read()
        finally:
            teller.join()

    def end(self) -> tuple[int, bytes]:
        """Wait for the end: the exit status (of a signal, its negative) and what stderr held."""
        with suppress(BrokenPipeError):
            self.stdin.close()
        self.stdout.close()
        _, status = os.waitpid(self._pid, 0)
        with open(self._said, "rb", 0) as said:
            os.set_blocking(self._said, False)
            return os.waitstatus_to_exitcode(status), said.read(CHUNK) or b""


def _spawn(command: list[str | bytes], environ: Mapping[str, str], streams: Sequence[int]) -> int:
    """Start the program; a relative folder of PATH may be the repository's, and is passed over."""
    actions = [(os.POSIX_SPAWN_DUP2, stream, number) for number, stream in enumerate(streams)]
    reason: OSError = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    for folder in environ.get("PATH", os.defpath).split(os.pathsep):
        program = os.path.join(folder, os.fsdecode(command[0]))
        if os.path.isabs(folder) and os.access(program, os.X_OK):
            try:
                return os.posix_spawn(
                    program, command, environ, file_actions=actions, setsigdef=_OURS
                )
            except (FileNotFoundError, PermissionError) as error:  # a folder, a lost interpreter
                reason = error
    raise reason
