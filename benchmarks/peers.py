"""Which of many small files does each scanner report? One finding in a file is enough."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from measure import binary

sys.path.insert(0, str(Path(__file__).parent.parent))

from launchready_ci.findings import Severity
from launchready_ci.gates.secrets.engine import Found, search
from launchready_ci.sources import Text

Files = list[tuple[str, str]]
"""(name, text) of every file; it is written to a folder of its own, named by its number."""


def run(words: list[str], folder: Path) -> None:
    """Run a scanner; most of them exit with 1 or more when they find something."""
    subprocess.run(words, cwd=folder, capture_output=True, check=False)


def number(path: str) -> int:
    """The number of the file behind a path such as ``./files/17/config/a.yml``."""
    parts = path.split("/")
    return int(parts[parts.index("files") + 1])


def gitleaks(folder: Path) -> Iterator[int]:
    report = folder / "gitleaks.json"
    run([binary("gitleaks"), "dir", "files", "-f", "json", "-r", str(report)], folder)
    yield from (number(hit["File"]) for hit in json.loads(report.read_text()) or [])


def betterleaks(folder: Path) -> Iterator[int]:
    report = folder / "betterleaks.json"
    run([binary("betterleaks"), "filesystem", "files", "-o", str(report), "--silent"], folder)
    found = json.loads(report.read_text())["findings"]
    yield from (number(hit["location"]["path"]) for hit in found)


def kingfisher(folder: Path) -> Iterator[int]:
    report = folder / "kingfisher.json"
    run(
        [
            binary("kingfisher"),
            "scan",
            "files",
            "-n",
            "--no-dedup",
            "-f",
            "json",
            "-o",
            str(report),
        ],
        folder,
    )
    read, _ = json.JSONDecoder().raw_decode(report.read_text())
    yield from (number(hit["finding"]["path"]) for hit in read["findings"])


def detect_secrets(folder: Path) -> Iterator[int]:
    words = [binary("detect-secrets"), "scan", "-n", "--all-files", "files"]
    done = subprocess.run(words, cwd=folder, capture_output=True, check=True)
    yield from (number(path) for path in json.loads(done.stdout)["results"])


PEERS: Mapping[str, Callable[[Path], Iterator[int]]] = {
    "gitleaks": gitleaks,
    "betterleaks": betterleaks,
    "kingfisher": kingfisher,
    "detect-secrets": detect_secrets,
}


def ours(files: Files, least: Severity) -> set[int]:
    """The numbers of the files in which we find something of at least that severity."""
    texts = (Text(name, text.encode()) for name, text in files)
    return {
        at
        for at, found in enumerate(search(texts))
        if isinstance(found, Found) and any(h.format.severity >= least for h in found.hits)
    }


def reported(files: Files) -> dict[str, set[int]]:
    """Scanner → the numbers of the files that it reports."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for at, (name, text) in enumerate(files):
            path = folder / "files" / str(at) / name
            path.parent.mkdir(parents=True)
            path.write_text(text, "utf-8")
        return {name: set(scan(folder)) for name, scan in PEERS.items()}
