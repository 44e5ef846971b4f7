"""What came, exactly: Locust's own statistics round a time as soon as they get it."""

from time import process_time

from launchready_ci.gates.load.wire import Sample, Tick

TIMED = 20
"""Answers of a tick whose Server-Timing is kept: parts of the app need no exact p95."""


class Recorder:
    """Every start that has no answer yet, and what came of the others since the last tick."""

    def __init__(self) -> None:
        self.open: dict[int, float] = {}
        """Number of a start → when it was due, oldest first."""
        self.lagging = self.slipped = self.unjudged = self.count = 0
        self.blocked = 0.0
        """Seconds since the warm-up in which nobody took what it had to say."""
        self.patience = 0.0
        """Seconds for which a request may be open that is not among the open ones."""
        self._samples: list[Sample] = []
        self._timed: list[tuple[int, str]] = []
        self._before: tuple[float, float] | None = None

    def measure(self) -> None:
        """The warm-up is over."""
        if self._before is None:
            self._before = (run_delay(), process_time())
            self.blocked = 0.0

    def take(self, number: int, call: int, response: float, service: float, error: str) -> None:
        """One answer, or that none will come; it was due when it was put among the open ones."""
        self.add((call, self.open.pop(number), response, service, error))

    def add(self, sample: Sample) -> None:
        self._samples.append(sample)
        self.count += 1

    def timed(self, call: int, header: str) -> None:
        """What the app says of where its time went."""
        if header and len(self._timed) < TIMED:
            self._timed.append((call, header))

    def tick(self, at: float, *, end: bool = False) -> Tick:
        samples, self._samples = self._samples, []
        timed, self._timed = self._timed, []
        delayed, busy = self._before or (run_delay(), process_time())
        return Tick(
            at=at,
            samples=samples,
            settled=next(iter(self.open.values()), at - self.patience),
            lagging=self.lagging,
            slipped=self.slipped,
            delay=run_delay() - delayed,
            busy=process_time() - busy + self.blocked,
            unjudged=self.unjudged,
            end=end,
            timed=timed,
        )


def run_delay() -> float:
    """Seconds in which this process waited for a processor; 0 where the system does not say.

    https://docs.kernel.org/scheduler/sched-stats.html, the second field.
    """
    try:
        with open("/proc/self/schedstat", "rb") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def refused(status: int, location: str, wanted: int | None) -> str:
    """What is wrong with an answer, in few words that are the same for the same thing."""
    if status == wanted or (wanted is None and 200 <= status < 300):
        return ""
    target = location.partition("?")[0][:80]
    return f"status {status}{f' to {target}' if target else ''}"


def unanswered(exception: BaseException) -> str:
    """Why no answer came."""
    if isinstance(exception, ConnectionRefusedError):
        return "!connection refused"
    if isinstance(exception, TimeoutError) or "timed out" in str(exception):
        return "!no whole answer in time"
    return f"!{type(exception).__name__}: {exception}"[:160]
