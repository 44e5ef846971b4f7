"""What is set in the target environment, from a file, a list of names or this process."""

from pathlib import Path

import pytest

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook
from launchready_ci.gates.env import target
from launchready_ci.gates.env.target import Sort, Target


def read(path: Path, text: str, environ: dict[str, str] | None = None) -> Target:
    path.write_bytes(text.encode())
    return target.from_file("production", str(path.parent), str(path), environ or {}, "production")


def values(found: Target) -> dict[str, str]:
    return {name: value.text for name, value in (found.values or {}).items()}


def test_a_file_is_read_as_python_dotenv_reads_it(tmp_path: Path) -> None:
    text = "# c\nA=1\r\nexport B='x y' # no\n\nC=\nD\nE=\"a\\nb\"\nF=${A}-${G:-z}-${H}\n"

    found = read(tmp_path / "x.env", text, {"H": "h"})

    assert values(found) == {"A": "1", "B": "x y", "C": "", "E": "a\nb", "F": "1-z-h"}
    assert found.entries["B"].location == Location("x.env", 3, 8, 3, 9)


def test_what_nothing_fills_in_stays(tmp_path: Path) -> None:
    assert values(read(tmp_path / "x.env", "A=${NOWHERE}\n")) == {"A": "${NOWHERE}"}


def test_a_comment_in_the_file_switches_a_rule_off(tmp_path: Path) -> None:
    found = read(tmp_path / "x.env", "A=1 # launchready: ignore[LR-ENV009] on purpose\n")

    assert found.entries["A"].ignored == {"LR-ENV009"}


def test_a_file_outside_of_the_repository_has_no_places(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    file = tmp_path / "prod.env"
    file.write_text("A=1\n")

    found = target.from_file("", str(tmp_path / "root"), str(file), {}, "")

    assert found.entries["A"].location is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(None, "No such file", id="absent"),
        pytest.param(b"A=\xff\n", "no text in UTF-8", id="Latin-1"),
        pytest.param("A=1".encode("utf-16"), "no text in UTF-8", id="UTF-16"),
        pytest.param(b"A=1\n" * 400_000, "too large", id="huge"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(
    tmp_path: Path, data: bytes | None, words: str
) -> None:
    path = tmp_path / "x.env"
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(CannotLook, match=words):
        target.from_file("", str(tmp_path), str(path), {}, "")


def test_a_list_without_a_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("# none\n")

    with pytest.raises(CannotLook, match=r"names\.txt: no name of a variable"):
        target.from_names("production", str(tmp_path), "names.txt", "production")


def test_a_later_file_of_one_environment_wins(tmp_path: Path) -> None:
    first = read(tmp_path / "a.env", "A=1\nB=1\n")

    found = target.layered("production", [first, read(tmp_path / "b.env", "B=2\n")])

    assert values(found) == {"A": "1", "B": "2"}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (".env.production", "production"),
        ("deploy/.env.production.local", "production"),
        ("prod.env", "prod"),
        ("staging.env", "staging"),
        ("env.eu-production", "eu-production"),
        (".env", ""),
        (".env.local", ""),
        (".env.example", ""),
        ("a.env", ""),
    ],
)
def test_a_file_may_say_which_environment_it_is_of(path: str, name: str) -> None:
    assert target.environment_of(path) == name


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("production", "production"),
        ("PROD", "production"),
        ("live", "production"),
        ("eu-production", "production"),
        ("prod-eu", "production"),
        ("staging", "other"),
        ("preproduction", "other"),
        ("pre-production", "other"),
        ("eu-non-prod", "other"),
        ("products", "other"),
        ("", ""),
    ],
)
def test_a_name_says_whether_it_is_production(name: str, sort: Sort) -> None:
    assert target.sort_of(name) == sort


def test_a_target_shows_no_value(tmp_path: Path) -> None:
    found = read(tmp_path / "x.env", "A=zqxjk\n")

    assert "zqx" not in f"{found} {found!r}"
