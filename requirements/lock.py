"""Writes what the Action installs, with the hash of every file: `make locks`."""

import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
PYPROJECT = HERE.parent / "pyproject.toml"
HEAD = "# Made by `make locks` from pyproject.toml; its dependencies then: "


def inputs() -> dict[str, list[str]]:
    """The name of each lock, and what it has to satisfy: the dependencies, each extra, a group."""
    declared = tomllib.loads(PYPROJECT.read_text())
    project, release = declared["project"], declared["dependency-groups"]["release"]
    base = project["dependencies"]
    extras: dict[str, list[str]] = project.get("optional-dependencies", {})
    return {
        "base": base,
        **{k: [*base, *more] for k, more in extras.items() if k != "all"},
        "release": release,
    }


def head(requirements: list[str]) -> str:
    """The first line of a lock; it tells whether the lock is older than what it has to satisfy."""
    return HEAD + hashlib.sha256("\n".join(sorted(requirements)).encode()).hexdigest()


def main() -> None:
    """Write every lock; uv keeps the versions that still fit, unless it is given --upgrade.

    The extras keep to the versions of ``base.txt``: the Action may install several together.
    """
    for name, requirements in inputs().items():
        lock = HERE / f"{name}.txt"
        command = ["uv", "pip", "compile", "--quiet", "--no-config", "--no-header", "--universal"]
        command += ["--python-version", "3.11", "--generate-hashes", *sys.argv[1:]]
        if name not in ("base", "release"):
            command += ["--constraints", f"{HERE.name}/base.txt"]
        command += ["--output-file", f"{HERE.name}/{lock.name}", "-"]
        wanted = "\n".join(requirements).encode()
        subprocess.run(
            command, cwd=HERE.parent, input=wanted, check=True, stdout=subprocess.DEVNULL
        )
        lock.write_text(f"{head(requirements)}\n{lock.read_text()}")


if __name__ == "__main__":
    main()
