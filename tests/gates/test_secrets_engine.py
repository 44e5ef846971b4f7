"""Does the engine find every secret of a text, once, and at its exact place?"""

import json
import random
import re
import string
import subprocess
import sys
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready_ci.findings import Severity
from launchready_ci.gate import Unreadable
from launchready_ci.gates.secrets import engine, prefilter, views
from launchready_ci.gates.secrets.engine import Found, Hit, Searcher, search
from launchready_ci.gates.secrets.formats import Candidate, Format
from launchready_ci.sources import Text

ALPHABET = string.ascii_letters + string.digits


def letters(count: int, seed: int = 1) -> str:
    return "".join(random.Random(seed).choices(ALPHABET, k=count))


def row(name: str, pattern: str, rank: int = 90, **more: object) -> Format:
    facts = {"severity": Severity.ERROR, "rank": rank, **more}
    return Format(f"LR-SEC{len(name):03}", name, name, pattern, "a door.", "there.", **facts)  # type: ignore[arg-type]


def no_example(candidate: Candidate) -> bool:
    return b"example" not in candidate.before


TOKEN = row("token", r"\b(?P<value>tok_[0-9A-Za-z]{20,40})(?![0-9A-Za-z])", holds=no_example)
URL = row("url", r"[a-z]+://[^\s:/@]{1,40}:(?P<value>[^\s/@]{3,40})@", rank=60)
PASSWORD = row("password", r"""(?i)password["']?\s*[:=]\s*["'](?P<value>[^"'\n]{4,90})["']""", 40)
KEY = row(
    "key",
    r"-----BEGIN KEY-----[\s\\nr]{1,4}(?:[0-9A-Za-z+/=]{4,76}[\s\\nr]{1,4}){1,40}-----END KEY-----",
    lines=45,
    binary=True,
    prefilter=r"-----BEGIN KEY-----",
)
PAIR = row(
    "pair", r"\b(?P<value>AK[A-Z]{8})\b(?:[\s\S]{0,80}?\b(?P<also>[0-9A-Za-z/]{16})\b)?", lines=3
)
WORD = row("word", r"\b[0-9A-Za-z/]{16}\b", rank=10)
ROWS = (TOKEN, URL, PASSWORD, KEY, PAIR, WORD)


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher(ROWS)


def hits(searcher: Searcher, data: str | bytes) -> tuple[Hit, ...]:
    raw = data.encode() if isinstance(data, str) else data
    return searcher.search(Text("a.txt", raw)).hits


def said(searcher: Searcher, data: str | bytes) -> list[tuple[str, int, int]]:
    return [(hit.format.name, hit.line, hit.column) for hit in hits(searcher, data)]


def test_a_hit_has_its_exact_place_and_value(searcher: Searcher) -> None:
    value = "tok_" + letters(24)

    (hit,) = hits(searcher, f"one\ntwo\n  x = '{value}'  # ok\n")

    assert (hit.format, hit.value) == (TOKEN, value.encode())
    assert (hit.line, hit.column, hit.end_line, hit.end_column) == (3, 8, 3, 36)


def test_a_hit_never_shows_its_value(searcher: Searcher) -> None:
    value = "tok_" + letters(24)

    (hit,) = hits(searcher, value)

    assert value not in repr(hit)


def test_columns_count_code_points(searcher: Searcher) -> None:
    value = "tok_" + letters(24)

    (hit,) = hits(searcher, f"\ufeffcl\xe9\u20ac\U0001f511x «{value}»")

    assert (hit.column, hit.end_column) == (9, 37)


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_two_secrets_on_one_line_are_two(searcher: Searcher, end: str) -> None:
    one, two = "tok_" + letters(24), "tok_" + letters(30, seed=2)

    found = said(searcher, f"{one} {two}{end}{one}{end}")

    assert found == [("token", 1, 1), ("token", 1, 30), ("token", 2, 1)]


def test_the_higher_rank_wins_where_two_formats_overlap(searcher: Searcher) -> None:
    value = "tok_" + letters(24)

    found = said(searcher, f"password = 'redis://me:{value}@h'")

    assert found == [("token", 1, 24)]


