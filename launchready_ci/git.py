"""What does Git hold? The one place that runs it, whatever the user or the repository configured.

Nothing here runs a hook, a filter, a textconv, a pager or a network command, reads an attribute,
writes to the repository, or lets a replace ref or a graft stand in for what is stored.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple

from launchready_ci.child import CHUNK, Child
from launchready_ci.unusable import CannotLook

RAW = (
    *("--raw", "-z", "--no-abbrev", "--no-renames", "--no-color", "--no-ext-diff"),
    *("--no-textconv", "--submodule=short", "--relative"),
)
"""Changes as modes, ids and paths, whatever ``diff.*`` and ``color.*`` are set to."""
STAGED = ("diff", "--cached", *RAW)
BLOBS = ("cat-file", "--batch", "--buffer")

_CONFIG = {
    "core.attributesFile": os.devnull,
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "diff.orderFile": os.devnull,
    "diff.relative": "false",
}
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",  # before Git 2.45 only this keeps a partial clone from fetching
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# what Git needs to find itself, its repository and `safe.directory`; nothing else of ours, so that
# no credential of the job reaches a child, and no GIT_TRACE or GIT_EXTERNAL_DIFF comes through
_INHERITED = frozenset(
    {
        *("PATH", "HOME", "XDG_CONFIG_HOME", "SUDO_UID", "SYSTEMROOT", "USERPROFILE"),
        *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "GIT_EXEC_PATH", "GIT_SHALLOW_FILE"),
        *("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"),
        *("GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"),
    }
)
PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR")


class GitFailed(CannotLook):
    """Git ended with an error; the message is its own first line, made harmless."""


class Git(NamedTuple):
    """A repository as it is seen from ``root``, its top level or a folder below.

    Paths count from there, and what is outside is left out. Of a bare one it is the repository.
    """

    root: str
    environ: Mapping[str, str]
    prefix: str = ""
    """What leads from the top level to the root: ``apps/web/``."""

    @classmethod
    def seen_from(cls, folder: str, environ: Mapping[str, str] = os.environ) -> "Git":
        """The repository around a folder, seen from there; CannotLook where there is none."""
        here, whole = os.path.realpath(folder), cls.at(folder, environ)
        if not here.startswith(f"{whole.root}/"):
            return whole
        return whole._replace(root=here, prefix=here[len(whole.root) + 1 :] + "/")

    @classmethod
    def at(cls, folder: str = ".", environ: Mapping[str, str] = os.environ) -> "Git":
        """The whole repository around a folder; CannotLook where there is none.

        Looks for ``.git`` itself, which saves a hook one process, unless Git's variables say where.
        """
        git = cls(os.path.realpath(folder), _environment(environ))
        told = any(name in git.environ for name in PLACES)
        return cls((None if told else _above(git.root)) or git._top_level(), git.environ)

    def _top_level(self) -> str:
        try:
            line = self.read("rev-parse", "--show-toplevel")
        except CannotLook as no_work_tree:
            try:
                line = self.read("rev-parse", "--absolute-git-dir")
            except CannotLook:
                raise no_work_tree from None
        return os.fsdecode(line.removesuffix(b"\n"))

    def read(self, *arguments: str | bytes, stdin: bytes = b"") -> bytes:
        """All that a command says; CannotLook with Git's own first line where it fails."""
        with self.running(*arguments) as child:
            return child.answer(stdin)

    def records(self, *arguments: str | bytes, stdin: bytes = b"") -> Iterator[bytes]:
        """What a ``-z`` command says, streamed record by record.

        The command has to read all of stdin before it answers. Raises CannotLook, at the end, where
        it fails.
        """
        with self.running(*arguments) as child:
            child.tell(stdin)
            rest = b""
            while chunk := os.read(child.stdout.fileno(), CHUNK):
                *records, rest = (rest + chunk).split(b"\0")
                yield from records

    def types(self, names: Iterable[bytes]) -> list[tuple[str, str]]:
        """Id and type of each object, by id or any name of it; ``("", "")`` where it is unknown."""
        asked = b"".join(name + b"\n" for name in names)
        lines = self.read("cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=asked)
        words = [line.split(" ") for line in text(lines).split("\n")[:-1]]
        kinds = {"commit", "tree", "blob", "tag"}
        return [(w[0], w[1]) if len(w) == 2 and w[1] in kinds else ("", "") for w in words]

    def path(self, name: str) -> str | None:
        """A name as the user gave it, from where they stand: its path from the root, or None."""
        full = os.path.normpath(os.path.join(os.getcwd(), name))
        if full == self.root:
            return ""
        inside = os.path.join(self.root, "")
        return text(os.fsencode(full.removeprefix(inside))) if full.startswith(inside) else None

    @contextmanager
    def running(self, *arguments: str | bytes) -> Iterator[Child]:
        """A Git process that does not outlive the block; its failure is CannotLook."""
        child = self._started(arguments)
        try:
            yield child
        except BaseException:
            child.kill()
            child.end()
            raise
        status, said = child.end()
        if status:
            raise GitFailed(_words(said, status, self.root))

    def ahead(self, *arguments: str | bytes) -> None:
        """Start what will surely be run, so that Git works while Python imports what reads it."""
        with suppress(CannotLook):  # to be raised when it is run
            _AHEAD.append((self, arguments, self._started(arguments)))

    def _started(self, arguments: tuple[str | bytes, ...]) -> Child:
        for number, (git, asked, child) in enumerate(_AHEAD):
            if git == self and asked == arguments:
                del _AHEAD[number]
                return child
        if not os.path.isdir(self.root):
            raise CannotLook(f"cannot enter the root {self.root}: there is no such folder")
        options = [part for name, value in _CONFIG.items() for part in ("-c", f"{name}={value}")]
        command = ["git", "-C", self.root, "--no-pager", *options, *arguments]
        try:
            return Child(command, self.environ)
        except OSError as error:
            raise CannotLook(f"cannot run git: {error.strerror}; is it installed?") from None


_AHEAD: list[tuple[Git, tuple[str | bytes, ...], Child]] = []
"""What was started and is not yet run."""


def leave() -> None:
    """End what was started and is not to be run after all."""
    while _AHEAD:
        _, _, child = _AHEAD.pop()
        child.kill()
        child.end()


def tracked(names: Iterable[str], folder: str = ".") -> frozenset[str]:
    """Which of these names, from where the user stands, does the index know as files?

    The index of the repository around ``folder``.
    """
    try:
        git = Git.at(folder)
        paths = {name: path for name in names if (path := git.path(name))}
        arguments = [data(path) for path in paths.values()]
        known = set(git.records("ls-files", "-z", "--", *arguments)) if arguments else set()
    except CannotLook:
        return frozenset()
    return frozenset(name for name, path in paths.items() if data(path) in known)


def text(path: bytes) -> str:
    """A path of Git's as we keep it."""
    return path.decode("utf-8", "surrogateescape")


def data(path: str) -> bytes:
    """A path as Git keeps it."""
    return path.encode("utf-8", "surrogateescape")


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in environ.items()
        if name in _INHERITED or name.startswith("GIT_CONFIG_")
    }
    for name in PLACES:
        if name in inherited:  # relative to where we stand, while Git will run at the root
            inherited[name] = os.path.abspath(inherited[name])
    return inherited | _ENVIRONMENT


def _above(folder: str) -> str | None:
    """The nearest folder upwards that Git would take for a top level."""
    while True:
        if os.path.isfile(dot := os.path.join(folder, ".git")) or os.path.isfile(f"{dot}/HEAD"):
            return folder
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return None


def _words(said: bytes, status: int, root: str) -> str:
    """Git's own first line on a failure, fit to be shown."""
    from launchready_ci.redact import redact

    lines = said.decode("utf-8", "replace").splitlines()
    line = next((line for line in lines if line.startswith("fatal: ")), next(iter(lines), ""))
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    if "dubious ownership" in line:
        return (
            "git refuses a repository that belongs to somebody else; if you trust it: "
            f"git config --global --add safe.directory {root}"
        )
    if not shown:
        return f"git ended with status {status}"
    return f"git says: {redact(shown.removeprefix('fatal: '))[:300]}"
