"""Where past runs are kept: lines of JSON, in a file or at a ref of the remote repository."""

import json
import math
import os
import random
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple, Protocol

from launchready_ci.gate import CannotLook
from launchready_ci.gates.load.past import Run
from launchready_ci.git import Git
from launchready_ci.settings_file import read as read_file
from launchready_ci.unusable import Unusable

FILE = "load.jsonl"
ATTRIBUTES = f"{FILE} merge=union\n".encode()
LARGEST = 20_000_000
TIMES = 10
"""How often a push is tried while others push too."""
REMOTE = "origin"
_NETWORK = ("SSH_AUTH_SOCK", "GIT_SSH_COMMAND", "GIT_ASKPASS", "SSH_ASKPASS")
_PROXIES = ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "SSL_CERT_FILE")
_AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "launchready"), ("EMAIL", "launchready@localhost"))
}


class Store(Protocol):
    """Past runs; both methods raise CannotLook."""

    def read(self) -> list[Run]: ...

    def append(self, runs: Sequence[Run]) -> None: ...


def store(where: str, root: str, environ: Mapping[str, str]) -> Store:
    """A path, from the root, or ``git:REF``."""
    if where.startswith("git:"):
        return AtRef(where.removeprefix("git:"), root, environ)
    return InFile(os.path.join(root, where))


class InFile(NamedTuple):
    """A plain file."""

    path: str

    def read(self) -> list[Run]:
        try:
            data = read_file(self.path, LARGEST)
        except Unusable as error:
            raise CannotLook(str(error)) from None
        return parse(data or b"", self.path)

    def append(self, runs: Sequence[Run]) -> None:
        try:
            with open(self.path, "ab") as file:
                file.write(lines(runs))
        except OSError as error:
            raise CannotLook(f"{self.path} cannot be written: {error.strerror}") from None


class AtRef(NamedTuple):
    """A file on a ref of ``origin`` that is no branch, so that no host deploys it."""

    ref: str
    root: str
    environ: Mapping[str, str]

    def read(self) -> list[Run]:
        git = self._git()
        return parse(self._text(git, self._tip(git)), f"git:{self.ref}")

    def append(self, runs: Sequence[Run]) -> None:
        """Another run may push at the same moment: then its lines are taken first."""
        git = self._git()
        for turn in range(TIMES):
            tip = self._tip(git)
            text = self._text(git, tip)
            parse(text, f"git:{self.ref}")
            commit = _commit(git, text + lines(runs), tip)
            lease = f"--force-with-lease={self.ref}:{tip}"
            try:
                git.read("push", "--quiet", lease, REMOTE, f"{commit}:{self.ref}")
            except CannotLook:
                if turn == TIMES - 1 or self._tip(git) == tip:  # nobody else's doing
                    raise
                time.sleep(random.uniform(0, 0.2 * (turn + 1)))  # noqa: S311 - no secret
            else:
                return

    def _git(self) -> Git:
        """Unlike elsewhere it may use the network, with what the job has set up for it."""
        git = Git.at(self.root, self.environ)
        passed = {
            name: self.environ[name] for name in (*_NETWORK, *_PROXIES) if name in self.environ
        }
        network = {"GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh"}
        return git._replace(environ={**git.environ, **passed, **_AUTHOR, **network})

    def _tip(self, git: Git) -> str:
        """The commit at the ref; empty where there is none yet."""
        said = git.read("ls-remote", REMOTE, self.ref).decode()
        return said.partition("\t")[0].strip()

    def _text(self, git: Git, tip: str) -> bytes:
        if not tip:
            return b""
        with suppress(CannotLook):  # a newer tip than the one that was asked for will do too
            git.read("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", REMOTE, self.ref)
        return git.read("cat-file", "blob", f"{tip}:{FILE}")


def _commit(git: Git, text: bytes, parent: str) -> str:
    def written(data: bytes) -> str:
        return git.read("hash-object", "-w", "--stdin", stdin=data).decode().strip()

    tree = f"100644 blob {written(ATTRIBUTES)}\t.gitattributes\n"
    tree += f"100644 blob {written(text)}\t{FILE}\n"
    made = git.read("mktree", stdin=tree.encode()).decode().strip()
    parents = ("-p", parent) if parent else ()
    told = "Remember a load run"
    return git.read("commit-tree", *parents, "-m", told, made).decode().strip()


def lines(runs: Sequence[Run]) -> bytes:
    return b"".join(json.dumps(run, sort_keys=True).encode() + b"\n" for run in runs)


def parse(data: bytes, where: str) -> list[Run]:
    """Every line; raises CannotLook at the first that is no run, for a history with holes lies."""
    runs = []
    for number, line in enumerate(data.splitlines(), 1):
        run = _run(line)
        if run is None:
            told = "this is no run of the load gate: mend the line, or remove it"
            raise CannotLook(f"{where}:{number}: {told}")
        runs.append(run)
    return runs


def _run(line: bytes) -> Run | None:
    try:
        run: Run = json.loads(line)
        fits = all(isinstance(run[key], kind) for key, kind in _KINDS.items())  # type: ignore[literal-required]
        fits = fits and 0 < run["p95_ms"] < math.inf
    except (ValueError, KeyError, TypeError):
        return None
    return run if fits else None


_KINDS = {
    "at": str,
    "endpoint": str,
    "runner": str,
    "target": str,
    "rate": float | int,
    "method": int,
    "p95_ms": float | int,
    "suspect": bool,
}
