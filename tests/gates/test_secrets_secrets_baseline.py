"""Is what a detect-secrets baseline forgives forgiven, and nothing else?"""

import json
import random
import string
import subprocess
import sys
from pathlib import Path

import pytest

from launchready_ci.gates.secrets import secrets_baseline
from launchready_ci.gates.secrets.engine import Searcher
from launchready_ci.gates.secrets.formats import Format
from launchready_ci.sources import Text

GITHUB = Format("LR-SEC901", "g", "g", r"ghp_\w{36}", "a door.", "there.", rank=90)
STRIPE = Format("LR-SEC902", "s", "s", r"sk_live_\w{24}", "a door.", "there.", rank=90)
KEY = Format("LR-SEC903", "k", "k", r"-----BEGIN RSA PRIVATE KEY-----", "a", "b")
PASSWORD = Format("LR-SEC904", "p", "p", r"password = \"(?P<value>[^\"]+)\"", "a", "b", rank=40)
SEARCHER = Searcher((GITHUB, STRIPE, KEY, PASSWORD))


def value(prefix: str, count: int, seed: int = 0) -> str:
    letters = string.ascii_letters + string.digits
    return prefix + "".join(random.Random(seed).choices(letters, k=count))


TEXT = (
    f'password = "{value("", 20)}"\n'
    f'token = "{value("ghp_", 36)}"\n'
    f'stripe = "{value("sk_live_", 24)}"\n'
    "-----BEGIN RSA PRIVATE KEY-----\n"
    f'x = "prefix:{value("sk_live_", 24, 2)}"\n'
)


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> secrets_baseline.SecretsBaseline:
    folder = tmp_path_factory.mktemp("tree")
    (folder / "a.py").write_text(TEXT)
    run = subprocess.run(
        [sys.executable, "-m", "detect_secrets", "scan", "-n", "--all-files", "."],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    (folder / ".secrets.baseline").write_bytes(run.stdout)
    found = secrets_baseline.read(str(folder / ".secrets.baseline"))
    assert found is not None
    return found


def forgiven(baseline: secrets_baseline.SecretsBaseline, path: str, text: str) -> dict[int, bool]:
    found = SEARCHER.search(Text(path, text.encode()))
    return {hit.line: baseline.forgives(found, hit) for hit in found.hits}


def test_what_detect_secrets_listed_is_forgiven(
    baseline: secrets_baseline.SecretsBaseline,
) -> None:
    assert forgiven(baseline, "a.py", TEXT) == dict.fromkeys((1, 2, 3, 4, 5), True)


def test_another_file_is_not_forgiven(baseline: secrets_baseline.SecretsBaseline) -> None:
    assert not any(forgiven(baseline, "b.py", TEXT).values())


def test_lines_may_drift_where_the_value_is_known(
    baseline: secrets_baseline.SecretsBaseline,
) -> None:
    drifted = forgiven(baseline, "a.py", "\n\n" + TEXT)

    assert drifted == {3: True, 4: True, 5: True, 6: False, 7: True}


def test_a_new_secret_on_a_listed_line_is_not_forgiven(
    baseline: secrets_baseline.SecretsBaseline,
) -> None:
    text = f'password = "{value("", 20, 7)}"\n\nstripe = "{value("sk_live_", 24, 7)}"\n'

    assert forgiven(baseline, "a.py", text) == {1: False, 3: False}


def test_a_baseline_that_does_not_exist_forgives_nothing(tmp_path: Path) -> None:
    assert secrets_baseline.read(str(tmp_path / "none")) is None


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"results": []}', '{"results": {"a": [{}]}}', "\x00", "[" * 99999]
)
def test_what_is_no_baseline_cannot_be_used(content: str, tmp_path: Path) -> None:
    (tmp_path / "b").write_text(content)

    with pytest.raises(ValueError, match="not a detect-secrets baseline"):
        secrets_baseline.read(str(tmp_path / "b"))


def test_code_of_the_repository_is_named_and_not_run(tmp_path: Path) -> None:
    content = {
        "results": {},
        "plugins_used": [{"name": "Own", "path": "file://own.py"}, {"name": "AWSKeyDetector"}],
        "filters_used": [{"path": "file://f.py::drop"}, {"path": "detect_secrets.filters.x"}],
    }
    (tmp_path / "own.py").write_text("raise SystemExit")
    (tmp_path / "b").write_text(json.dumps(content))

    found = secrets_baseline.read(str(tmp_path / "b"))

    assert found is not None
    assert found.code == ("file://own.py", "file://f.py::drop")


def test_paths_of_windows_count_too() -> None:
    content = {"results": {"a\\b.py": [{"hashed_secret": "0", "line_number": 1}]}}

    assert "a/b.py" in secrets_baseline.parse("b", content).hashes
