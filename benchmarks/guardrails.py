"""What is open, by the guardrails gate and by MDN's HTTP Observatory, on the same servers.

    python benchmarks/guardrails.py [SCAN_JS]

``SCAN_JS`` is ``src/scan.js`` of the npm package ``@mdn/mdn-http-observatory``, installed with
``--ignore-scripts`` and with ``{}`` in ``conf/hsts-preload.json`` (its own is a download); node has
to be on PATH. The sample app is asked as in the demo, sound and with each flaw of this gate; the
other servers are those of ``tests/targets``: what ``.ci/run`` installs is left out where it is not.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from measure import table

from launchready_ci.findings import Severity
from launchready_ci.suite import Settings, Suite
from tests.programs import Programs
from tests.sample import FOLDER, SampleApps
from tests.sample_app.runs import OWNED
from tests.targets.known import TARGETS

SECONDS_BAR, REQUESTS_BAR = 3.0, 150
CORS = "cross-origin-resource-sharing"


class Asked(NamedTuple):
    """What a run on one server said."""

    rules: set[str]
    errors: set[str]
    exit_code: int
    requests: int
    seconds: float


class Row(NamedTuple):
    """One server, and the rules that must name what is wrong with it; no other may be an error."""

    name: str
    url: str
    wanted: Collection[str]
    asked: Asked
    bars: bool = False
    """Of seconds and requests: the sample app's."""

    @property
    def is_right(self) -> bool:
        asked = self.asked
        named = asked.rules >= {*self.wanted} if self.wanted else not asked.errors
        quick = asked.seconds <= SECONDS_BAR and asked.requests <= REQUESTS_BAR
        return named and asked.exit_code == bool(asked.errors) and (quick or not self.bars)


def ask(root: Path, environ: Mapping[str, str], url: str) -> Asked:
    began = time.perf_counter()
    suite = Suite.load(Settings(str(root)), environ)
    report = suite.run(suite.plan(["guardrails"], {"url": url}), "post-deploy")
    seconds, gate = time.perf_counter() - began, report.gates[0]
    found = {r.rule.id: r.rule.severity for r in gate.results if r.findings}
    errors = {rule for rule, severity in found.items() if severity is Severity.ERROR}
    return Asked({*found}, errors, report.exit_code, gate.looked_at["requests"], seconds)


def sample_apps(folder: Path) -> Iterator[Row]:
    flaws = {one.flaw: one.rule for one in OWNED.values() if one.gate == "guardrails"}
    apps = SampleApps(folder)
    for flaw in ("", *flaws):
        app = apps(flaw, fresh=True)
        asked = ask(FOLDER, {**app.environ, "LOG_FILE": str(app.log)}, app.url)
        wanted = [flaws[flaw]] if flaw else []
        yield Row(f"the sample app{f', {flaw}' if flaw else ''}", app.url, wanted, asked, bars=True)
    apps.stop()


def others(folder: Path) -> Iterator[Row]:
    for target in TARGETS:
        if target.needs[0]:
            programs = Programs(folder)
            running, root = target.begin(programs), programs.new_folder()
            (root / "launchready.yaml").write_text(target.text)
            asked = ask(root, running.environ, running.url)
            yield Row(target.name, running.url, target.errors, asked)
            programs.stop()


def observatory(scan: str, url: str) -> list[str]:
    """Which tests fail, what it says of CORS, and seconds; or why it did not scan."""
    began = time.perf_counter()
    command = ["node", scan, url.removeprefix("http://")]
    done = subprocess.run(
        command, cwd=Path(scan).parent.parent, capture_output=True, text=True, check=False
    )
    said: dict[str, Any] = json.loads(done.stdout or "{}")
    seconds = f"{time.perf_counter() - began:.2f} s"
    if "tests" not in said:
        return [str(said.get("error", "no answer")), "", seconds]
    failed = sorted(name for name, test in said["tests"].items() if not test["pass"])
    return [", ".join(failed) or "none", said["tests"][CORS]["result"], seconds]


def main() -> None:
    """Print the table; exit code 1 where a bar is missed."""
    scan = sys.argv[1] if len(sys.argv) > 1 else ""
    rows, right = [], True
    with tempfile.TemporaryDirectory() as folder:
        for each in (sample_apps, others):
            for row in each(Path(folder)):
                right = right and row.is_right
                asked, told = row.asked, " ".join(sorted(row.asked.errors | {*row.wanted}))
                cells = [row.name, told or "none", "yes" if row.is_right else "NO"]
                cells += [str(asked.requests), f"{asked.seconds:.2f} s"]
                rows.append(cells + (observatory(scan, row.url) if scan else []))
    head = ["server", "launchready names", "as it should", "requests", "seconds"]
    head += ["Observatory, failed", "of CORS it says", "seconds"] if scan else []
    print(table(rows, head))
    print(f"\nBars of the sample app: {REQUESTS_BAR} requests, {SECONDS_BAR:g} s.")
    sys.exit(not right)


if __name__ == "__main__":
    main()
