"""Where the process starts: plainly where the command line is plain, else through click."""

import gc
import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
else:  # its enumerations take 2 ms, in which a signal would still end us at once
    import _signal as signal

ENDING = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
"""The signals that end a run once its reports are written."""


def main() -> None:
    """Run the command line of this process, and end it.

    At once: taking the interpreter apart costs a hook 4 ms and gives nobody anything.
    """
    code = run()
    try:
        sys.stderr.flush()
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads any more what we had to say
        code = code or 3
    except OSError as error:
        code = code or _say(_fault(error))
    os._exit(code)


def run() -> int:
    """Give the exit code; whatever is not foreseen is 3, never a pass."""
    try:
        _listen()
        gc.disable()  # start-up makes no garbage to look for; ``suite`` switches it on again
        _open_closed()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        code = None if _asked_by_variables() else _plain(sys.argv[1:])
        code = _by_click() if code is None else code
    except KeyboardInterrupt:
        code = _say("interrupted before anything had run")
        _leave_no_report()
    except Exception as error:  # noqa: BLE001 - a crash is no pass; its text may hold a value
        code = _say(_fault(error))
    if code == 2:
        _leave_no_report()
    return code


def _listen() -> None:
    """Take the signals that end a run; ``nohup`` has switched the last one off."""
    for number in ENDING:
        if number != ENDING[-1] or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(*_: object) -> None:
    """End the running gate, once: the reports are still to be written."""
    ignore_signals()
    raise KeyboardInterrupt


def ignore_signals() -> None:
    """From here on what is begun is done."""
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)


def _leave_no_report() -> None:
    """Empty the reports of an earlier run, where this one ended before it could."""
    from launchready_ci.reports import stale

    stale.empty(sys.argv[1:], os.environ)


def _say(told: str) -> int:
    """Say on standard error why this run is no pass, and give its exit code."""
    sys.stderr.write(f"launchready: {told}\n")
    return 3


def _fault(error: Exception) -> str:
    """What a crash was: a full disk behind standard output, or a fault of our own."""
    if isinstance(error, OSError) and error.filename is None:  # what is opened has a name
        return f"cannot write standard output: {error.strerror}"
    from launchready_ci.fold import describe

    return describe(error)


def _open_closed() -> None:
    """Give a process that was started without stdout or stderr (``>&-``) a place to write to.

    No later descriptor is one of the first three: a child's pipe is moved there.
    """
    while (taken := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(taken)
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115


def _asked_by_variables() -> bool:
    """Is a variable of ours set, or of the shell completion? Those are click's to read."""
    return any(name.startswith(("LAUNCHREADY_", "_LAUNCHREADY")) for name in os.environ)


def _plain(words: list[str]) -> int | None:
    """The exit code of a plain command line; None of any other."""
    if words[:1] != ["secrets"]:
        return _by_gate(words)
    from launchready_ci.quick import Commit

    commit = Commit.of(words, os.environ)
    if commit and commit.passes():
        return 0
    code = _by_gate(words)
    if commit and code in (0, 1):
        commit.remember()
    return code


def _by_gate(words: list[str]) -> int | None:
    from launchready_ci import gates

    if not words or words[0] not in gates.GATES:
        return None
    from launchready_ci import plain

    found = plain.read(words)
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
