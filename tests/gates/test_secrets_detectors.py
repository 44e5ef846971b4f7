"""Can detect-secrets load our formats as its own detectors?"""

import json
import random
import string
import subprocess
import sys
from pathlib import Path

import pytest

from launchready_ci.gates.secrets import detectors
from launchready_ci.gates.secrets.engine import searcher
from launchready_ci.gates.secrets.formats import FORMATS
from launchready_ci.sources import Text


@pytest.fixture(scope="module")
def line() -> str:
    letters = random.Random(3).choices(string.ascii_letters + string.digits, k=50)
    return f"postgres://app:{''.join(letters[:22])}@db.internal:5432/app\n"


def test_every_format_is_a_detector_of_its_own() -> None:
    kinds = [kind for name, kind in vars(detectors).items() if name.startswith("Launchready")]

    exported = {kind.secret_type for kind in kinds}

    assert len(exported) == len(FORMATS)


def test_detect_secrets_finds_what_we_find(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\n" + line)
    ours = searcher().search(Text("a.txt", ("one\n" + line).encode())).hits

    run = subprocess.run(
        [
            *(sys.executable, "-m", "detect_secrets", "scan", "-n", "--all-files"),
            *("-p", detectors.__file__, "."),
        ],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )

    found = json.loads(run.stdout)["results"]["a.txt"]
    assert len(ours) == 1
    assert (f"{ours[0].format.title} ({ours[0].format.id})", 2) in {
        (secret["type"], secret["line_number"]) for secret in found
    }
