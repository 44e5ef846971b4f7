"""One run of a gate that asks a server, by the installed command."""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tests.e2e.world import Repository


class Said(NamedTuple):
    """What one run said: rule → messages."""

    code: int
    found: Mapping[str, list[str]]
    text: str

    @property
    def rules(self) -> set[str]:
        return set(self.found)


Ask = Callable[..., Said]


def runner(repo: Repository, gate: str, least: str = "") -> Ask:
    """``ask(url, yaml)``; of ``least`` only the rules of that severity are listed."""

    def run(url: str, configuration: str = "", **environ: str) -> Said:
        repo.write({"launchready.yaml": configuration})
        reports = ["--output", "console", "--output", "json=report.json"]
        done = repo.launchready(gate, "--url", url, *reports, **environ)
        results = json.loads(repo.read("report.json"))["results"]
        failed = [r for r in results if r["findings"] and (r["severity"] == least or not least)]
        found = {r["rule"]: [finding["message"] for finding in r["findings"]] for r in failed}
        return Said(done.code, found, done.text)

    return run
