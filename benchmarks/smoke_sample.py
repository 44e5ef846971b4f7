"""Does the smoke gate name every flaw of the sample app that it owns, and nothing on the sound one?

    python benchmarks/smoke_sample.py [RUNS]

The sound app is asked 50 times; then each flaw is deployed alone.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from measure import table

from tests.sample import SampleApps
from tests.sample_app.runs import OWNED, found, smoke

RUNS = 50


def sound(apps: SampleApps, runs: int) -> Counter[str]:
    """How often each rule found something, or the exit code was not 0."""
    app, said = apps(), Counter[str]()
    for _ in range(runs):
        report = smoke(app)
        said.update(found(report))
        if report.exit_code:
            said[f"exit code {report.exit_code}"] += 1
    return said


def named(apps: SampleApps, flaw: str) -> set[str]:
    """The rules that found something where this flaw is deployed alone."""
    app = apps(f"{flaw}:3600" if flaw == "old-version" else flaw)
    waits = flaw in ("old-version", "stale-replica")
    return set(found(smoke(app, "1s" if waits else "30s")))


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as folder:
        apps = SampleApps(Path(folder))
        try:
            said = sound(apps, runs)
            rules = {f.flaw: named(apps, f.flaw) for f in OWNED.values() if f.gate == "smoke"}
        finally:
            apps.stop()
    missed = [flaw for flaw, got in rules.items() if OWNED[flaw].rule not in got]
    rows = [
        [flaw, OWNED[flaw].rule, "missed" if flaw in missed else "named", other(flaw, got)]
        for flaw, got in rules.items()
    ]
    print(f"{runs} runs on the sound app: {dict(said) or 'no finding'}\n")
    print(table(rows, ["flaw", "rule", "", "beside it"]))
    sys.exit(bool(said or missed))


def other(flaw: str, got: set[str]) -> str:
    return ", ".join(sorted(got - {OWNED[flaw].rule}))


if __name__ == "__main__":
    main()
