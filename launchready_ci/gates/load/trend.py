"""``launchready load history``: how fast was each endpoint, run after run?"""

from dataclasses import dataclass
from statistics import median

from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.load.config import Load
from launchready_ci.gates.load.past import KEY, Run
from launchready_ci.gates.load.stores import store
from launchready_ci.options import option
from launchready_ci.subcommands import Printed, Subcommand

BARS = "▁▂▃▄▅▆▇█"
SHOWN = 40


@dataclass(frozen=True)
class Asked:
    """What the command line says."""

    given_history: str = option(
        "--history", default="", metavar="PATH|git:REF", help="[load.history of launchready.yaml]"
    )


def run(asked: Asked, config: Load, context: Context) -> Printed:
    """A line for each endpoint on each kind of runner; raises CannotLook."""
    where = asked.given_history or config.history
    if not where:
        raise CannotLook("no history: give --history, or load.history in launchready.yaml")
    known: dict[tuple[object, ...], list[Run]] = {}
    for one in store(where, context.root, context.environ).read():
        known.setdefault(tuple(one[key] for key in KEY), []).append(one)  # type: ignore[literal-required]
    if not known:
        return Printed(f"no runs in {where} yet")
    return Printed("\n\n".join(_trend(runs[-SHOWN:]) for runs in known.values()))


def _trend(runs: list[Run]) -> str:
    last, p95s = runs[-1], [one["p95_ms"] for one in runs]
    marks = sum(one["suspect"] for one in runs)
    suspects = f", {marks} of them slower than usual" if marks else ""
    return (
        f"{last['endpoint']}  at {last['rate']:g}/s on {last['target']}, by {last['runner']}\n"
        f"  {_bars(p95s)}  p95 {min(p95s):.0f} to {max(p95s):.0f} ms\n"
        f"  last {p95s[-1]:.0f} ms ({last['at']}), median {median(p95s):.0f} ms "
        f"of {len(runs)} runs{suspects}"
    )


def _bars(values: list[float]) -> str:
    low, high = min(values), max(values)
    scale = (len(BARS) - 1) / (high - low) if high > low else 0
    return "".join(BARS[round((value - low) * scale)] for value in values)


COMMAND = Subcommand("Print the p95 of each endpoint, run after run.", Asked, run)
