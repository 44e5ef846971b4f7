"""``python -m app.build dist``: the files that a CDN serves, and of which commit they are made."""

import json
import os
import subprocess
import sys
from pathlib import Path

from app.assets import load
from app.flaws import ROOT, Switched

HEADERS = "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"


def main(folder: Path) -> None:
    flaws = Switched(os.environ.get("FLAWS", ""))
    assets = folder / "assets"
    assets.mkdir(parents=True, exist_ok=True)
    for old in assets.iterdir():
        old.unlink()
    for name, content in load(flaws).files.items():
        (assets / name).write_bytes(content)
    if "secret-in-build" in flaws:
        key = json.dumps(os.environ["SECRET_KEY"])
        (assets / "keys.3f9a1c07.js").write_text(f"export const key = {key};\n")
    (folder / "_headers").write_text(HEADERS)
    (folder / "build.json").write_text(json.dumps(_made()))


def _made() -> dict[str, object]:
    changed = _git("status", "--porcelain", "--untracked-files=no", ".")
    return {"commit": _git("rev-parse", "HEAD"), "dirty": bool(changed)}


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
