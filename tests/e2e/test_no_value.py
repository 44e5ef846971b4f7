"""A secret of every format that we know, in every report, hook and store: no value anywhere."""

import re
from pathlib import Path
from random import Random

import pytest

from launchready_ci.gates.secrets.formats import FORMATS
from tests.e2e.world import MADE, Repository
from tests.gates.secret_samples import sample

pytestmark = pytest.mark.e2e
REPORTS = ("console", "json", "junit", "junit-strict", "sarif", "html", "github", "summary")


@pytest.fixture(scope="module")
def samples() -> dict[str, str]:
    """Path → text; what tells each value from another of its format is put on the list."""
    texts = {}
    for row in FORMATS:
        name, value = sample(row.id, Random(row.id))
        texts[f"{row.id}.py"] = f'{name} = "{value}"\n'
        texts[f"{row.id}.env"] = f"{name}={value}\n"
        other = sample(row.id, Random(0)).value
        MADE.update(part for part in re.findall(r"[\w+/-]{12,}", value) if part not in other)
    return texts


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["secrets"], id="the tree"),
        pytest.param(["secrets", "--history"], id="the history"),
        pytest.param(["secrets", "--fail-on", "note"], id="the tree, down to notes"),
        pytest.param(["secrets", "--hook", *(f"{row.id}.py" for row in FORMATS)], id="the hook"),
        pytest.param(["run", "--stage", "pre-commit"], id="the stage"),
    ],
)
def test_no_report_shows_a_value(
    repo: Repository, samples: dict[str, str], arguments: list[str]
) -> None:
    repo.stage(samples)
    repo.git("commit", "-q", "-m", "all of them", "--no-verify")

    done = repo.launchready(*arguments, *(f"--output={form}=out/{form}" for form in REPORTS))
    shown = repo.launchready(*arguments)

    assert (done.code, shown.code) == (1, 1), shown.err
    for form in REPORTS:
        assert "LR-SEC001" in repo.read(f"out/{form}")


def test_no_stored_baseline_and_no_cache_holds_a_value(
    repo: Repository, samples: dict[str, str]
) -> None:
    repo.stage(samples)

    done = repo.launchready("baseline", "secrets", "--reason", "made up")
    after = repo.launchready("secrets", "--fail-on", "note")

    assert (done.code, after.code) == (0, 0), after.text
    assert "LR-SEC060" in repo.read("launchready.baseline")
    stored = filter(Path.is_file, Path(repo.environ["XDG_CACHE_HOME"]).rglob("*"))
    assert not [
        path for path in stored if any(value.encode() in path.read_bytes() for value in MADE)
    ]