def test_a_lower_rank_is_found_where_the_higher_one_does_not_hold(searcher: Searcher) -> None:
    value = "tok_" + letters(24)

    found = said(searcher, f"example: password = '{value}'")

    assert found == [("password", 1, 22)]


def test_a_further_half_of_a_credential_is_no_second_finding(searcher: Searcher) -> None:
    text = f"id = AKABCDEFGH\nkey = {letters(16)}\n"

    found = said(searcher, text)

    assert found == [("pair", 1, 6)]


def test_a_lone_half_is_found_by_the_other_format(searcher: Searcher) -> None:
    found = said(searcher, f"key = {letters(16)}\n")

    assert found == [("word", 1, 7)]


def pem(joint: str) -> str:
    body = joint.join(letters(64, seed) for seed in range(20))
    return f"-----BEGIN KEY-----{joint}{body}{joint}-----END KEY-----"


@pytest.mark.parametrize("joint", ["\n", "\r\n", "\\n"], ids=["unix", "windows", "escaped"])
def test_a_key_of_many_lines_is_one_finding(searcher: Searcher, joint: str) -> None:
    (hit,) = hits(searcher, f'a\nkey: "{pem(joint)}"\nb\n')

    assert (hit.format, hit.line, hit.column) == (KEY, 2, 7)
    assert hit.end_line == (2 if joint == "\\n" else 23)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{{"cell": "a\\n{0}\\n"}}', id="after an escaped newline"),
        pytest.param('{{"url": "http:\\/\\/me:{0}\\u0040h"}}', id="in an escaped URL"),
        pytest.param('"{{\\"password\\": \\"{0}\\"}}"', id="in JSON within JSON"),
    ],
)
def test_a_secret_is_found_behind_json_escapes(searcher: Searcher, text: str) -> None:
    value = "tok_" + letters(24)
    line = text.format(value)

    (hit,) = hits(searcher, "{\n" + line)

    assert hit.value == value.encode()
    assert (hit.line, hit.column) == (2, line.index(value) + 1)
    assert hit.end_column == hit.column + len(value)


def test_a_token_that_escapes_part_is_found_whole(searcher: Searcher) -> None:
    value = "tok_" + letters(24)

    (hit,) = hits(searcher, json.dumps(value).replace("_", "\\u005f"))

    assert hit.value == value.encode()
    assert (hit.column, hit.end_column) == (2, 2 + len(value) + 5)


@pytest.mark.parametrize("pad", range(4))
def test_one_level_of_base64_is_read(searcher: Searcher, pad: int) -> None:
    inner = "x" * pad + " tok_" + letters(24)
    encoded = b64encode(inner.encode()).decode()

    (hit,) = hits(searcher, f"data: {encoded}\n")

    assert hit.format == TOKEN
    assert (hit.column, hit.end_column) == (7, 7 + len(encoded.rstrip("=")))


def test_base64_of_formats_that_are_not_certain_is_left_alone(searcher: Searcher) -> None:
    encoded = b64encode(b"some password = 'letmein-please-1'").decode()

    assert said(searcher, f"data: {encoded}") == []


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "utf-8-sig"]
)
def test_encodings(searcher: Searcher, encoding: str) -> None:
    value = "tok_" + letters(24)
    text = f"# caf\xe9\npassword = '{value}'\n" * 3

    found = said(searcher, text.encode(encoding))

    assert found == [("token", 2, 13), ("token", 4, 13), ("token", 6, 13)]


def test_in_a_binary_file_only_certain_formats_count(searcher: Searcher) -> None:
    data = b"\x7fELF\0\0\1" + pem("\n").encode() + b"\0\xfe tok_" + letters(24).encode()

    assert [hit.format.name for hit in hits(searcher, data)] == ["key"]


def test_a_long_line_is_searched_to_its_end(searcher: Searcher) -> None:
    value = "tok_" + letters(24)
    noise = "var a=b(c)," * 180_000

    found = said(searcher, f"{noise}'{value}',{noise}'{value}'")

    assert found == [("token", 1, len(noise) + 2), ("token", 1, 2 * len(noise) + 33)]


