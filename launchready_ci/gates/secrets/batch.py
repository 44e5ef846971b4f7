"""What was seen in the last texts? Here the values end: from here on there are only keys."""

import os
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Context, Place
from launchready_ci.gates.secrets import marks
from launchready_ci.gates.secrets.engine import Found, Hit
from launchready_ci.gates.secrets.rules import OURS, Searched, Seen
from launchready_ci.git import Git
from launchready_ci.sources import Text

if TYPE_CHECKING:
    from launchready_ci.gates.secrets.committed import Committed
    from launchready_ci.gates.secrets.gate import Secrets
    from launchready_ci.gates.secrets.secrets_baseline import SecretsBaseline

FILES, BYTES = 1_000, 8 * 1024 * 1024
"""So much at the most makes one item of facts: 190 rules do not meet 3,000 files one by one."""
TOLD = 20
"""Notes on what a detect-secrets baseline forgives."""


class Batch:
    """Collects what the engine found, and hands it on without the values."""

    def __init__(self, config: "Secrets", context: Context) -> None:
        self._config, self._context = config, context
        self._told: set[str] = set()
        self._named: set[str] = set()
        self._commit = ""
        self._clear()

    def _clear(self) -> None:
        self._files = self._bytes = 0
        self._names: list[Text] = []
        self._seen: dict[str, list[Seen]] = {}
        self._ignores: dict[Place, frozenset[str]] = {}

    @property
    def full(self) -> bool:
        return self._files >= FILES or self._bytes >= BYTES

    def add(self, found: Found) -> None:
        self._files += 1
        self._bytes += len(found.data)
        self._count(found.text)
        if found.hits:
            self._ignores |= marks.ignores(found)
            for hit in found.hits:
                self._seen.setdefault(hit.format.id, []).append(self._look(found, hit))

    def _count(self, text: "Text") -> None:
        self._context.count("files")
        if text.commit != self._commit:
            self._commit = text.commit
            self._context.count("commits")
        if text.path not in self._named:
            self._named.add(text.path)
            self._names.append(text._replace(data=b""))

    def mask(self, path: str) -> None:
        """Let no report show a credential in this name of what could not be read."""
        if self._config.detectors == OURS:
            from launchready_ci.gates.secrets import paths

            for found in paths.search([Text(path, b"")]):
                self._context.masked[path] = paths.masked(found)

    def _search_names(self) -> None:
        if self._config.detectors != OURS:
            return
        from launchready_ci.gates.secrets import paths

        for found in paths.search(self._names):
            path = found.text.path
            self._context.masked[path] = paths.masked(found)
            for hit in found.hits:
                new = self._is_staged and not self._committed.has(path)
                seen = self._look(found, hit)._replace(
                    location=Location(path), in_name=True, uncommitted=new, mended=False
                )
                self._seen.setdefault(hit.format.id, []).append(seen)

    def _look(self, found: Found, hit: Hit) -> Seen:
        text = found.text
        place = (hit.line, hit.column, hit.end_line, hit.end_column)
        staged = self._is_staged and not text.commit
        uncommitted = staged and not self._committed.holds(found, hit)
        return Seen(
            location=Location(text.path, *place),
            key=self._context.key(hit.value),
            commit=text.commit,
            date=text.date,
            gone=bool(text.commit) and text.oid not in self._committed.blobs,
            uncommitted=uncommitted,
            mended=uncommitted and self._committed.mended(found, hit),
            forgiven_by=self._forgiven_by(found, hit),
        )

    @property
    def _is_staged(self) -> bool:
        return self._config.staged or self._config.hook

    @cached_property
    def _committed(self) -> "Committed":
        from launchready_ci.gates.secrets.committed import Committed

        return Committed(Git.seen_from(self._context.root, self._context.environ))

    def _forgiven_by(self, found: Found, hit: Hit) -> str:
        known, name = self._secrets_baseline, self._config.secrets_baseline
        if known is None or not known.forgives(found, hit):
            return ""
        if self._config.range:  # what a pull request lists there, nobody has agreed to yet
            self._tell(f"newly forgiven here: {hit.format.id} in {found.text.path}, by {name}")
        return name

    def _tell(self, note: str) -> None:
        if note not in self._told and len(self._told) <= TOLD:
            self._told.add(note)
            more = f"newly forgiven here: more, see {self._config.secrets_baseline}"
            self._context.notes.append(note if len(self._told) <= TOLD else more)

    @cached_property
    def _secrets_baseline(self) -> "SecretsBaseline | None":
        from launchready_ci.gates.secrets import secrets_baseline

        try:
            path = os.path.join(self._context.root, self._config.secrets_baseline)
            return secrets_baseline.read(path)
        except ValueError as error:
            raise CannotLook(str(error)) from None

    def facts(self) -> Iterator[Searched]:
        """What was added since the last time, if anything was."""
        if self._files:
            self._search_names()
            seen = {rule: tuple(hits) for rule, hits in self._seen.items()}
            detectors = self._config.detectors
            yield Searched(files=self._files, detectors=detectors, seen=seen, ignores=self._ignores)
            self._clear()
