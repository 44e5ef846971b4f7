"""What may a pull request decide about its own check? The base commit has the last word.

A pull request owns launchready.yaml, so everything but the sections that describe its own code
comes from the commit it wants to be merged into; its baseline counts, and is said aloud.
"""

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from launchready_ci import baseline
from launchready_ci.config import ConfigError, Configuration
from launchready_ci.config import load as load_configuration
from launchready_ci.git import Git, data
from launchready_ci.unusable import CannotLook

OWN_SECTIONS = ("env", "schema")
"""They say what the code needs and promises, and change with it."""
SHOWN = 20
"""Forgiven findings that are named one by one."""


class NotAFile(CannotLook):
    """The base commit has a folder or a link in the place of a file."""


class PullRequest(NamedTuple):
    """The commits of a pull request, or of a group in a merge queue."""

    base: str
    head: str
    fork: bool

    @property
    def range(self) -> str:
        return f"{self.base}..{self.head}"


def of(environ: Mapping[str, str]) -> PullRequest | None:
    """The pull request that this CI job is about, if it is about one.

    Raises CannotLook where the job says so and does not say which.
    """
    event = environ.get("GITHUB_EVENT_NAME", "")
    if event.startswith("pull_request"):
        payload = _part(_payload(environ), "pull_request")
        base, head = _part(payload, "base"), _part(payload, "head")
        fork = _part(head, "repo").get("full_name") != _part(base, "repo").get("full_name")
        return _known(event, base.get("sha"), head.get("sha"), fork=fork)
    if event == "merge_group":
        group = _part(_payload(environ), "merge_group")
        return _known(event, group.get("base_sha"), group.get("head_sha"), fork=False)
    if merge_request := environ.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"):  # GitLab
        return _known("merge request", merge_request, environ.get("CI_COMMIT_SHA"), fork=False)
    return None


def _payload(environ: Mapping[str, str]) -> dict[str, Any]:
    try:
        with open(environ.get("GITHUB_EVENT_PATH", ""), "rb") as file:
            payload = json.load(file)
    except (OSError, ValueError) as error:
        told = "the event that started this job (GITHUB_EVENT_PATH) cannot be read"
        raise CannotLook(f"{told}: {type(error).__name__}") from None
    return payload if isinstance(payload, dict) else {}


def _part(payload: Mapping[str, Any], name: str) -> dict[str, Any]:
    part = payload.get(name)
    return part if isinstance(part, dict) else {}


def _known(event: str, base: object, head: object, *, fork: bool) -> PullRequest:
    if not _is_commit(base) or not _is_commit(head):
        raise CannotLook(f"the event {event} does not say which commits it is about")
    return PullRequest(str(base), str(head), fork)


def _is_commit(name: object) -> bool:
    return isinstance(name, str) and len(name) in (40, 64) and set(name) <= set("0123456789abcdef")


class Base:
    """The files of the base commit."""

    def __init__(self, pull: PullRequest, root: str, environ: Mapping[str, str]) -> None:
        """Raise CannotLook where the clone lacks the commit."""
        self.commit, self.git = pull.base, Git.at(root, environ)
        if self.git.types([self.commit.encode()])[0][1] != "commit":
            raise CannotLook(
                f"the base commit {self.commit[:12]} of this pull request is not in the clone, and "
                "the configuration that counts is there: give actions/checkout `fetch-depth: 0` "
                "(GitLab: GIT_DEPTH: 0)"
            )

    def read(self, path: str) -> bytes | None:
        """A file's content; None where there is none. Raises NotAFile."""
        inside = self._inside(path)
        listed = self.git.read("ls-tree", "-z", "--full-tree", self.commit, "--", data(inside))
        if not listed:
            return None
        mode, _, oid = listed.partition(b"\t")[0].split(b" ")
        if not mode.startswith(b"100"):
            raise NotAFile(f"{inside} is not a file there")
        return self.git.read("cat-file", "blob", oid)

    def owns(self, path: str) -> bool:
        """Is it a file of the repository, so that the pull request can change it?"""
        return not self._inside(path).startswith("../")

    def _inside(self, path: str) -> str:
        folder, name = os.path.split(os.path.abspath(path))
        return os.path.relpath(os.path.join(os.path.realpath(folder), name), self.git.root)


def configuration(
    base: Base, path: str, head: Configuration
) -> tuple[Configuration, tuple[str, ...]]:
    """The base commit's configuration, with the sections of the head that are the head's to set.

    A base commit without the file means the defaults. So does a file there that cannot be used,
    which a note says aloud: who mends it must get past it, and nobody gains by the defaults.
    """
    if not base.owns(path):
        return head, ()
    notes: tuple[str, ...] = ()
    try:
        held = load_configuration(head.path, base.read(path))
    except (ConfigError, NotAFile) as error:
        held, notes = load_configuration(head.path, None), (unusable(error),)
    entries = {k: v for k, v in held.sections.entries.items() if k not in OWN_SECTIONS}
    own = {k: v for k, v in head.sections.entries.items() if k in OWN_SECTIONS}
    sections = held.sections._replace(entries={**entries, **own})
    return held._replace(sections=sections), notes


def unusable(error: Exception) -> str:
    """The note on a configuration, or a section of it, that does not count."""
    return f"the base commit's configuration cannot be used, its defaults count: {error}"


def forgiven(base: Base, path: str, head: baseline.Baseline) -> Iterator[str]:
    """One note on each finding that the head's baseline forgives and the base's did not."""
    if not base.owns(path):
        return
    known = _entries(base, path)
    new = [entry for key, entry in head.entries.items() if key not in known]
    for entry in new[:SHOWN]:
        yield f"newly forgiven here: {entry.rule} in {entry.path}: {entry.reason}"
    if len(new) > SHOWN:
        yield f"newly forgiven here: {len(new) - SHOWN} more, see {baseline.FILE}"


def _entries(base: Base, path: str) -> Mapping[str, baseline.Entry]:
    try:
        lines = (base.read(path) or b"").decode("utf-8", "replace").splitlines()
        return baseline.parse(path, lines).entries if lines else {}
    except (NotAFile, baseline.BaselineError):
        return {}