def test_a_value_that_a_window_cuts_off_is_taken_whole() -> None:
    searcher = Searcher((row("long", r"tok_(?P<value>[0-9A-Za-z]{20,30000})(?![0-9A-Za-z])"),))
    value = letters(9000)

    (hit,) = hits(searcher, "x " * 5000 + f"tok_{value} " + "y " * 5000)

    assert hit.value == value.encode()


def test_a_window_never_makes_an_edge() -> None:
    searcher = Searcher((row("long", r"tok_(?P<value>[0-9A-Za-z]{20,9000})(?![0-9A-Za-z])"),))

    assert hits(searcher, "x " * 5000 + f"tok_{letters(20000)} " + "y " * 5000) == ()


def test_what_could_not_be_read_is_passed_on() -> None:
    unreadable = Unreadable("gone", "a.txt")

    found = list(search([unreadable, Text("b.txt", b"nothing")]))

    assert found[0] is unreadable
    assert isinstance(found[1], Found)
    assert found[1].hits == ()


PIECES = st.sampled_from(
    ["tok_" + letters(n, n) for n in (3, 19, 20, 40, 41)]
    + ["AKABCDEFGH", letters(16), "password", "=", ":", '"', "'", " ", "\n", "\r\n", "\\n", "\\"]
    + ["redis://me:", "@host", "é", "\ud7ff", "example", pem("\n"), "\t", "/", "_", "."]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_the_sieve_names_every_line_that_re_matches(text: str) -> None:
    data = text.encode()
    sieve = prefilter.sieve([engine.sieved(row) for row in ROWS])

    named = {(i, data.count(b"\n", 0, end)) for i, end in sieve.scan(data)}

    for number, line in enumerate(data.split(b"\n")):
        for index, format_ in enumerate(ROWS):
            if format_.lines == 1 and re.search(format_.pattern.encode(), line.rstrip(b"\r")):
                assert (index, number) in named


@given(st.lists(PIECES, max_size=30).map("".join))
def test_hits_do_not_overlap_and_their_places_are_theirs(text: str) -> None:
    found = SEARCHER.search(Text("a.txt", text.encode()))

    assert all(a.end <= b.start for a, b in zip(found.hits, found.hits[1:], strict=False))
    for hit in found.hits:
        before = found.data[: hit.start].decode()
        assert hit.line == before.count("\n") + 1
        assert hit.column == len(before.rpartition("\n")[2]) + 1


SEARCHER = Searcher(ROWS)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_without_hyperscan_the_same_is_found(text: str) -> None:
    data = text.encode()
    slow = prefilter.Searches([*map(engine.sieved, ROWS), prefilter.Pattern(views.ESCAPED)])

    lines = {(i, data.count(b"\n", 0, end)) for i, end in slow.scan(data)}

    for number, line in enumerate(data.split(b"\n")):
        for index, format_ in enumerate(ROWS):
            if format_.lines == 1 and re.search(format_.pattern.encode(), line.rstrip(b"\r")):
                assert (index, number) in lines


@pytest.mark.parametrize(
    ("strong", "weak"),
    [
        (r"(?<![a-z])ab{3,9}(?![a-z(\)])", r"ab{3}"),
        (r"(?P<value>x[a-z)]{20,})\b", r"(?P<value>x[a-z)]{20})"),
        (r"a\+", r"a\+"),
        (r"a[$]b$", r"a[$]b(?:\r|$)"),
        (r"a(?=(b|c)d)e+", r"ae"),
        (r"(?:a{0,4})", r"(?:a{0,4})"),
    ],
)
def test_weaken(strong: str, weak: str) -> None:
    assert prefilter.weaken(strong) == weak


def test_one_searcher_serves_the_whole_process() -> None:
    assert engine.searcher() is engine.searcher()


def test_a_clean_text_loads_no_heavy_module() -> None:
    code = (
        "import sys\n"
        "from launchready_ci.gates.secrets.engine import search\n"
        "from launchready_ci.sources import Text\n"
        "list(search([Text('a.py', b'import os')]))\n"
        "print(*{'detect_secrets', 'hashlib', 'pathlib', 'requests', 'yaml'} & set(sys.modules))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == ""
