"""The load gate on real servers, with a real Locust."""

import itertools
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from launchready_ci.findings import Outcome, Report, Result
from launchready_ci.gates.load import measured
from launchready_ci.gates.load.past import run
from launchready_ci.gates.load.stores import lines
from launchready_ci.reports import json as json_report
from launchready_ci.suite import Settings, Suite
from tests.gates.load.conftest import Load, findings, taking
from tests.http.servers import Got, Reply, Talk, dripped, raw, said, web

QUICK: dict[str, Any] = {
    "given_rate": "100",
    "given_duration": "3",
    "given_endpoints": ("GET /x p50<2s",),
}
FIGURES = (
    "samples",
    *(f"{name}{part}_ms" for name in ("p50", "p95", "p99") for part in ("", "_low", "_high")),
    *("p50_limit_ms", "response_p95_ms", "service_p95_ms", "rate", "errors", "error_kinds"),
    *("histogram", "over_time", "server_timing", "trend", "run_delay_share", "warmup_s"),
)


def children() -> list[str]:
    """The command lines of what runs below this process."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
            command = Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            continue
        if int(stat.rpartition(")")[2].split()[1]) == os.getpid() and "generator" in command:
            found.append(pid)
    return found


def properties(report: Report) -> dict[str, Any]:
    return dict(result(report, "LR-LOD001").properties)


def result(report: Report, rule: str) -> Result:
    return next(result for result in report.gates[0].results if result.rule.id == rule)


def test_a_quick_app_passes_with_its_figures(load: Load) -> None:
    with web(taking(5)) as server:
        report = load(server.url, **QUICK)

    assert report.exit_code == 0, report.gates[0].reason
    assert report.outcome is Outcome.PASSED
    figures = properties(report)
    assert tuple(figures) == FIGURES
    assert sum(count for _, count in figures["histogram"]) == figures["samples"]
    assert figures["over_time"][0][0] == 0
    assert 300 <= int(figures["samples"]) <= len(server.got) - 100, "without the warm-up's second"
    assert len({got.connection for got in server.got}) < 120, "users are as many as are needed"
    assert json.loads(json_report.render(report))["results"][0]["properties"] == {
        **figures,
        **{name: [[*pair] for pair in figures[name]] for name in ("histogram", "over_time")},
    }
    assert children() == []


def test_a_slow_app_fails_with_its_p95(load: Load) -> None:
    endpoint = "{name: feed, get: /x, expect: {p95: 5ms}}"
    text = f"load: {{rate: 100/s, duration: 3s, endpoints: [{endpoint}]}}"
    slow = taking(60)
    timing = ("Server-Timing", "app;dur=2, db;dur=58.5")
    with web(lambda got: replace(slow(got), headers=[timing])) as server:
        report = load(server.url, text)

    assert report.exit_code == 1
    assert properties(report)["server_timing"] == {"db": 58.5, "app": 2.0}
    (told,) = findings(report)["LR-LOD001"]
    assert told.startswith("feed: p95 is ")
    assert "expected at most 5.0 ms" in told
    assert told.endswith("of what it answered, the app timed (p95) db 58 ms, app 2.0 ms")
    assert result(report, "LR-LOD001").findings[0].location.column == text.index("5ms") + 1


def test_a_user_signs_in_once_and_every_request_is_theirs(load: Load, tmp_path: Path) -> None:
    def route(got: Got) -> Reply:
        if got.path == "/token":
            return Reply('{"token": "tok-1"}', 200, [("Content-Type", "application/json")])
        return Reply("ok", 200 if got.headers.get("authorization") == "Bearer tok-1" else 401)

    (tmp_path / "words.txt").write_text("one\ntwo words\n")
    text = """
users: {api: {login: {post: /token, body: {key: {secret: API_KEY}}, bearer: token}}}
load:
  rate: 100/s
  duration: 3s
  endpoints:
    - {post: "/find?q={{word}}", as: api, body: {word: "{{word}}"}, data: {word: words.txt}}
