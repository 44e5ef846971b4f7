"""What the end-to-end tests stand on: real repositories and commands, secrets made now."""

import itertools
import os
import random
import string
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

MADE: set[str] = set()
"""Every secret of this session: no command that is run here may show one."""
_SEEDS = itertools.count(1)
CLEAN = {
    "README.md": "# A small app\n",
    "app.py": 'import os\n\nprint(os.environ["DATABASE_URL"])\n',
    ".env.example": "DATABASE_URL=\n",
    "src/page one.js": "export const title = 'hello';\n",
}


class Secret(str):
    """A secret that pytest's tracebacks do not show either."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<secret>"


def new_secret() -> Secret:
    """A key as Stripe would make it, different each time."""
    letters = random.Random(next(_SEEDS)).choices(string.ascii_letters + string.digits, k=24)
    secret = Secret("sk_" + "live_" + "".join(letters))
    MADE.add(secret)
    return secret


def shows_none(text: str, where: str) -> None:
    """Hold a text to the promise that no secret's value leaves the process."""
    shown = [secret for secret in MADE if secret in text]
    assert not shown, f"{where} shows {len(shown)} secrets"


class Done(NamedTuple):
    """A finished command."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


@dataclass
class Repository:
    """A Git repository in a temporary folder, and the environment its commands run in."""

    path: Path
    environ: Mapping[str, str]
    hooks: str = field(default=os.devnull)

    @classmethod
    def new(cls, path: Path, environ: Mapping[str, str]) -> "Repository":
        """With one commit of a few clean files."""
        path.mkdir(parents=True)
        repo = cls(path, environ)
        repo.git("init", "-q", "-b", "main")
        repo.write(CLEAN)
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "first", "--no-verify")
        return repo

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def stage(self, files: Mapping[str, str]) -> None:
        self.write(files)
        self.git("add", "-A")

    def run(
        self,
        *command: str | Path,
        stdin: str | bytes = b"",
        within: str = ".",
        **environ: str,
    ) -> Done:
        """Run a command in the repository, and hold what it says to the promise."""
        done = subprocess.run(
            list(map(str, command)),
            cwd=self.path / within,
            env={**self.environ, **environ},
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            check=False,
            timeout=300,
        )
        said = [stream.decode("utf-8", "backslashreplace") for stream in (done.stdout, done.stderr)]
        if command[0] != "git" or command[1] in ("commit", "push"):
            shows_none("".join(said), f"{Path(str(command[0])).name} {command[1:]}")
        return Done(done.returncode, *said)

    def git(self, *arguments: str, **environ: str) -> str:
        """What a Git command that must work says."""
        done = self.run("git", *arguments, **environ)
        assert done.code == 0, f"git {arguments[0]}: {done.text}"
        return done.out.strip()

    def launchready(self, *arguments: str, stdin: str | bytes = b"", **environ: str) -> Done:
        return self.run("launchready", *arguments, stdin=stdin, **environ)

    def read(self, name: str) -> str:
        """A report that was written, held to the promise too."""
        text = (self.path / name).read_text()
        shows_none(text, name)
        return text

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")
