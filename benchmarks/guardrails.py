"""What is open, by the guardrails gate and by MDN's HTTP Observatory, on the same apps.

    python benchmarks/guardrails.py [SCAN_JS]

``SCAN_JS`` is ``src/scan.js`` of the npm package ``@mdn/mdn-http-observatory``, installed with
``--ignore-scripts`` and with ``{}`` in ``conf/hsts-preload.json`` (its own is a download); node has
to be on PATH. The sample app is asked as in the demo: sound, and with each flaw of this gate.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from measure import table

from launchready_ci.findings import Severity
from launchready_ci.suite import Settings, Suite
from tests.sample import FOLDER, Sample, SampleApps
from tests.sample_app.runs import OWNED

SECONDS_BAR, REQUESTS_BAR = 3.0, 150
CORS = "cross-origin-resource-sharing"


def ours(app: Sample) -> tuple[set[str], int, float]:
    """Rules with an error, requests, seconds."""
    began = time.perf_counter()
    suite = Suite.load(Settings(str(FOLDER)), {**app.environ, "LOG_FILE": str(app.log)})
    gate = suite.run(suite.plan(["guardrails"], {}), "post-deploy").gates[0]
    seconds = time.perf_counter() - began
    errors = {r.rule.id for r in gate.results if r.findings and r.rule.severity is Severity.ERROR}
    return errors, gate.looked_at["requests"], seconds


def observatory(scan: str, app: Sample) -> tuple[dict[str, Any], float]:
    """Test → what it says, and seconds."""
    began = time.perf_counter()
    command = ["node", scan, app.url.removeprefix("http://")]
    done = subprocess.run(
        command, cwd=Path(scan).parent.parent, capture_output=True, text=True, check=True
    )
    tests: dict[str, Any] = json.loads(done.stdout)["tests"]
    return tests, time.perf_counter() - began


def main() -> None:
    """Print the table; exit code 1 where a bar is missed."""
    scan = sys.argv[1] if len(sys.argv) > 1 else ""
    flaws = {one.flaw: one.rule for one in OWNED.values() if one.gate == "guardrails"}
    rows, right = [], True
    with tempfile.TemporaryDirectory() as folder:
        apps = SampleApps(Path(folder))
        for flaw in ("", *flaws):
            app = apps(flaw, fresh=True)
            errors, requests, seconds = ours(app)
            right = right and (flaws[flaw] in errors if flaw else not errors)
            right = right and seconds <= SECONDS_BAR and requests <= REQUESTS_BAR
            row = [flaw or "sound", " ".join(sorted(errors)) or "none", str(requests)]
            row.append(f"{seconds:.2f} s")
            if scan:
                tests, took = observatory(scan, app)
                failed = sorted(name for name, said in tests.items() if not said["pass"])
                row += [", ".join(failed) or "none", tests[CORS]["result"], f"{took:.2f} s"]
            rows.append(row)
        apps.stop()
    head = [
        "app",
        "launchready, errors",
        f"requests (bar {REQUESTS_BAR})",
        f"bar {SECONDS_BAR:g} s",
    ]
    head += ["Observatory, failed", "of CORS it says", "seconds"] if scan else []
    print(table(rows, head))
    sys.exit(not right)


if __name__ == "__main__":
    main()
