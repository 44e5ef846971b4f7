"""What does a request of the load gate cost, beside plain Locust with the same requests?

    python benchmarks/load_cost.py [ROUNDS] [SECONDS] [RATE]

CPU of the whole tree of processes for 1,000 requests, as the server counted them. A short and a
long run of each, in turn: their difference is what requests cost, the rest is the program's start.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from load_server import Server
from measure import Command, once, table

BAR = 1.15
SHORT = 12.0
ROOT = Path(__file__).parent.parent
PROGRAMS = ROOT / ".venv" / "bin"
LOCUSTFILE = """
from locust import FastHttpUser, constant_throughput, task


class Caller(FastHttpUser):
    wait_time = constant_throughput({each})

    @task
    def ask(self):
        self.client.get("/x")
"""


def ours(folder: Path, url: str, rate: float, seconds: float) -> Command:
    """A limit that is never met ends the run at the first look, half of the duration."""
    duration = 2 * seconds / 1.2 if seconds < 25 else 2 * (seconds - 5)  # and the warm-up
    words = ["load", "--url", url, "--rate", f"{rate:g}", "--duration", f"{duration:g}"]
    words += ["--endpoint", "GET /x p95<60s", "--i-own-this-host"]
    return Command([str(PROGRAMS / "launchready"), *words], folder)


def plain(folder: Path, url: str, rate: float, seconds: float) -> Command:
    users = max(2, round(rate / 10))
    (folder / "plain.py").write_text(LOCUSTFILE.format(each=rate / users))
    words = ["-f", "plain.py", "--headless", "-u", f"{users}", "-r", f"{users}", "--only-summary"]
    words += ["-t", f"{seconds:g}s", "-H", url]
    return Command([str(PROGRAMS / "locust"), *words], folder)


TOOLS = {"launchready": ours, "locust": plain}


def cost(tool: str, rate: float, seconds: float) -> tuple[float, int]:
    """CPU in seconds, and requests."""
    with tempfile.TemporaryDirectory() as name, Server(median=2, sigma=0.3) as server:
        timing = once(TOOLS[tool](Path(name), server.url, rate, seconds))
        if timing.code:
            sys.exit(f"{tool} ended with {timing.code}")
        return timing.cpu, len(server.truth())


def main() -> None:
    given = [float(word) for word in sys.argv[1:]]
    rounds, seconds, rate = given + [5.0, 60.0, 100.0][len(given) :]
    each: dict[str, list[float]] = {tool: [] for tool in TOOLS}
    whole: dict[str, list[float]] = {tool: [] for tool in TOOLS}
    counts: dict[str, int] = {}
    for _ in range(round(rounds)):
        for tool in TOOLS:
            little, few = cost(tool, rate, SHORT)
            much, many = cost(tool, rate, seconds)
            each[tool].append((much - little) / (many - few) * 1000)
            whole[tool].append(much / many * 1000)
            counts[tool] = many
    rows = [
        [
            tool,
            str(counts[tool]),
            f"{statistics.median(each[tool]):.3f} s",
            f"{statistics.median(whole[tool]):.3f} s",
        ]
        for tool in TOOLS
    ]
    print(table(rows, ["", "requests", "CPU for 1,000 more", "CPU for 1,000, start included"]))
    ratios = [
        statistics.median(found["launchready"]) / statistics.median(found["locust"])
        for found in (each, whole)
    ]
    print(f"\n{ratios[0]:.2f} of Locust's (bar {BAR}), with the start {ratios[1]:.2f}")
    sys.exit(ratios[0] > BAR)


if __name__ == "__main__":
    main()
