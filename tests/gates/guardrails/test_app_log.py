"""Canaries: what was sent as a secret stands in no log, or is named with where it stands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from launchready_ci.findings import Outcome, Report
from launchready_ci.gate import CannotLook
from launchready_ci.gates.guardrails.app_log.reading import gained, sizes
from tests.gates.smoke_runs import HOME, findings, reason, reply
from tests.http.servers import Got, Reply, web
from tests.sample import SampleApps


def logs(file: object) -> str:
    return f'guardrails: {{logs: {{files: ["{file}"]}}, rate_limits: [{{form: /login}}]}}'


def found(report: Report) -> dict[str, list[str]]:
    return {rule: told for rule, told in findings(report).items() if rule >= "LR-GRD100"}


def test_only_what_was_added_is_read(tmp_path: Path) -> None:
    log, other = tmp_path / "app.log", tmp_path / "older.log"
    log.write_text("before\n")
    other.write_text("long before\n")
    before = sizes(str(tmp_path), ["*.log"])

    with log.open("a") as file:
        file.write("after\n")
    other.write_text("new\n")  # rotated

    assert gained(before) == {str(log): b"after\n", str(other): b"new\n"}


def test_a_log_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CannotLook, match="no such file"):
        sizes(str(tmp_path), ["log/*.jsonl"])


def test_the_sample_app_logs_no_secret_unless_it_is_told_to(
    guardrails: Callable[..., Report], sample_app: SampleApps
) -> None:
    sound, flawed = sample_app("", fresh=True), sample_app("secrets-in-logs", fresh=True)

    clean = guardrails(sound.url, logs(sound.log))
    told = found(guardrails(flawed.url, logs(flawed.log)))

    assert found(clean) == {}
    assert clean.exit_code == 0
    assert list(told) == ["LR-GRD100", "LR-GRD101", "LR-GRD102"]
    assert '"password": "' in told["LR-GRD100"][0]
    assert "query" in told["LR-GRD102"][0]


def test_the_log_of_another_app_is_no_pass(
    guardrails: Callable[..., Report], tmp_path: Path
) -> None:
    other = tmp_path / "other.log"
    other.write_text("GET /\n")
    page = '<form method="post"><input name="email"><input type="password" name="password"></form>'

    with web(lambda got: reply(page if got.path == "/login" else HOME)) as app:
        report = guardrails(app.url, logs(other))

    assert report.exit_code == 3
    assert "other.log does not show the requests of this gate" in reason(report)


def test_without_a_form_headers_and_query_are_tried(
    guardrails: Callable[..., Report], tmp_path: Path
) -> None:
    log = tmp_path / "app.log"
    log.touch()

    def route(got: Got) -> Reply:
        with log.open("a") as file:
            file.write(f"{got.path}\n")
        return reply(HOME) if got.path == "/" else reply("Not here", 404)

    with web(route) as app:
        report = guardrails(app.url, f'guardrails: {{logs: {{files: ["{log}"]}}}}')

    outcomes = {r.rule.id: r.outcome for r in report.gates[0].results if r.rule.id >= "LR-GRD100"}
    assert outcomes == {
        "LR-GRD100": Outcome.SKIPPED,
        "LR-GRD101": Outcome.PASSED,
        "LR-GRD102": Outcome.FAILED,
    }
