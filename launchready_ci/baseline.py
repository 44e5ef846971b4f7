"""Which findings has the team forgiven, and what is the identity of one?

``launchready.baseline`` is a header line with the salt, then one JSON line per forgiven finding,
sorted, without line numbers or times, so that Git merges it (``merge=union`` works too).
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from launchready_ci import settings_file
from launchready_ci.findings import Finding
from launchready_ci.unusable import Unusable

FILE = "launchready.baseline"
SCHEMA = "launchready.baseline/1"
FIXED_SALT = "launchready_ci"
"""Without a baseline. It resists look-up tables, not guesses at a weak password."""


LARGEST = 64_000_000
"""Bytes of a baseline: some 200,000 findings."""
RESTORE = f"`git checkout HEAD -- {FILE}` brings the committed one back"


class BaselineError(Unusable):
    """The baseline cannot be used; the text says where and what to do."""


class Entry(NamedTuple):
    """One forgiven finding."""

    fingerprint: str
    rule: str
    path: str
    reason: str

    def line(self) -> str:
        import json

        return json.dumps(self._asdict(), ensure_ascii=True)


@dataclass
class Baseline:
    """The forgiven findings, and which of them this run has met."""

    salt: str = FIXED_SALT
    entries: Mapping[str, Entry] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def key(self, value: str | bytes) -> str:
        """The truncated HMAC-SHA256 (32 hex digits) that stands for a secret value."""
        import hmac

        raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
        return hmac.digest(self.salt.encode(), raw, "sha256").hex()[:32]

    def fingerprint(self, rule: str, subject: str, finding: Finding) -> str:
        """The identity of a finding (32 hex digits): rule, path, subject and key, never a line."""
        return self.key(f"{rule}\0{finding.location.path}\0{subject}\0{finding.key}")

    def forgives(self, fingerprint: str) -> bool:
        if fingerprint not in self.entries:
            return False
        self.met.add(fingerprint)
        return True

    def stale(self, prefix: str) -> list[Entry]:
        """Entries of the rules that start with ``prefix`` and that no finding has met."""
        return [
            e for e in self.entries.values() if e.rule.startswith(prefix) and e[0] not in self.met
        ]


def load(path: str) -> Baseline:
    """Read a baseline; one that is not there forgives nothing. Raises Unusable."""
    raw = settings_file.read(path, LARGEST)
    if raw is None:
        return Baseline()
    try:
        return parse(path, raw.decode().splitlines())
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BaselineError(f"{path}:{line}:1: this is not UTF-8: {RESTORE}") from None


def parse(path: str, lines: Iterable[str]) -> Baseline:
    """Read the header and the entries; exactly one header is legal."""
    salt, entries = "", {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(path, number, line)
        if "schema" in row:
            if salt:
                raise BaselineError(
                    f"{path}:{number}:1: a second header line, left by a merge of two baselines: "
                    "keep one header, and write the entries under the other one anew"
                )
            salt = _salt(path, number, row)
        elif not salt:
            raise BaselineError(f"{path}:{number}:1: an entry before the header line: {RESTORE}")
        else:
            entry = _entry(path, number, row)
            entries[entry.fingerprint] = entry
    if not salt:
        raise BaselineError(f"{path}:1:1: the header line is missing: {RESTORE}")
    return Baseline(salt, entries)


def _row(path: str, number: int, line: str) -> dict[str, Any]:
    import json

    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict):
        raise BaselineError(f"{path}:{number}:1: expected one JSON object per line: {RESTORE}")
    return row


def _salt(path: str, number: int, row: Mapping[str, Any]) -> str:
    salt = row.get("salt")
    if row["schema"] != SCHEMA or not isinstance(salt, str) or not salt:
        raise BaselineError(f"{path}:{number}:1: expected schema {SCHEMA} and a salt")
    return salt


def _entry(path: str, number: int, row: Mapping[str, Any]) -> Entry:
    values = [row.get(name) for name in Entry._fields]
    if not all(isinstance(value, str) for value in values) or len(row) != len(values):
        names = ", ".join(Entry._fields)
        raise BaselineError(f"{path}:{number}:1: expected the texts {names} and nothing else")
    return Entry(*map(str, values))


def write(path: str, baseline: Baseline) -> None:
    """Write the whole file at once: the header, then the entries in order. Raises BaselineError."""
    import json

    header = json.dumps({"schema": SCHEMA, "salt": baseline.salt})
    rows = sorted(entry.line() for entry in baseline.entries.values())
    try:
        with open(f"{path}.new", "w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join([header, *rows]) + "\n")
        os.replace(f"{path}.new", path)
    except OSError as error:
        raise BaselineError(f"{path}: cannot be written: {error.strerror}") from None


def new_salt() -> str:
    """128 random bits, in hex."""
    return os.urandom(16).hex()
