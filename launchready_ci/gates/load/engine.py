"""Locust's distributed engine: what its master and its workers have in common here."""

import json

from locust import runners
from locust.env import Environment

from launchready_ci.gates.load.wire import Orders

REPORT = "launchready"
"""The key of our part of a worker's report."""
HELLO, BEGIN, FINISH = "launchready_hello", "launchready_begin", "launchready_finish"
"""Messages: a worker is there, with this plan; the master says which part of it; no more starts."""
EVERY = 0.5
"""Seconds between two reports of a worker."""
DEAF = 5
"""Seconds without the master, after which a worker stops: nobody else would stop it."""

runners.WORKER_REPORT_INTERVAL = EVERY
runners.MASTER_HEARTBEAT_TIMEOUT = DEAF


def environment(orders: Orders) -> Environment:
    if orders["scenario"]:
        from launchready_ci.gates.load.scenario import loaded

        return loaded(orders)
    return Environment(user_classes=[])


def digest(orders: Orders) -> str:
    """Of all that master and workers have to agree on, no credential among it."""
    import hashlib

    plan = orders["plan"]
    calls = [(call["method"], call["variants"], call["status"]) for call in plan["calls"]]
    same = (plan["base"], plan["rate"], plan["seconds"], plan["warm_up"], calls, plan["names"])
    return hashlib.sha256(json.dumps([*same, bool(orders["scenario"])]).encode()).hexdigest()
