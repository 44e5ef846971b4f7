"""What do 30 checks of a deployed app cost, cold start included, beside newman with the same?

    npm install --prefix .tools newman
    python benchmarks/smoke_newman.py [ROUNDS]

Each of 30 requests is held against its status and a field of its JSON. CPU is the whole process's,
against a server that answers at once; wall is against one that takes 100 ms for every answer.
"""

import json
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from measure import Command, Timing, interleave, table

CHECKS = 30
CPU_BAR, WALL_BAR = 0.45, 0.35
LATENCY = 0.1
ROOT = Path(__file__).parent.parent
NEWMAN = ROOT / ".tools" / "node_modules" / "newman" / "bin" / "newman.js"
TEST = (
    "pm.test('status', () => pm.response.to.have.status(200));"
    "pm.test('id', () => pm.expect(pm.response.json().id).to.eql({number}));"
)


class App:
    """A server on loopback; ``/items/7`` is ``{"id": 7}``."""

    def __init__(self, latency: float) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
                pass

            def do_GET(self) -> None:
                time.sleep(latency)
                number = self.path.rpartition("/")[2]
                body = json.dumps({"id": int(number) if number.isdigit() else 0}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.shutdown()


def ours(folder: Path, url: str) -> Command:
    steps = (
        f"    - {{get: /items/{n}, expect: {{status: 200, json: {{id: {n}}}}}}}"
        for n in range(CHECKS)
    )
    # the app of this measurement knows no page that is unknown
    head = f"app: {{url: '{url}'}}\nrules: {{LR-SMK062: off}}\nsmoke:\n  steps:\n"
    (folder / "launchready.yaml").write_text(head + "\n".join(steps) + "\n")
    return Command([str(ROOT / ".venv" / "bin" / "launchready"), "smoke"], folder)


def newman(folder: Path, url: str) -> Command:
    items = [
        {
            "name": f"item {number}",
            "request": {"method": "GET", "url": f"{url}/items/{number}"},
            "event": [
                {"listen": "test", "script": {"exec": [TEST.replace("{number}", str(number))]}}
            ],
        }
        for number in range(CHECKS)
    ]
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    collection = {"info": {"name": "smoke", "schema": schema}, "item": items}
    (folder / "collection.json").write_text(json.dumps(collection))
    return Command(["node", str(NEWMAN), "run", "collection.json"], folder)


def measured(latency: float, rounds: int) -> dict[str, Timing]:
    with App(latency) as app, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return interleave(
            {"launchready": ours(folder, app.url), "newman": newman(folder, app.url)}, rounds
        )


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    if not NEWMAN.exists():
        sys.exit("newman is not there: npm install --prefix .tools newman")
    at_once, slow = measured(0.0, rounds), measured(LATENCY, rounds)
    cpu = at_once["launchready"].cpu / at_once["newman"].cpu
    wall = slow["launchready"].wall / slow["newman"].wall
    rows = [
        [name, f"{at_once[name].cpu:.2f} s", f"{slow[name].wall:.2f} s", str(slow[name].code)]
        for name in at_once
    ]
    print(table(rows, ["", "CPU, at once", "wall, 100 ms each", "exit code"]))
    print(
        f"\nCPU {cpu:.2f} of newman's (bar {CPU_BAR}), wall {wall:.2f} of newman's (bar {WALL_BAR})"
    )
    sys.exit(cpu > CPU_BAR or wall > WALL_BAR or any(t.code for t in (*at_once.values(),)))


if __name__ == "__main__":
    main()