"""
    with web(route) as server:
        report = load(server.url, text, {"API_KEY": "k-1"})

    assert report.exit_code == 0, findings(report)
    signed_in = [got.path for got in server.got].count("/token")
    assert signed_in * 100 < len(server.got), "once a run"
    sent = {(got.path, got.body) for got in server.got if got.path != "/token"}
    assert sent == {
        ("/find?q=one", b'{"word": "one"}'),
        ("/find?q=two%20words", b'{"word": "two words"}'),
    }


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize(
    ("reply", "told"),
    [
        pytest.param(Reply("no", 500), "times status 500", id="all 500s"),
        pytest.param(
            Reply("", 302, [("Location", "/login?next=x")]),
            "times status 302 to /login",
            id="a redirect to the login page",
        ),
    ],
)
def test_an_app_that_answers_with_errors_is_stopped_and_fails(
    reply: Reply, told: str, load: Load
) -> None:
    with web(lambda _: reply) as server:
        report = load(server.url, **{**QUICK, "given_duration": "30"})

    assert report.exit_code == 1
    (message,) = findings(report)["LR-LOD002"]
    assert told in message
    assert "so the run was stopped" in message
    assert len(server.got) < 1500


@pytest.mark.slow
@pytest.mark.e2e
def test_an_app_that_breaks_in_the_middle_of_the_run_fails(load: Load) -> None:
    came = itertools.count()

    def route(_: Got) -> Reply:
        return Reply("", 200 if next(came) < 600 else 503)

    with web(route) as server:
        endpoints = ("GET /x p50<2s errors<90%",)  # most of the run was well
        given = {**QUICK, "given_duration": "30", "given_endpoints": endpoints}
        report = load(server.url, **given)

    assert report.exit_code == 1
    assert "so the run was stopped" in findings(report)["LR-LOD002"][0]


@pytest.mark.parametrize(
    ("talk", "told"),
    [
        pytest.param(said(b"SSH-2.0-OpenSSH\r\n\r\n"), "no answer at all", id="no HTTP"),
        pytest.param(
            dripped(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
            "no answer at all: no whole answer in time",
            id="a body without end",
            marks=[pytest.mark.slow, pytest.mark.e2e],
        ),
    ],
)
def test_an_app_that_never_answers_was_not_measured(talk: Talk, told: str, load: Load) -> None:
    with raw(talk) as url:
        report = load(url, **QUICK)

    assert report.exit_code == 3
    assert told in report.gates[0].reason
    assert children() == []


def test_an_app_that_is_down_was_not_measured(load: Load) -> None:
    report = load("http://127.0.0.1:9", **QUICK)

    assert report.exit_code == 3
    assert report.gates[0].reason == "no answer at all: connection refused"


def strike(number: signal.Signals, to: str) -> None:
    """Send a signal in the middle of the run."""
    while not (found := children()):
        time.sleep(0.05)
    time.sleep(3)
    os.kill(int(found[0]) if to == "generator" else os.getpid(), number)


@pytest.mark.parametrize(
    ("number", "to", "told"),
    [
        pytest.param(
            signal.SIGKILL, "generator", "the load generator was lost", id="the generator is killed"
        ),
        pytest.param(signal.SIGINT, "gate", "interrupted", id="Ctrl-C"),
    ],
)
def test_a_run_that_is_cut_off_is_an_error_that_tells_what_was_measured(
    number: signal.Signals, to: str, told: str, load: Load, tmp_path: Path
) -> None:
    given = {**QUICK, "given_duration": "20", "given_history": "load.jsonl"}
    with web(taking(5)) as server:
        striking = threading.Thread(target=strike, args=(number, to))
        striking.start()
        report = load(server.url, **given)
        striking.join()

    assert report.exit_code == 3
    assert told in report.gates[0].reason
    assert children() == []
    assert not (tmp_path / "load.jsonl").exists()


@pytest.mark.slow
@pytest.mark.e2e
def test_an_unfit_run_is_no_verdict_and_writes_no_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measured, "WAITED", -1.0)  # no machine is that idle
    suite = Suite.load(Settings(str(tmp_path)), {})
    with web(taking(5)) as server:
        given = {"url": server.url, **QUICK, "given_history": "load.jsonl"}
        report = suite.run(suite.plan(["load"], given), "post-deploy")

    assert report.exit_code == 3
    assert "the load generator was too slow (run delay 0." in report.gates[0].reason
    assert result(report, "LR-LOD001").outcome is Outcome.SKIPPED
    assert properties(report)["samples"] > 300
    assert not (tmp_path / "load.jsonl").exists()


@pytest.mark.slow
@pytest.mark.e2e
def test_a_terminal_is_told_how_the_run_goes(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with web(taking(5)) as server:
        options = ["--rate", "100", "--duration", "3", "--endpoint", "GET /x p95<2s"]
        command = [str(Path(sys.executable).parent / "launchready"), "load", "--url", server.url]
        subprocess.run([*command, *options], cwd=tmp_path, stderr=theirs, check=False)
    os.close(theirs)

    told = os.read(ours, 4096).decode()

    os.close(ours)
    line = r"load: 100/s  GET /x p95 \d+ ms \(\d+ to (\d+|\?)\)  \d+ s to the next look"
    assert re.search(line, told)


@pytest.mark.slow
@pytest.mark.e2e
def test_the_history_tells_a_run_that_is_slower_than_usual(load: Load, tmp_path: Path) -> None:
    usual = {"samples": 300, "p50_ms": 0.5, "p95_ms": 1.0, "p99_ms": 2.0}
    past = [run("GET /x", "127.0.0.1", 100.0, usual, {}) for _ in range(6)]
    kept = tmp_path / "load.jsonl"
    kept.write_bytes(lines(past))
    with web(taking(30)) as server:
        first = load(server.url, **QUICK, given_history=str(kept))
        second = load(server.url, **QUICK, given_history=str(kept))

    assert (first.exit_code, list(findings(first))) == (0, ["LR-LOD006"])
    assert (second.exit_code, list(findings(second))) == (1, ["LR-LOD007"])
    written = [json.loads(line)["suspect"] for line in kept.read_text().splitlines()]
    assert written == [False] * 6 + [True, True]


def test_another_branch_is_compared_and_writes_no_history(load: Load, tmp_path: Path) -> None:
    usual = {"samples": 300, "p50_ms": 9e3, "p95_ms": 9.5e3, "p99_ms": 9.9e3}
    before = lines([run("GET /x", "127.0.0.1", 100.0, usual, {}) for _ in range(6)])
    (tmp_path / "load.jsonl").write_bytes(before)
    event = tmp_path / "event.json"
    event.write_text('{"repository": {"default_branch": "main"}}')
    environ = {"CI": "true", "GITHUB_REF": "refs/heads/topic", "GITHUB_EVENT_PATH": str(event)}
    with web(taking(5)) as server:
        report = load(server.url, "", environ, **QUICK, given_history="load.jsonl")

    assert report.exit_code == 0
    assert result(report, "LR-LOD007").outcome is Outcome.PASSED
    assert properties(report)["trend"] == [9500.0] * 6
    assert report.notes == ("the history is not written: this is not the default branch",)
    assert (tmp_path / "load.jsonl").read_bytes() == before


def test_a_broken_history_is_told_before_anything_is_sent(load: Load, tmp_path: Path) -> None:
    (tmp_path / "load.jsonl").write_text("no history\n")
    with web(taking(5)) as server:
        report = load(server.url, **QUICK, given_history="load.jsonl")

    assert report.exit_code == 3
    assert "load.jsonl:1: this is no run" in report.gates[0].reason
    assert server.got == []


def test_a_connection_that_the_app_closed_meanwhile_is_opened_anew(load: Load) -> None:
    came = itertools.count()

    def talk(peer: socket.socket) -> None:
        while peer.recv(65536):
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            if next(came) % 7 == 0:
                return  # without a word of it in the answer

    with raw(talk) as url:
        report = load(url, **QUICK)

    assert report.exit_code == 0, report.gates[0].reason
    assert properties(report)["errors"] == 0
