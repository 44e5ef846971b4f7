"""What may be loaded, as the command line and launchready.yaml say it."""

from pathlib import Path

import pytest

from launchready_ci.gates.load.config import Expect, Load, endpoint
from launchready_ci.nodes import ConfigError
from launchready_ci.suite import Settings, Suite
from launchready_ci.units import Duration, Share
from launchready_ci.unusable import UsageError
from tests.gates.load.conftest import Load as Run


def test_an_endpoint_is_a_method_a_path_and_limits() -> None:
    found = endpoint("POST /api/posts p95<300ms p50<0.1s errors<0.5%")

    assert (found.method, found.path, found.subject) == ("POST", "/api/posts", "POST /api/posts")
    assert found.expect == Expect(p95=Duration(0.3), p50=Duration(0.1), errors=Share(0.005))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("", "expected a method, a path and a limit", id="nothing"),
        pytest.param("GET", "expected a method, a path and a limit", id="no path"),
        pytest.param("FETCH /x p95<2s", "expected a method", id="no such method"),
        pytest.param("GET x p95<2s", "expected a method", id="no path of the app"),
        pytest.param("GET /x", "expected a limit such as p95: 300ms", id="no limit"),
        pytest.param("GET /x p95<", "expected p50, p95, p99 or errors", id="an empty limit"),
        pytest.param("GET /x p95<abc", "expected a duration such as 2s", id="no number"),
        pytest.param("GET /x p95>200ms", "then < and the limit", id="the wrong way round"),
        pytest.param("GET /x p95<-5ms", "expected a duration", id="less than nothing"),
        pytest.param("GET /x p95<0ms", "no time at all", id="no time"),
        pytest.param("GET /x p95<nan", "expected a duration", id="not a number"),
        pytest.param("GET /x p955<200ms", "did you mean p95", id="a misspelt quantile"),
        pytest.param("GET /x p95<200parsecs", "units: ms, s, m, h, d", id="an unknown unit"),
        pytest.param("GET /x p95<1s errors<7", "expected a share", id="errors without a unit"),
    ],
)
def test_another_endpoint_is_refused_in_words_that_help(text: str, told: str) -> None:
    with pytest.raises(ValueError, match="--endpoint") as refused:
        endpoint(text)

    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        pytest.param({"given_rate": "0"}, "a rate of nothing", id="no rate"),
        pytest.param({"given_rate": "-5"}, "--rate: expected a rate", id="a negative rate"),
        pytest.param({"given_rate": "nan"}, "--rate: expected a rate", id="not a number"),
        pytest.param({"given_rate": "10/parsec"}, "units: /s, /m, /h", id="an unknown unit"),
        pytest.param({"given_duration": "0s"}, "a duration of no time", id="no duration"),
        pytest.param({"given_history": "git:refs/heads/x"}, "outside of refs/heads", id="a branch"),
        pytest.param(
            {"given_endpoints": ("GET /x p95<1s", "GET /x p95<2s")}, "called GET /x", id="one name"
        ),
    ],
)
def test_a_command_line_that_cannot_be_run_is_refused(
    given: dict[str, object], told: str, tmp_path: Path
) -> None:
    suite = Suite.load(Settings(str(tmp_path)), {})

    with pytest.raises(UsageError) as refused:
        suite.plan(["load"], given)

    assert told in str(refused.value)


def test_a_bare_number_is_seconds_and_per_second() -> None:
    config = Load(given_rate="20", given_duration="1.5", given_endpoints=("GET /x p95<1s",))

    assert [config.rate, config.duration, config.total_rate] == [20.0, 1.5, 20.0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "load: {rate: fast}", "1:14: load.rate: expected a rate such as 10/s", id="a rate"
        ),
        pytest.param(
            "load: {endpoints: [{get: /x, as: membr}]}\nusers: {member: {login: {form: /l,"
            " fields: {a: b}}}}",
            "no user membr under users, did you mean member?",
            id="a user",
        ),
        pytest.param(
            'load: {endpoints: [{get: "/x?{{word}}", data: {word: none.txt}}]}',
            "1:54: load.endpoints[0].data.word: there is no such file",
            id="a file",
        ),
        pytest.param(
            'load: {endpoints: [{get: "/x?{{word}}"}]}', "which no data gives", id="no data"
        ),
        pytest.param(
            "load: {endpoints: [{get: /x, expect: {p95: 0s}}]}", "no time at all", id="a limit"
        ),
        pytest.param("load: {endpoints: [{name: x}]}", "expected one of get", id="no request"),
    ],
)
def test_a_section_that_cannot_be_run_is_refused_at_its_place(
    text: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "launchready.yaml").write_text(text)
    suite = Suite.load(Settings(str(tmp_path)), {})

    with pytest.raises(ConfigError) as refused:
        suite.plan(["load"], {})

    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("url", "given", "told"),
    [
        pytest.param("", {}, "no URL of the app", id="no URL"),
        pytest.param("http://127.0.0.1:9", {"given_endpoints": ()}, "no endpoint", id="nothing"),
        pytest.param("http://127.0.0.1:9", {"given_duration": "10"}, "at most 200", id="too few"),
        pytest.param(
            "http://app.example", {"given_rate": "201"}, "--i-own-this-host", id="much too fast"
        ),
        pytest.param(
            "http://app.example", {"given_duration": "6m"}, "--i-own-this-host", id="too long"
        ),
    ],
)
def test_what_cannot_or_must_not_be_loaded_is_an_error(
    url: str, given: dict[str, object], told: str, load: Run
) -> None:
    report = load(url, **{"given_endpoints": ("GET /x p95<1s",), **given})

    assert report.exit_code == 3
    assert told in report.gates[0].reason
