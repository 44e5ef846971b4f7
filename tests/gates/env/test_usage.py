"""Reads of variables are found in every language, and nothing else is.

The texts of ``usage/`` hold whole little repositories: ``== path`` begins a file, and what
follows ``»`` on a line is what is to be found there, with ``?`` where the code goes on without it.
"""

import re
from pathlib import Path

import pytest

from launchready_ci.findings import Location
from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.usage import Read, relevant, usage
from launchready_ci.gates.env.usage.javascript import lexing
from launchready_ci.sources import Text

CASES = sorted((Path(__file__).parent / "usage").glob("*.txt"))
EXPECTED = re.compile(r"[ \t]*»(.*)")


def reads(files: dict[str, str]) -> list[Read]:
    found = list(usage(Text(path, text.encode()) for path, text in files.items()))
    assert not [item for item in found if isinstance(item, Unreadable)]
    return [item for item in found if isinstance(item, Read)]


def split(case: Path) -> tuple[dict[str, str], set[str]]:
    """The files of a case without what is expected of them, and that."""
    files, expected = {}, set()
    for part in re.split(r"^== ", case.read_text(), flags=re.MULTILINE)[1:]:
        path, _, text = part.partition("\n")
        for number, line in enumerate(text.split("\n"), 1):
            if match := EXPECTED.search(line):
                expected |= {f"{path}:{number} {name}" for name in match[1].split()}
        files[path] = EXPECTED.sub("", text)
    return files, expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_read_is_found_and_nothing_else(case: Path) -> None:
    files, expected = split(case)

    found = {
        f"{read.location.path}:{read.location.line} {read.name}{'?' * read.default}"
        for read in reads(files)
    }

    assert sorted(found ^ expected) == []


def test_javascript_is_read_without_tree_sitter_too(monkeypatch: pytest.MonkeyPatch) -> None:
    files, expected = split(Path(__file__).parent / "usage" / "javascript.txt")
    monkeypatch.setattr(lexing, "_languages", dict)

    found = {f"{r.location.path}:{r.location.line} {r.name}{'?' * r.default}" for r in reads(files)}

    assert sorted(found ^ expected) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_file_of_a_case_is_worth_reading(case: Path) -> None:
    files, _ = split(case)

    assert [path for path in files if not relevant(path)] == []


def test_a_read_in_a_test_counts_apart() -> None:
    code = "import os\nos.environ['A']\n"

    found = reads({"app.py": code, "tests/a.py": code, "test_b.py": code})

    assert {read.location.path: read.test for read in found} == {
        "app.py": False,
        "tests/a.py": True,
        "test_b.py": True,
    }


def test_what_only_tests_are_run_with_counts_apart() -> None:
    found = reads(dict.fromkeys(("playwright.config.ts", "vite.config.ts"), "process.env.A"))

    assert {read.location.path: read.test for read in found} == {
        "playwright.config.ts": True,
        "vite.config.ts": False,
    }


def test_other_names_of_one_read_are_told() -> None:
    code = (
        "import os\n"
        "def get(name):\n"
        "    for key in ['APP_' + name, name]:\n"
        "        if key in os.environ:\n"
        "            return os.environ[key]\n"
        "get('HOST')\n"
    )

    (read,) = reads({"app.py": code})

    assert (read.name, read.instead) == ("HOST", ("APP_HOST",))


def test_a_comment_on_the_line_switches_rules_off() -> None:
    code = "import os\nos.environ['A']  # launchready: ignore[LR-ENV002] set by the host\n"

    (read,) = reads({"app.py": code})

    assert read.ignored == {"LR-ENV002"}


def test_the_place_is_that_of_the_name_in_code_points() -> None:
    (read,) = reads({"a.py": "import os\nx = 'é你', os.environ['A']\n"})

    assert read.location == Location("a.py", 2, 22, 2, 25)


def test_code_that_does_not_parse_is_told_and_the_rest_goes_on() -> None:
    texts = [
        Text("a.py", b"import os\nos.environ[\n"),
        Text("b.py", b"import os\nos.environ['B']\n"),
    ]

    found = list(usage(texts))

    assert [item.reason for item in found if isinstance(item, Unreadable)] == ["not valid Python"]
    assert [item.name for item in found if isinstance(item, Read)] == ["B"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"(" * 50_000 + b"process.env.A", id="deeply nested"),
        pytest.param(b"process.env.A; '\xff\xfe \xc3", id="not UTF-8"),
        pytest.param(b"`${" * 20_000 + b"process.env.A", id="nested templates"),
        pytest.param(b"process.env." * 20_000, id="endless chain"),
        pytest.param(b"if (process.env.A\n" * 10_000, id="never closed"),
        pytest.param(b"/[/" * 30_000 + b"process.env.A", id="regular expressions that do not end"),
        pytest.param(b'ENV["' * 10_000 + b'os.Getenv("', id="calls that are not closed"),
        pytest.param(b'"#{' * 10_000 + b"${" * 10_000, id="code in strings in code"),
        pytest.param(b"$(" * 30_000 + b"$A <<A <<B `\"'", id="substitutions that do not end"),
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "a.ts",
        "a.js",
        "A.vue",
        "a.sh",
        "Dockerfile",
        "Makefile",
        "a.go",
        "a.rb",
        "a.erb",
        "a.php",
        "a.ex",
        "A.java",
        "A.kt",
        "A.cs",
        "a.rs",
    ],
)
def test_a_hostile_text_stops_nothing(path: str, text: bytes) -> None:
    found = list(usage([Text(path, text), Text("b.ts", b"process.env.B")]))

    assert "B" in {item.name for item in found if isinstance(item, Read)}


def test_a_bundle_is_not_read() -> None:
    bundle = b"var a=process.env.DECOY;" * 1000

    assert not reads({"dist/app.js": bundle.decode()})


def test_yaml_that_does_not_parse_is_told_with_its_line() -> None:
    found = list(usage([Text("compose.yaml", b"a: ${A}\nb: [\n"), Text("b.sh", b"echo $B")]))

    broken = [item for item in found if isinstance(item, Unreadable)]
    assert [(item.location, item.subject) for item in broken] == [
        (Location("compose.yaml", 3), "compose.yaml")
    ]
    assert {item.name for item in found if isinstance(item, Read)} == {"A", "B"}


def test_names_that_stand_for_each_other_come_to_an_end() -> None:
    names = [f"n{i}" for i in range(30)]
    tangle = "\n".join(f"{name} = {' or '.join(f'{n}()' for n in names)}" for name in names)
    code = f"import os\n{tangle}\nn0.get('DECOY')\nos.environ['A']\nn1(os.environ)\n"

    assert {read.name for read in reads({"a.py": code})} == {"A"}


def test_a_name_passed_on_at_a_position_that_no_caller_has_is_nothing() -> None:
    code = """import os

def read(*names):
    return os.environ[names[0]]

def outer(*args):
    return read(*args)

outer(*[], 'x')
os.environ['A']
"""

    assert {read.name for read in reads({"a.py": code})} == {"A"}
