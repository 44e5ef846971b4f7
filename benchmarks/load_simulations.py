"""How often is the load gate's verdict right? Simulated services of known latency, seeded.

    python benchmarks/load_simulations.py [--times 2000]

One run is lognormal with seconds that are slow as a whole (sd 0.15); the bars are those of the
gate's design. Takes some minutes of one processor.
"""

import argparse
from collections.abc import Callable, Iterator
from typing import NamedTuple

from measure import table

from tests.gates.load import simulated


class Row(NamedTuple):
    """A figure and its bar."""

    name: str
    found: str
    bar: str
    holds: bool


def least(name: str, share: float, bar: float) -> Row:
    return Row(name, f"{share:.2%}", f"at least {bar:.1%}", share >= bar)


def most(name: str, share: float, bar: float) -> Row:
    return Row(name, f"{share:.2%}", f"at most {bar:.1%}", share <= bar)


def rows(times: int) -> Iterator[Row]:
    for count in (300, 1000, 3000):
        name = f"interval of a 30-s run of {count} holds the true p95"
        yield least(name, simulated.coverage(count, times), 0.94)
    for count, bar in ((1000, 0.95), (3000, 0.99)):
        name = f"a 30-s run of {count} at 1.20 of its limit fails"
        yield least(name, simulated.one_look(count, 1.2, times), bar)
    yield from looks(times)
    chance = simulated.history(1.0, times * 10)
    yield most("two runs like the 20 before are a regression", chance, 0.005)
    worse = simulated.history(1.5, times * 10)
    yield least("two runs that are half as slow again are one, N = 1000", worse, 0.9)


def looks(times: int) -> Iterator[Row]:
    """At 33/s, after 30, 60 and 120 s."""
    bars: dict[float, Callable[[str, float], Row]] = {
        0.95: lambda name, share: most(name, share, 0.005),
        1.10: lambda name, share: least(name, share, 0.95),
        1.20: lambda name, share: least(name, share, 0.99),
    }
    for factor, row in bars.items():
        found = simulated.looks(factor, times)
        yield row(f"looks at 30, 60, 120 s: {factor:.2f} of the limit fails", found.failed)
        if factor == 1.10:
            holds = found.seconds <= 70
            yield Row("  and is known after", f"{found.seconds:.0f} s", "at most 70 s", holds)


def main() -> None:
    parser = argparse.ArgumentParser(description="How often is the load gate's verdict right?")
    parser.add_argument("--times", type=int, default=2000, help="simulated runs for each figure")
    given = parser.parse_args()
    found = list(rows(given.times))
    cells = [[row.name, row.found, row.bar, "yes" if row.holds else "NO"] for row in found]
    print(table(cells, ["", "found", "bar", "holds"]))
    raise SystemExit(not all(row.holds for row in found))


if __name__ == "__main__":
    main()
