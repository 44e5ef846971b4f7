"""Who makes the load: one process, several, several machines; the plan's users, or a scenario's."""

from dataclasses import dataclass
from typing import Literal

from launchready_ci.nodes import shown
from launchready_ci.options import option

MOST = 10_000
"""Workers or users: more is a slip of the finger."""
PORT = 5557
"""Locust's own."""


@dataclass(frozen=True)
class Staff:
    """What only the command line says of it."""

    locustfile: str = option(
        "--locustfile", default="", metavar="F", help="Run this scenario: its code, its users."
    )
    given_users: str = option(
        "--users", default="", metavar="N", help="Of the scenario, at once. [10]"
    )
    given_workers: str = option(
        "--workers", default="", metavar="N", help="So many processes on this machine."
    )
    master: bool = option(
        "--master", default=False, help="Wait for workers on other machines, and judge."
    )
    given_expected: str = option(
        "--expect-workers", default="", metavar="N", help="So many; fewer or more is an error."
    )
    worker: bool = option("--worker", default=False, help="Do what a master says; judge nothing.")
    master_host: str = option(
        "--master-host", default="", metavar="H", help="Where the master of this worker is."
    )
    given_port: str = option(
        "--master-port", default="", metavar="P", help="Its port, for both. [5557]"
    )

    def hold_together(self) -> None:
        """Refuse options that say two things, or only half of one (ValueError)."""
        if sum((self.master, self.worker, bool(self.given_workers))) > 1:
            raise ValueError("--workers, --master and --worker: only one of them can be meant")
        if bool(self.given_expected) != self.master:
            raise ValueError("--master and --expect-workers N belong together")
        if bool(self.master_host) != self.worker:
            raise ValueError("--worker and --master-host H belong together")
        if self.given_port and self.role == "alone":
            raise ValueError("--master-port belongs to --master or --worker")
        if self.given_users and not self.locustfile:
            raise ValueError(
                "--users belongs to --locustfile: else the rate says how many it takes"
            )
        _ = self.people, self.workers, self.port  # that they can be read

    @property
    def role(self) -> Literal["alone", "master", "worker"]:
        """Of the first process that is started here."""
        if self.worker:
            return "worker"
        return "master" if self.master or self.given_workers else "alone"

    @property
    def workers(self) -> int:
        """Who share the load, here or elsewhere; 0 where one process makes it."""
        if self.given_expected:
            return _count(self.given_expected, "--expect-workers")
        return self.hands

    @property
    def hands(self) -> int:
        """Workers to start on this machine."""
        return _count(self.given_workers, "--workers") if self.given_workers else 0

    @property
    def people(self) -> int:
        return _count(self.given_users or "10", "--users")

    @property
    def host(self) -> str:
        """Where the master listens, or is."""
        return "*" if self.master else self.master_host or "127.0.0.1"

    @property
    def port(self) -> int:
        """0: any that is free."""
        given = _count(self.given_port, "--master-port", 65_535) if self.given_port else PORT
        return 0 if self.given_workers else given


def _count(text: str, name: str, most: int = MOST) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= most):
        raise ValueError(f"{name}: expected a number from 1 to {most}, got {shown(text)}")
    return int(text)
