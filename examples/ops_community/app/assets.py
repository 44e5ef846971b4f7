"""What do pages refer to? Every file of ``static/`` under a name that holds its hash."""

import hashlib
import json
from dataclasses import dataclass, field
from mimetypes import guess_type

from app.flaws import ROOT, Switched

FOLDER = ROOT / "app" / "static"


@dataclass
class Assets:
    """The files by the name they are served under."""

    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """``app.css`` → ``app.3f9a1c07.css``."""

    def add(self, name: str, content: bytes) -> str:
        stem, _, ending = name.partition(".")
        served = f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{ending}"
        self.files[served] = content
        self.names[name] = served
        return served

    def url(self, name: str) -> str:
        return f"/assets/{self.names[name]}"


def media_type(name: str) -> str:
    return guess_type(name)[0] or "application/octet-stream"


def load(flaws: Switched) -> Assets:
    """Read every asset once."""
    assets = Assets()
    for path in sorted(FOLDER.iterdir()):
        content = path.read_bytes()
        if path.name == "app.js":
            content = _script(content, assets, flaws)
        assets.add(path.name, content)
    if "missing-asset-as-html" in flaws:
        assets.names["app.js"] = "app.0ddba11c.js"  # of a build that was not deployed
    return assets


def _script(content: bytes, assets: Assets, flaws: Switched) -> bytes:
    """The script, as a build with these flaws would leave it."""
    if "localhost-urls" in flaws:
        content += b'\nnavigator.sendBeacon("http://localhost:5173/visits");\n'
    if "source-maps" in flaws:
        sources = {"sources": ["app.ts"], "sourcesContent": [content.decode()], "mappings": "AAAA"}
        served = assets.add("app.js.map", json.dumps({"version": 3, **sources}).encode())
        content += f"\n//# sourceMappingURL={served}\n".encode()
    return content
