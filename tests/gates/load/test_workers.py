"""Several processes share the load, and one verdict comes of it."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from launchready_ci.findings import Outcome
from tests.gates.load.conftest import Load, taking
from tests.gates.load.test_load import QUICK, children, properties
from tests.http.servers import web

ROOT = Path(__file__).parents[3]
SHARED = {**QUICK, "given_workers": "2"}
LAUNCHREADY = [sys.executable, "-m", "launchready_ci", "load"]


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return str(one.getsockname()[1])


def test_two_workers_make_the_load_of_one(load: Load) -> None:
    with web(taking(5)) as server:
        report = load(server.url, **SHARED)

    assert report.exit_code == 0, report.gates[0].reason
    figures = properties(report)
    assert figures["rate"] > 60, "one of them alone makes 50"
    measured = len(server.got) - 100  # without the second to warm up
    assert abs(figures["samples"] - measured) <= 2
    assert children() == []


def test_a_worker_that_is_killed_is_an_error(load: Load) -> None:
    def strike() -> None:
        while len(children()) < 3:
            time.sleep(0.05)
        time.sleep(4)
        os.kill(int(max(children(), key=int)), signal.SIGKILL)

    with web(taking(5)) as server:
        striking = threading.Thread(target=strike)
        striking.start()
        report = load(server.url, **{**SHARED, "given_duration": "30"})
        striking.join()

    assert report.exit_code == 3
    assert report.gates[0].reason == "a load worker was lost: it ended with signal 9"
    assert children() == []


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize("killed", [False, True])
def test_a_master_judges_what_workers_of_other_machines_did(
    killed: bool, load: Load, tmp_path: Path
) -> None:
    with web(taking(5)) as server:
        port = free_port()
        words = ["--url", server.url, "--rate", "100", "--endpoint", "GET /x p50<2s"]
        words += ["--duration", "30" if killed else "3", "--root", str(tmp_path)]
        words += ["--worker", "--master-host", "127.0.0.1", "--master-port", port]
        workers = [
            subprocess.Popen(
                [*LAUNCHREADY, *words], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
            )
            for _ in range(2)
        ]

        def strike() -> None:
            while len(server.got) < 300:
                time.sleep(0.05)
            os.killpg(workers[0].pid, signal.SIGKILL)

        if killed:
            threading.Thread(target=strike).start()
        given = {**QUICK, "given_duration": "30"} if killed else QUICK
        report = load(server.url, **given, master=True, given_expected="2", given_port=port)
        ends = [worker.communicate(timeout=30)[0].decode() for worker in workers]

    if killed:
        assert report.exit_code == 3
        assert "a load worker was lost: " in report.gates[0].reason
        assert workers[1].returncode == 3
    else:
        assert report.exit_code == 0, report.gates[0].reason
        assert abs(int(properties(report)["samples"]) - (len(server.got) - 100)) <= 2
        assert [worker.returncode for worker in workers] == [0, 0]
        assert all("which the master judges" in end for end in ends)


def test_a_worker_with_another_plan_ends_the_run(load: Load, tmp_path: Path) -> None:
    with web(taking(5)) as server:
        port = free_port()
        words = ["--url", server.url, "--rate", "50", "--endpoint", "GET /x p50<2s"]
        words += ["--worker", "--master-host", "127.0.0.1", "--master-port", port]
        worker = subprocess.Popen(
            [*LAUNCHREADY, *words, "--root", str(tmp_path)], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        report = load(server.url, **QUICK, master=True, given_expected="1", given_port=port)
        worker.wait(30)

    assert report.exit_code == 3
    assert "has another plan than the master" in report.gates[0].reason
    assert worker.returncode == 3
    assert server.got == []


def test_a_port_that_is_in_use_is_said(load: Load) -> None:
    with web(taking(5)) as server, socket.create_server(("", 0)) as taken:
        port = str(taken.getsockname()[1])
        report = load(server.url, **QUICK, master=True, given_expected="1", given_port=port)

    assert report.exit_code == 3
    assert report.gates[0].reason.startswith(f"port {port} for the workers: Address already in use")


SCENARIO = """
from locust import FastHttpUser, constant_throughput, task


