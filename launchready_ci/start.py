"""Where the process starts: plainly where the command line is plain, else through click."""

import gc
import io
import os
import signal
import sys
from typing import NoReturn

from launchready_ci import gates


def main() -> NoReturn:
    """Run the command line of this process, and end it.

    At once: taking the interpreter apart costs a hook 4 ms and gives nobody anything.
    """
    code = run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads any more what we had to say
        code = code or 3
    os._exit(code)


def run() -> int:
    """Give the exit code; whatever is not foreseen is 3, never a pass."""
    gc.disable()  # start-up makes no garbage to look for; ``suite`` switches it on again
    _open_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        code = _plain() if _may_be_plain() else None
        return _by_click() if code is None else code
    except KeyboardInterrupt:
        sys.stderr.write("launchready: interrupted before anything had run\n")
    except Exception as error:  # noqa: BLE001 - a crash is no pass; its text may hold a value
        from launchready_ci.gate import describe

        sys.stderr.write(f"launchready: {describe(error)}\n")
    return 3


def _open_closed() -> None:
    """Give a process that was started without stdout or stderr (``>&-``) a place to write to."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115


def _may_be_plain() -> bool:
    """A gate, and no variable of ours or of the shell completion: those are click's to read."""
    ours = any(name.startswith(("LAUNCHREADY_", "_LAUNCHREADY")) for name in os.environ)
    return len(sys.argv) > 1 and sys.argv[1] in gates.GATES and not ours


def _plain() -> int | None:
    """The exit code of a plain command line; None of any other."""
    from launchready_ci import plain

    found = plain.read(sys.argv[1:])
    if found is None:
        return None
    from launchready_ci.perform import perform, refuse
    from launchready_ci.shared_options import shared
    from launchready_ci.unusable import Unusable

    try:
        settings, outputs = shared([found.shared], os.environ)
        return perform([found.gate], found.given, settings, outputs)
    except Unusable as error:
        refuse(str(error))
        return 2


def _by_click() -> int:
    from launchready_ci import cli

    return cli.run()


def _interrupt(*_: object) -> NoReturn:
    """End the running gate, once: the reports are still to be written."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
