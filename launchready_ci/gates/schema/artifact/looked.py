"""What is kept of an artifact's files while they pass by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from launchready_ci.findings import Unreadable
from launchready_ci.gate import Context
from launchready_ci.gates.schema.artifact.facts import Spot, Weight
from launchready_ci.gates.schema.artifact.hosts import FILES
from launchready_ci.gates.schema.artifact.member import Item, Member, Odd
from launchready_ci.gates.schema.artifact.unwanted import repository
from launchready_ci.gates.schema.artifact.values import Needles
from launchready_ci.gates.schema.artifact.weights import Scales
from launchready_ci.lazy import lazy_pattern

TEXTS = (".html", ".htm", ".xhtml", ".css", ".js", ".mjs")
"""Files whose references are followed."""
DATA = (".json", ".webmanifest", ".xml", "robots.txt", ".svg", ".cjs")
"""Of these, too, a browser may learn an address."""
MEDIA = (".mp4", ".webm", ".mov", ".mp3", ".ogg", ".wav", ".zip", ".gz", ".pdf", ".wasm", ".so")
"""Where nobody writes text, so that its first ``HELD`` bytes are enough."""
KEPT = 200 << 20
"""Bytes of texts in memory."""
SMALL = 1 << 20
INLINE_MAP = lazy_pattern(rb"[#@] ?sourceMappingURL=data:application/json[;=\w-]{0,99},[\w+/%]")
"""With its beginning: a style-loader holds the words, and puts the map in when it runs."""
RECORDS = re.compile(r"(?:.*/)?(?:METADATA|PKG-INFO|RECORD)")


@dataclass
class Seen:
    """One file."""

    member: Member
    """Without its content."""
    weight: Weight
    addresses: tuple[Spot, ...] = ()
    credentials: tuple[Spot, ...] = ()
    variables: tuple[Spot, ...] = ()
    inline_map: bool = False


@dataclass
class Looked:
    """All of them, by their paths."""

    context: Context
    scales: Scales
    needles: Needles
    wanted: frozenset[str] = frozenset()
    """Further names of files that are kept: the record of the build."""
    seen: dict[str, Seen] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    odd: list[Odd] = field(default_factory=list)
    unreadable: bool = False
    """Something of it."""
    _kept: int = 0

    def take(self, item: Item) -> Iterator[Unreadable]:
        """Look at what comes, and keep what is asked for later."""
        if isinstance(item, Unreadable):
            self.unreadable = True
            yield item
        elif isinstance(item, Odd):
            self.odd.append(item)
        else:
            self.seen[item.path] = self._looked_at(item)
            yield from self._keep(item)

    def strip(self, kind: str) -> None:
        """Leave out the one folder that an archive of a folder begins with."""
        own = [path for path in self.seen if not path.startswith("__MACOSX/")]
        tops = {path.partition("/")[0] for path in own}
        top = f"{min(tops, default='')}/"
        flat = any("/" not in path for path in own)
        if kind in ("folder", "wheel") or len(tops) != 1 or flat or top.startswith("."):
            return
        self.seen = {path.removeprefix(top): one for path, one in self.seen.items()}
        self.texts = {path.removeprefix(top): text for path, text in self.texts.items()}

    def _looked_at(self, member: Member) -> Seen:
        bare = member._replace(data=b"")
        path, data = member.path, member.data
        if member.link or repository(path):
            return Seen(bare, Weight(member.size, member.size))
        seen = Seen(bare, self.scales.weigh(path, member.size, data))
        seen.credentials = tuple(self._credentials(path, data))
        seen.variables = tuple(self.needles.search(data, self.context))
        if path.lower().endswith((*TEXTS, *DATA)):
            seen.addresses = tuple(_addresses(data))
        if path.lower().endswith((".js", ".mjs", ".css")):
            seen.inline_map = INLINE_MAP.search(data) is not None
        return seen

    def _credentials(self, path: str, data: bytes) -> Iterator[Spot]:
        from launchready_ci.gates.smoke.leaks import credentials

        for found in credentials(data, self.context.key, path):
            yield Spot(f"{found.title}. {found.opens}", found.line, 1, found.key)

    def _keep(self, member: Member) -> Iterator[Unreadable]:
        path, low = member.path, member.path.lower()
        if not member.whole and not low.endswith(MEDIA) and not member.link:
            yield Unreadable("too large: only its first 64 MiB were looked at", path)
        named = path.rpartition("/")[2] in (*FILES, *self.wanted) or RECORDS.fullmatch(path)
        small = member.size <= SMALL and low.endswith((".json", ".webmanifest"))
        if not (low.endswith(TEXTS) or named or small):
            return
        self._kept += len(member.data)
        if self._kept > KEPT:
            yield Unreadable(f"more than {KEPT >> 20} MiB of pages, styles and scripts", path)
        else:
            self.texts[path] = member.data.decode("utf-8-sig", "replace")


def _addresses(data: bytes) -> Iterator[Spot]:
    from launchready_ci.gates.smoke.assets import LOCALHOST

    met = set[bytes]()
    for match in LOCALHOST.finditer(data):
        if match[0] not in met:
            met.add(match[0])
            line = data.count(b"\n", 0, match.start()) + 1
            column = match.start() - data.rfind(b"\n", 0, match.start())
            yield Spot(match[0].decode(), line, column)
