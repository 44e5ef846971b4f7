"""A baseline that Git can merge, and that never forgives more than was meant."""

import json
from pathlib import Path

import pytest

from launchready_ci import baseline
from launchready_ci.baseline import Baseline, BaselineError, Entry
from launchready_ci.findings import Finding, Location
from launchready_ci.unusable import Unusable

ENTRIES = [Entry(c * 32, "LR-SEC004", f"{c}.py", "old") for c in "cab"]
HEADER = json.dumps({"schema": baseline.SCHEMA, "salt": "s1"})


def finding(line: int = 3, key: str = "k") -> Finding:
    return Finding("a token", Location("app.py", line, 1), key)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / baseline.FILE
    written = Baseline("salt", {entry.fingerprint: entry for entry in ENTRIES})

    baseline.write(str(path), written)

    assert baseline.load(str(path)) == written
    assert [p.name for p in tmp_path.iterdir()] == [baseline.FILE]


def test_entries_are_sorted_lines_without_times_or_numbers(tmp_path: Path) -> None:
    path = tmp_path / baseline.FILE

    baseline.write(str(path), Baseline("salt", {e.fingerprint: e for e in ENTRIES}))

    header, *rows = path.read_text().splitlines()
    assert json.loads(header) == {"schema": "launchready.baseline/1", "salt": "salt"}
    assert rows == sorted(rows)
    assert set(json.loads(rows[0])) == {"fingerprint", "rule", "path", "reason"}


def test_no_baseline_forgives_nothing(tmp_path: Path) -> None:
    loaded = baseline.load(str(tmp_path / "absent"))

    assert loaded == Baseline()
    assert not loaded.forgives("a" * 32)


def test_the_fingerprint_holds_no_line_but_rule_path_subject_and_key() -> None:
    prints = Baseline().fingerprint

    same = prints("LR-SEC004", "", finding(line=3))
    assert same == prints("LR-SEC004", "", finding(line=99))
    others = {
        prints("LR-SEC005", "", finding()),
        prints("LR-SEC004", "x", finding()),
        prints("LR-SEC004", "", finding(key="other")),
        prints("LR-SEC004", "", Finding("a token", Location("b.py", 3, 1), "k")),
        Baseline("salt").fingerprint("LR-SEC004", "", finding()),
    }
    assert len(others) == 5
    assert same not in others


def test_a_path_that_is_not_utf_8_has_a_fingerprint_and_survives(tmp_path: Path) -> None:
    odd = "caf\udce9.py"
    print_ = Baseline().fingerprint("LR-SEC004", "", Finding("m", Location(odd)))
    path = tmp_path / baseline.FILE

    baseline.write(str(path), Baseline("s", {print_: Entry(print_, "LR-SEC004", odd, "old")}))

    assert baseline.load(str(path)).entries[print_].path == odd


def test_what_no_finding_met_is_stale() -> None:
    loaded = Baseline("s", {entry.fingerprint: entry for entry in ENTRIES})

    loaded.forgives(ENTRIES[0].fingerprint)

    assert {entry.path for entry in loaded.stale("LR-SEC")} == {"a.py", "b.py"}
    assert loaded.stale("LR-ENV") == []


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        pytest.param([HEADER, HEADER.replace("s1", "s2")], "2:1: a second header", id="bad merge"),
        pytest.param([ENTRIES[0].line()], "1:1: an entry before", id="no header"),
        pytest.param([], "1:1: the header line is missing", id="empty"),
        pytest.param([HEADER, "<<<<<<< ours"], "2:1: expected one JSON", id="conflict marks"),
        pytest.param([HEADER, '{"fingerprint": 1}'], "2:1: expected the texts", id="wrong entry"),
        pytest.param(['{"schema": "x/9", "salt": "s"}'], "1:1: expected schema", id="other schema"),
        pytest.param([HEADER, "[1]"], "2:1: expected one JSON", id="a list"),
    ],
)
def test_a_baseline_that_cannot_be_used_says_where(lines: list[str], place: str) -> None:
    with pytest.raises(BaselineError) as caught:
        baseline.parse("launchready.baseline", lines)

    assert str(caught.value).startswith(f"launchready.baseline:{place}")


def test_a_union_merge_of_two_branches_is_legal() -> None:
    rows = [HEADER, ENTRIES[0].line(), ENTRIES[1].line(), ENTRIES[0].line(), ""]

    merged = baseline.parse("launchready.baseline", rows)

    assert set(merged.entries) == {ENTRIES[0].fingerprint, ENTRIES[1].fingerprint}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            HEADER.encode() + b"\n<<<<<<< HEAD\n", ":2:1: an unresolved merge", id="a conflict"
        ),
        pytest.param(HEADER.encode() + b"\n\xff\n", ":2:1: this is not UTF-8", id="not UTF-8"),
        pytest.param(b"{}\n", ":1:1: an entry before the header line", id="no header"),
    ],
)
def test_a_damaged_file_says_where_and_what_to_do(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / baseline.FILE
    path.write_bytes(data)

    with pytest.raises(Unusable) as caught:
        baseline.load(str(path))

    assert str(caught.value).startswith(f"{path}{told}")
    assert ": " in str(caught.value).partition(told)[2]


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="there is a folder"):
        baseline.load(str(tmp_path))


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="cannot be written: No such file"):
        baseline.write(str(tmp_path / "absent" / "b"), Baseline())
