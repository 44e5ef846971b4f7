"""Is the p95 that the load gate reports the one that the server knows of?

    python benchmarks/load_accuracy.py [ROUNDS] [SECONDS]

Beside the server's own log: p95s of about 20, 100 and 500 ms. And one second in which the server
answers nothing, beside an ideal open model: what somebody would have seen who sent every request of
the same seconds on time, whatever had become of the others.
"""

import json
import math
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from load_server import Server, quantile, undisturbed
from measure import table

SHAPES = {20: (8.8, 200, 0.03), 100: (44, 100, 0.01), 500: (220, 60, 0.01)}
"""p95 in ms → median in ms, rate, bar."""
STALL_BAR = 0.15
MEDIAN, SIGMA, STALL = 10.0, 0.3, 1.0
"""Of the server that stands still for a second."""
STALLED = 7.0
"""Seconds: a run of twice that at most, so that the stall is more than its slowest 5 %."""
RATE = 200
LAUNCHREADY = str(Path(__file__).parent.parent / ".venv" / "bin" / "launchready")


def load(url: str, rate: float, seconds: float) -> dict[str, Any]:
    """The figures of a run; it ends at the first look that is sure of 60 s, and of its errors."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["--url", url, "--rate", f"{rate:g}", "--duration", f"{seconds:g}"]
        words += ["--root", folder, "--endpoint", "GET /x p95<60s"]
        words += ["--output", f"json={folder}/r.json"]
        command = [*undisturbed(1), LAUNCHREADY, "load", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{done.stdout}{done.stderr}")
        report = json.loads(Path(folder, "r.json").read_text())
    found: list[dict[str, Any]] = [one["properties"] for one in report["results"]]
    return next(filter(None, found))


def off(p95: float, rounds: int, seconds: float) -> tuple[float, float, float]:
    """Of the medians: reported, the server's, and by how much the p95 is off."""
    median, rate, _ = SHAPES[round(p95)]
    said, true = [], []
    for seed in range(rounds):
        with Server(undisturbed(0), median=median, sigma=0.5, seed=seed) as server:
            figures = load(server.url, rate, seconds)
            log = server.truth()
        said.append(figures["p95_ms"])
        true.append(quantile([ms for at, ms in log if at >= figures["warmup_s"]], 0.95))
    away = statistics.median(abs(one / other - 1) for one, other in zip(said, true, strict=True))
    return statistics.median(said), statistics.median(true), away


def ideal(start: float, end: float, stall_at: float, share: float) -> float:
    """In ms, of requests that start at the rate from start to end; the mean of 30 draws."""
    random, found = Random(5), []
    for _ in range(30):
        took = []
        for number in range(math.ceil(start * RATE), round(end * RATE)):
            at = number / RATE
            latency = MEDIAN / 1000 * math.exp(SIGMA * random.gauss(0, 1))
            ends = at + latency
            if stall_at <= at < stall_at + STALL:
                ends = stall_at + STALL + latency
            elif at < stall_at <= ends:
                ends += STALL
            took.append((ends - at) * 1000)
        found.append(quantile(took, share))
    return statistics.mean(found)


def stalled() -> list[list[str]]:
    """A stall before the first look."""
    at = 0.4 * STALLED
    with Server(undisturbed(0), median=MEDIAN, sigma=SIGMA, stall_at=at, stall=STALL) as server:
        figures = load(server.url, RATE, STALLED)
    start = figures["warmup_s"]
    end = start + figures["samples"] / RATE
    rows = []
    for share, name in ((0.95, "p95_ms"), (0.99, "p99_ms")):
        wanted = ideal(start, end, at, share)
        away = abs(figures[name] / wanted - 1)
        rows.append(
            [
                f"1-s stall, {name[:3]} of {end - start:.1f} s",
                f"{figures[name]:.0f} ms",
                f"{wanted:.0f} ms (ideal)",
                f"{away:.1%}",
                f"{STALL_BAR:.0%}",
            ]
        )
    return rows


def main() -> None:
    given = [float(word) for word in sys.argv[1:]]
    rounds, seconds = given + [5.0, 20.0][len(given) :]
    rows = []
    for p95, (_, rate, bar) in SHAPES.items():
        said, true, away = off(p95, round(rounds), seconds)
        row = [f"p95 of {p95} ms at {rate}/s", f"{said:.2f} ms", f"{true:.2f} ms"]
        rows.append([*row, f"{away:.2%}", f"{bar:.0%}"])
    rows += stalled()
    print(table(rows, ["", "reported", "server", "off", "bar"]))
    sys.exit(any(float(row[3][:-1]) > float(row[4][:-1]) for row in rows))


if __name__ == "__main__":
    main()
