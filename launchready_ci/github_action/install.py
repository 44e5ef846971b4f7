"""Which Python has the locked dependencies? For the Action: makes it once a job, prints its path.

Runs in the runner's own Python, before anything is installed and without its ``site``: it imports
the standard library only, and for a second use little of that.
"""

import os
import sys
from collections.abc import Iterator, Mapping

CHECKOUT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
PACKAGE = os.path.join(CHECKOUT, "launchready_ci")


def main() -> None:
    """Print the interpreter; what the installers say goes to stderr."""
    wanted = locks(os.environ)
    name = f"launchready-{key(*wanted, *modules(PACKAGE))}"
    folder = os.path.join(os.environ["RUNNER_TEMP"], name)
    stamp = os.path.join(folder, "complete")
    if not os.path.exists(stamp):
        from launchready_ci.github_action.packages import make

        make(folder, interpreter(folder), wanted)
        with open(stamp, "wb"):
            pass
    sys.stdout.write(interpreter(folder))


def locks(environ: Mapping[str, str]) -> list[str]:
    """The requirement files of the gates that the inputs ask for."""
    from launchready_ci import gates

    named = [name.strip() for name in environ.get("INPUT_GATES", "").split(",")]
    stage = environ.get("INPUT_STAGE") or "pre-commit"
    wanted = [name for name in named if name in gates.GATES] or gates.of_stage(stage)
    extras = {gates.GATES[name].extra for name in wanted} - {""}
    if "schema" in extras and _names_postgresql(environ):
        extras.add("postgres")
    return [os.path.join(CHECKOUT, "requirements", f"{e}.txt") for e in sorted(extras) or ["base"]]


def _names_postgresql(environ: Mapping[str, str]) -> bool:
    """Does the configuration say ``engine: postgresql``? Its server is 17 MB, and few need it."""
    name = environ.get("INPUT_CONFIG") or "launchready.yaml"
    try:
        with open(os.path.join(environ.get("GITHUB_WORKSPACE", ""), name), "rb") as file:
            return b"postgresql" in file.read(1 << 20)
    except OSError:
        return False


def key(*paths: str) -> str:
    """What an environment depends on: this Python, and all that these files hold."""
    from hashlib import sha256

    digest = sha256("\0".join((sys.version, os.path.realpath(sys.executable))).encode())
    for path in paths:
        with open(path, "rb") as file:
            digest.update(b"\0%b\0" % os.fsencode(path) + file.read())
    return digest.hexdigest()[:16]


def modules(folder: str) -> Iterator[str]:
    """Every module of a package, always in the same order."""
    with os.scandir(folder) as entries:
        inside = sorted(entries, key=lambda entry: entry.name)
    for entry in inside:
        if entry.name.endswith(".py"):
            yield entry.path
        elif entry.is_dir():
            yield from modules(entry.path)


def interpreter(folder: str) -> str:
    """Where an environment has its Python."""
    return os.path.join(
        folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python"))
    )
