"""Each flaw of the sample app shows, and nothing else does."""

import re
import subprocess
import sys

import pytest

from tests.sample import FOLDER, SampleApps
from tests.sample_app.symptoms import PROBES, get, shown


def variables(example: str) -> set[str]:
    return set(re.findall(r"^(\w+)=", (FOLDER / example).read_text(), re.MULTILINE))


def test_the_sound_app_shows_no_flaw(sample_app: SampleApps) -> None:
    app = sample_app(LOG_QUERIES="1")

    assert shown(app) == set()


@pytest.mark.parametrize("flaw", PROBES)
def test_a_flaw_shows_and_only_that(sample_app: SampleApps, flaw: str) -> None:
    argument = ":3600" if flaw == "old-version" else ""

    app = sample_app(flaw + argument, LOG_QUERIES="1")

    assert shown(app) == {flaw}


def test_two_flaws_at_once(sample_app: SampleApps) -> None:
    app = sample_app("open-admin, no-request-id", LOG_QUERIES="1")

    assert shown(app) == {"open-admin", "no-request-id"}


def test_the_previous_release_gives_way(sample_app: SampleApps) -> None:
    app = sample_app("old-version:1", fresh=True)

    while get(app, "/healthz").json["version"] == "0000000":
        pass  # for a second at most

    assert get(app, "/healthz").json["version"] == app.environ["APP_VERSION"]


def test_a_variable_is_missing_from_the_example(sample_app: SampleApps) -> None:
    with pytest.raises(RuntimeError, match="SECRET_KEY: Field required"):
        sample_app("missing-variable", fresh=True)

    lacking = variables(".env.example") - variables("flawed/missing-variable/.env.example")
    assert lacking == {"SECRET_KEY"}


def test_a_misspelt_setting_keeps_the_app_from_starting(sample_app: SampleApps) -> None:
    with pytest.raises(RuntimeError, match=r"login\.atempts"):
        sample_app("misspelt-setting", fresh=True)


def test_a_flaw_that_nobody_knows_is_refused(sample_app: SampleApps) -> None:
    with pytest.raises(RuntimeError, match="no flaw is called open-bar: there are old-version"):
        sample_app("open-bar")


def test_the_list_names_every_flaw() -> None:
    command = [sys.executable, "-m", "app", "--list-flaws"]

    listed = subprocess.run(command, cwd=FOLDER, check=True, capture_output=True, text=True)

    names = {line.split()[0] for line in listed.stdout.splitlines()}
    assert names == {*PROBES, "missing-variable", "misspelt-setting", "secret-in-build"}
