"""Real Git repositories for tests of what reads them, in an environment of their own."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launchready_ci.git import Git

ENVIRON = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TEMPLATE_DIR": "",  # without samples of hooks, 14 files for each repository
    **{f"GIT_{who}_NAME": "Ada" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "ada@example.com" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_DATE": "2026-02-03T12:00:00Z" for who in ("AUTHOR", "COMMITTER")},
}


@dataclass
class Repo:
    """A repository at ``path``; paths and contents are bytes, as Git has them."""

    path: Path
    environ: Mapping[str, str]

    @classmethod
    def new(cls, path: Path, *options: str) -> "Repo":
        """An empty one, without a commit."""
        path.mkdir(parents=True)
        environ = ENVIRON | {"HOME": str(path.parent)}
        repo = cls(path, environ)
        repo("init", "-q", "-b", "main", *options)
        return repo

    @property
    def git(self) -> Git:
        return Git.at(str(self.path), self.environ)

    def __call__(self, *arguments: str | bytes, stdin: bytes = b"") -> str:
        """What ``git <arguments>`` says."""
        command = ["git", *arguments]
        done = subprocess.run(
            command, cwd=self.path, env=self.environ, input=stdin, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.decode().strip()

    def write(self, files: Mapping[bytes, bytes]) -> None:
        """Write files to the working tree."""
        for name, content in files.items():
            path = os.path.join(os.fsencode(self.path), name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)

    def add(self, files: Mapping[bytes, bytes]) -> None:
        """Write files and stage everything."""
        self.write(files)
        self("add", "-A")

    def commit(self, files: Mapping[bytes, bytes] | None = None) -> str:
        """Commit everything; the new commit's id."""
        self.add(files or {})
        unpacked = ("-c", "maintenance.auto=false")  # nor is a process started that would look
        self(*unpacked, "commit", "-q", "--allow-empty", "-m", "work")
        return self("rev-parse", "HEAD")

    def set(self, settings: Mapping[str, str]) -> None:
        """Write to the repository's configuration."""
        for name, value in settings.items():
            self("config", name, value)

    def loose(self, name: str) -> Path:
        """The file of an object that is not packed, made writable; ``name`` as for rev-parse."""
        oid = self("rev-parse", name)
        path = self.path / ".git" / "objects" / oid[:2] / oid[2:]
        path.chmod(0o644)
        return path