class Reader(FastHttpUser):
    wait_time = constant_throughput(5)

    @task
    def read(self):
        self.client.get("/x")
        self.client.get("/one/2", name="one")
        self.client.get("/else")
"""


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize("workers", ["", "2"])
def test_a_scenario_is_judged_by_the_endpoints_that_have_a_limit(
    workers: str, load: Load, tmp_path: Path
) -> None:
    (tmp_path / "locustfile.py").write_text(SCENARIO)
    text = """
load:
  duration: 3s
  endpoints:
    - {get: /x, expect: {p50: 2s}}
    - {name: one, get: /one, expect: {p50: 2s}}
"""
    with web(taking(5)) as server:
        report = load(
            server.url, text, locustfile="locustfile.py", given_users="30", given_workers=workers
        )

    assert report.exit_code == 0, report.gates[0].reason
    held = [one for one in report.gates[0].results if one.rule.id == "LR-LOD001"]
    judged = {result.subject: result.outcome for result in held}
    assert judged["one"] is judged["GET /x"] is Outcome.PASSED
    assert any("of no endpoint: not judged" in note for note in report.notes)
    assert children() == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("import nothing_of_this_name", "cannot be run", id="it does not run"),
        pytest.param("x = 1", "holds no user", id="no user"),
    ],
)
def test_a_scenario_that_cannot_be_run_is_an_error(
    text: str, told: str, load: Load, tmp_path: Path
) -> None:
    (tmp_path / "locustfile.py").write_text(text)
    with web(taking(5)) as server:
        report = load(server.url, **QUICK, locustfile="locustfile.py")

    assert report.exit_code == 3
    assert told in report.gates[0].reason
    assert server.got == []


def test_an_endpoint_that_the_scenario_never_asks_for_is_an_error(
    load: Load, tmp_path: Path
) -> None:
    (tmp_path / "locustfile.py").write_text(SCENARIO)
    endpoints = ("GET /x p50<2s", "GET /y p50<2s")
    with web(taking(5)) as server:
        given = {**QUICK, "given_duration": "1", "given_endpoints": endpoints}
        report = load(server.url, **given, locustfile="locustfile.py")

    assert report.exit_code == 3
    assert report.gates[0].reason == "the scenario has no request called GET /y: nothing to judge"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"given_workers": "0"}, "--workers: expected a number from 1"),
        ({"given_workers": "2", "master": True}, "only one of them"),
        ({"master": True}, "--expect-workers N belong together"),
        ({"worker": True}, "--master-host H belong together"),
        ({"given_users": "3"}, "--users belongs to --locustfile"),
        ({"given_port": "70000", "worker": True, "master_host": "h"}, "--master-port: expected"),
        ({"given_port": "70"}, "--master-port belongs to"),
    ],
)
def test_options_that_do_not_go_together_are_refused(given: dict[str, Any], told: str) -> None:
    from launchready_ci.gates.load.config import Load as Config

    with pytest.raises(ValueError, match=told):
        Config(**given)


def test_the_jobs_for_kubernetes_give_options_that_go_together() -> None:
    import yaml

    from launchready_ci.gates.load.config import Load as Config
    from launchready_ci.options import options

    names = {option.name: field for field, option in options(Config).items()}
    expected = []
    for file in ("master.yaml", "workers.yaml"):
        text = (ROOT / "examples" / "kubernetes" / file).read_text()
        job = next(one for one in yaml.safe_load_all(text) if one["kind"] == "Job")
        _, gate, _, _, *words = job["spec"]["template"]["spec"]["containers"][0]["args"]
        given: dict[str, Any] = {}
        for word in words:
            if word.startswith("--"):
                given[names[word]] = True
            else:
                given[list(given)[-1]] = word
        config = Config(**given)
        assert gate == "load"
        expected.append(config.workers if config.master else job["spec"]["completions"])
    assert expected == [2, 2]
