"""Does the load gate pass the sound sample app and fail its slow feed, time after time?

    python benchmarks/load_sample.py [--times 20] [--app sound | --app "slow feed"]

As in the demo: three endpoints, each 30 times a second. A run whose generator had no processor is
no verdict; it is counted, and asked again.
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from measure import table

from launchready_ci.findings import Outcome, Report
from launchready_ci.suite import Settings, Suite
from tests.sample import FOLDER, SampleApps

FLAWS = {"sound": "", "slow feed": "slow-feed"}
POSTS = "150"


def loaded(apps: SampleApps, flaws: str) -> Report:
    app = apps(flaws, fresh=True, SEED_POSTS=POSTS)
    suite = Suite.load(Settings(str(FOLDER)), app.environ)
    return suite.run(suite.plan(["load"], {}), "post-deploy")


def named(report: Report) -> set[str]:
    """``LR-LOD001 feed`` and the like."""
    results = report.gates[0].results
    return {f"{r.rule.id} {r.subject}" for r in results if r.outcome is Outcome.FAILED}


def run(times: int, names: Iterable[str]) -> tuple[list[list[str]], bool]:
    rows, right = [], True
    for name in names:
        flaws = FLAWS[name]
        reports: list[Report] = []
        unfit = 0
        while len(reports) < times and unfit < times:
            with tempfile.TemporaryDirectory() as folder:
                apps = SampleApps(Path(folder))
                report = loaded(apps, flaws)
                apps.stop()
            if "generator was too slow" in report.gates[0].reason:
                unfit += 1
            else:
                reports.append(report)
                print(f"{name}: {report.outcome.word} {sorted(named(report))}", flush=True)
        wanted = 1 if flaws else 0
        asked = sum(
            report.exit_code == wanted and ("LR-LOD001 feed" in named(report)) is bool(flaws)
            for report in reports
        )
        right = right and asked == times
        seconds = median(report.seconds for report in reports) if reports else 0.0
        verdict = "fails, LR-LOD001 names the feed" if flaws else "passes"
        rows.append([name, verdict, f"{asked} of {times}", f"{seconds:.0f} s", str(unfit)])
    return rows, right


def main() -> None:
    parser = argparse.ArgumentParser(description="Is the load gate right on the sample app?")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--app", choices=FLAWS, help="only this one")
    given = parser.parse_args()
    rows, right = run(given.times, [given.app] if given.app else FLAWS)
    print(table(rows, ["app", "wanted", "so it was", "median run", "machine too busy"]))
    raise SystemExit(not right)


if __name__ == "__main__":
    main()
