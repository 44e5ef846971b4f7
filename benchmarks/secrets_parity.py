"""How much less CPU does ``--detectors detect-secrets`` take than detect-secrets itself?

    python benchmarks/secrets_parity.py --folder /tmp/trees [--runs 3] [--tree yaml]

Downloads three packages from PyPI into the folder (with the pip on PATH): one full of code, one of
YAML and INI, one of minified JavaScript. Runs alternate; medians of CPU seconds, children included;
the findings of both must be equal in file, type, SHA-1 and line.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Finding = tuple[str, str, str, int]


class Tree(NamedTuple):
    """A package of PyPI, and which of its files are looked at."""

    package: str
    suffixes: tuple[str, ...] = ("",)


TREES = {
    "code": Tree("django==5.2"),
    "yaml": Tree("ansible==11.1.0", (".yml", ".yaml", ".ini", ".cfg", ".toml")),
    "javascript": Tree("bokeh==3.9.2"),
}
OURS = """
import json, os, sys
from hashlib import sha1
from launchready_ci.gates.secrets import parity

found = []
for folder, _, names in os.walk("."):
    for name in names:
        path = os.path.relpath(os.path.join(folder, name))
        with open(path, "rb") as file:
            for kind, value, line in parity.stock().secrets(path, file.read()):
                found.append((path, kind, sha1(value.encode()).hexdigest(), line))
json.dump(found, sys.stdout)
"""


def unpack(folder: Path, name: str) -> Path:
    """The tree, downloaded where it is not there yet."""
    target = folder / name
    if not target.exists():
        wheels = folder / "wheels"
        package = TREES[name].package
        pip = ["pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--only-binary", ":all:", "--dest", str(wheels), package], check=True)
        (wheel,) = wheels.glob(f"[{package[0]}{package[0].upper()}]{package.split('==')[0][1:]}-*")
        with zipfile.ZipFile(wheel) as archive:
            members = [m for m in archive.namelist() if m.endswith(TREES[name].suffixes)]
            archive.extractall(target, members)
    return target


def theirs(tree: Path) -> set[Finding]:
    command = [sys.executable, "-m", "detect_secrets", "scan", "-n", "--all-files", "."]
    results = json.loads(_run(command, tree))["results"]
    return {
        (path, secret["type"], secret["hashed_secret"], secret["line_number"])
        for path, secrets in results.items()
        for secret in secrets
    }


def ours(tree: Path) -> set[Finding]:
    return {tuple(found) for found in json.loads(_run([sys.executable, "-c", OURS], tree))}


def _run(command: list[str], folder: Path) -> bytes:
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, check=True).stdout


def cpu(work: Callable[[Path], set[Finding]], tree: Path) -> tuple[float, set[Finding]]:
    """CPU seconds of the children that the work runs, and what it found."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = work(tree)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="for the trees")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tree", choices=TREES, action="append")
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    print("| tree | MB | findings | detect-secrets s | ours s | times less | equal |")
    print("|---|---|---|---|---|---|---|")
    for name in given.tree or TREES:
        tree = unpack(given.folder, name)
        size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()) / 1e6
        runs = [(cpu(theirs, tree), cpu(ours, tree)) for _ in range(given.runs)]
        slow, fast = (statistics.median(run[i][0] for run in runs) for i in (0, 1))
        equal = all(run[0][1] == run[1][1] for run in runs)
        print(
            f"| {name}: {TREES[name].package} | {size:.0f} | {len(runs[0][0][1])} | {slow:.1f} "
            f"| {fast:.2f} | {slow / fast:.0f} | {'yes' if equal else 'NO'} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
