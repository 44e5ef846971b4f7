"""What people wrote comes back without the credentials in it: names of files, arguments."""

import json
from pathlib import Path

import pytest

from tests.e2e.world import Repository, new_secret

pytestmark = pytest.mark.e2e
REPORTS = ("console", "json", "junit", "junit-strict", "sarif", "html", "github", "summary")


def test_no_report_shows_a_secret_in_the_name_of_a_file(repo: Repository, secret: str) -> None:
    repo.stage({f"backup/{secret}/key.py": f'KEY = "{new_secret()}"\n'})

    done = repo.launchready("secrets", *(f"--output={form}=out/{form}" for form in REPORTS))

    assert done.code == 1, done.text
    texts = {form: repo.read(f"out/{form}") for form in REPORTS}
    assert "backup/[redacted]/key.py:1:8" in texts["console"]
    assert '"uri": "backup/%5Bredacted%5D/key.py"' in texts["sarif"]
    assert all("/key.py" in text for text in texts.values())


def test_a_file_that_cannot_be_read_is_named_without_the_secret(
    repo: Repository, secret: str
) -> None:
    repo.stage({f"{secret}.py": "x = 1\n"})
    blob = repo.git("rev-parse", f":{secret}.py")
    (repo.path / ".git/objects" / blob[:2] / blob[2:]).unlink()

    done = repo.launchready("secrets", "--output=json=r.json", "--output=sarif=r.sarif")

    assert done.code == 3, done.text
    assert "[redacted].py" in done.out
    assert "[redacted].py" in json.loads(repo.read("r.json"))["results"][0]["subject"]
    assert "%5Bredacted%5D.py" in repo.read("r.sarif")


def test_a_baseline_names_the_file_without_the_secret(repo: Repository, secret: str) -> None:
    repo.stage({f"{secret}.py": f'KEY = "{new_secret()}"\n'})

    done = repo.launchready("baseline", "secrets", "--reason", "made up")
    after = repo.launchready("secrets")

    assert (done.code, after.code) == (0, 0), after.text
    assert '"path": "[redacted].py"' in repo.read("launchready.baseline")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["{}"], id="a gate"),
        pytest.param(["secrets", "--{}"], id="an option"),
        pytest.param(["secrets", "--fail-on", "{}"], id="a severity"),
        pytest.param(["secrets", "--output", "{}"], id="a format"),
        pytest.param(["secrets", "--output", "json={}/{}/"], id="a report"),
        pytest.param(["secrets", "--config", "{}"], id="a configuration"),
        pytest.param(["secrets", "--root", "{}"], id="a root"),
        pytest.param(["secrets", "--baseline", "{}"], id="a baseline"),
        pytest.param(["secrets", "--secrets-baseline", "{}"], id="another tool's baseline"),
        pytest.param(["secrets", "--range", "{}"], id="a range"),
        pytest.param(["secrets", "--range", "{}..HEAD"], id="one side of a range"),
        pytest.param(["secrets", "--detectors", "{}"], id="detectors"),
        pytest.param(["secrets", "--pre-push", "{}", "{}"], id="a remote"),
        pytest.param(["secrets", "{}"], id="a file"),
        pytest.param(["secrets", "--hook", "{}"], id="a file of a hook"),
        pytest.param(["env", "--environment", "{}"], id="an environment"),
        pytest.param(["run", "--gates", "{}"], id="gates"),
        pytest.param(["run", "--stage", "{}"], id="a stage"),
        pytest.param(["explain", "{}"], id="a rule"),
        pytest.param(["baseline", "{}"], id="a gate of a baseline"),
        pytest.param(["baseline", "secrets", "--reason=x", "--from", "{}"], id="a source"),
    ],
)
def test_an_argument_that_is_a_secret_is_not_told_back(
    repo: Repository, secret: str, arguments: list[str]
) -> None:
    done = repo.launchready(*(word.format(secret, secret) for word in arguments))

    assert done.code in (1, 2, 3), done.text
    assert done.text.strip()
    assert secret not in done.text


def test_what_is_written_of_an_argument_is_masked_too(repo: Repository, secret: str) -> None:
    repo.stage({"a.py": f'KEY = "{new_secret()}"\n'})

    repo.launchready("secrets", "--sarif-suffix", secret, "--output=sarif=r.sarif")
    repo.launchready("baseline", "secrets", "--reason", f"it was {secret}")

    assert '"id": "launchready/secrets/[redacted]/"' in repo.read("r.sarif")
    assert '"reason": "it was [redacted]"' in repo.read("launchready.baseline")


@pytest.mark.parametrize("name", ["FAIL_ON", "OUTPUT", "CONFIG", "ROOT", "BASELINE", "RANGE"])
def test_nor_is_a_variable(repo: Repository, secret: str, name: str) -> None:
    done = repo.launchready("secrets", **{f"LAUNCHREADY_{name}": secret})

    assert done.code in (2, 3), done.text
    assert secret not in done.text


def test_a_configuration_is_refused_without_its_secret(
    repo: Repository, secret: str, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(f"secrets:\n  {secret}: 1\n")

    done = repo.launchready("secrets", "--config", str(tmp_path / "a.yaml"))

    assert done.code == 2
    assert "unknown key" in done.err
