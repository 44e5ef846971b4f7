"""What the artifact part of the gate schema names: every defect in every kind of artifact.

    python benchmarks/schema_artifact.py [SOUND...]

SOUND are artifacts of which nothing may be said: builds of ``vite build``, wheels from PyPI.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from launchready_ci.findings import GateReport
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.suite import Settings, Suite
from tests.gates.schema.artifact_defects import DEFECTS, SOUND, Change, findings, judged

KINDS = {"dist": "folder", "dist.zip": "zip", "dist.tar": "tar", "dist.tar.gz": "tar.gz"}
MORE = {"whl": "wheel", "gz": "sdist"}


def made(kind: str, change: Change | None) -> dict[str, list[str]]:
    """What is said of one that is made for it."""
    with tempfile.TemporaryDirectory() as folder:
        return findings(judged(Path(folder), kind, change))


def named(kind: str) -> str:
    """In the head of the table."""
    return KINDS.get(kind) or MORE[kind.rpartition(".")[2]]


def real(path: str) -> GateReport:
    """What is said of one from elsewhere."""
    suite = Suite.load(Settings(tempfile.gettempdir()), {})
    return suite.run(suite.plan(["schema"], {"asked": Asked("artifact", (path,))})).gates[0]


def main(sound: list[str]) -> int:
    """Print the table; 1 where a defect was missed or a sound one accused."""
    columns = [*KINDS.values(), *MORE.values()]
    print(f"{'defect':28} {'rule':10}" + "".join(f"{column:>8}" for column in columns))
    met = missed = wrong = 0
    for defect in DEFECTS:
        said = {named(kind): defect.rule in made(kind, defect.change) for kind in defect.kinds}
        cells = [
            "" if column not in said else "yes" if said[column] else "NO" for column in columns
        ]
        met, missed = met + sum(said.values()), missed + list(said.values()).count(False)
        print(f"{defect.name:28} {defect.rule:10}" + "".join(f"{cell:>8}" for cell in cells))
    print(f"\n{len(DEFECTS)} defects, {met} of {met + missed} named")
    for kind in SOUND:
        said_of = made(kind, None)
        wrong += bool(said_of)
        print(f"sound {kind:50} {said_of or 'nothing said'}")
    for path in sound:
        began = time.perf_counter()
        report = real(path)
        said_of, seconds = findings(report), time.perf_counter() - began
        wrong += bool(said_of)
        files = report.looked_at["files"]
        print(f"sound {path[-50:]:50} {said_of or 'nothing said'} ({files} files, {seconds:.1f} s)")
    return int(bool(missed or wrong))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
