"""Do a master and two workers on three machines count what the server counted?

    sudo python benchmarks/load_machines.py [SECONDS] [RATE]

The machines are network namespaces (``ip netns``) on one bridge, the server is beside the master.
Then it kills a worker in the middle of a run.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from load_server import Server, quantile, undisturbed
from measure import table

COUNT_BAR, P95_BAR = 0.001, 0.005
PORT = 5557
LAUNCHREADY = str(Path(__file__).parent.parent / ".venv" / "bin" / "launchready")
MACHINES = [f"launchready-{os.getpid()}-{name}" for name in ("master", "one", "two")]
ADDRESSES = ("10.213.7.1", "10.213.7.2", "10.213.7.3")


def run(*words: str) -> None:
    subprocess.run(words, check=True)


def inside(machine: str) -> list[str]:
    return ["ip", "netns", "exec", machine]


@contextmanager
def machines() -> Iterator[None]:
    master = MACHINES[0]
    try:
        for machine in MACHINES:
            run("ip", "netns", "add", machine)
            run(*inside(machine), "ip", "link", "set", "lo", "up")
        run(*inside(master), "ip", "link", "add", "br0", "type", "bridge")
        run(*inside(master), "ip", "addr", "add", f"{ADDRESSES[0]}/24", "dev", "br0")
        run(*inside(master), "ip", "link", "set", "br0", "up")
        for number, machine in enumerate(MACHINES[1:], 1):
            there = ["peer", "name", "eth0", "netns", machine]
            run(*inside(master), "ip", "link", "add", f"to{number}", "type", "veth", *there)
            run(*inside(master), "ip", "link", "set", f"to{number}", "master", "br0", "up")
            run(*inside(machine), "ip", "addr", "add", f"{ADDRESSES[number]}/24", "dev", "eth0")
            run(*inside(machine), "ip", "link", "set", "eth0", "up")
        yield
    finally:
        for machine in MACHINES:
            subprocess.run(["ip", "netns", "del", machine], check=False)


def load(url: str, rate: str, seconds: str, folder: Path, *, kill: bool) -> tuple[int, Any]:
    """The exit code of the master, and its report."""
    common = ["load", "--url", url, "--rate", rate, "--duration", seconds, "--i-own-this-host"]
    common += ["--endpoint", "GET /x p95<60s", "--master-port", str(PORT), "--root", str(folder)]
    worker = [*common, "--worker", "--master-host", ADDRESSES[0]]
    judge = ["--master", "--expect-workers", "2", "--output", f"json={folder / 'r.json'}"]

    def start(machine: str, words: Sequence[str]) -> subprocess.Popen[bytes]:
        command = [*inside(machine), *undisturbed(1), LAUNCHREADY, *words]
        return subprocess.Popen(command, cwd=folder, start_new_session=True)

    hands = [start(machine, worker) for machine in MACHINES[1:]]
    master = start(MACHINES[0], [*common, *judge])
    if kill:
        time.sleep(15)
        os.killpg(hands[1].pid, signal.SIGKILL)
    code = master.wait()
    for hand in hands:
        hand.wait()
    return code, json.loads((folder / "r.json").read_text())


def main() -> None:
    seconds, rate = [*sys.argv[1:], "30", "150"][:2] if len(sys.argv) != 2 else [sys.argv[1], "150"]
    with machines(), tempfile.TemporaryDirectory() as name:
        wrap, host = [*inside(MACHINES[0]), *undisturbed(0)], ADDRESSES[0]
        with Server(wrap, host, any=1, median=44, sigma=0.5) as server:
            code, report = load(server.url, rate, seconds, Path(name), kill=False)
            truth = server.truth()
        with Server(wrap, host, any=1, median=44, sigma=0.5) as server:
            killed, broken = load(server.url, rate, "60", Path(name), kill=True)
    figures = next(one["properties"] for one in report["results"] if one["properties"])
    warm_up, samples = figures["warmup_s"], figures["samples"]
    counted = sum(at >= warm_up for at, _ in truth)
    p95 = quantile([ms for at, ms in truth if at >= warm_up], 0.95)
    off = [abs(samples / counted - 1), abs(figures["p95_ms"] / p95 - 1)]
    rows = [
        [
            "requests",
            f"{samples:,}",
            f"{counted:,}",
            f"{off[0]:.2%}",
            f"{COUNT_BAR:.1%}",
        ],
        ["p95", f"{figures['p95_ms']:.2f} ms", f"{p95:.2f} ms", f"{off[1]:.2%}", f"{P95_BAR:.1%}"],
    ]
    print(table(rows, ["", "master", "server", "off", "bar"]))
    print(f"\nexit code {code}; with a worker killed {killed}: {broken['gates'][0]['reason']}")
    sys.exit(off[0] > COUNT_BAR or off[1] > P95_BAR or (code, killed) != (0, 3))


if __name__ == "__main__":
    main()
