"""The parts that judge an artifact, each on texts and files of its own."""

import lzma
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest

from launchready_ci.findings import GateReport, Location, Outcome
from launchready_ci.gates.schema.artifact import hosts, package, pages, unwanted, values, zips
from launchready_ci.gates.schema.artifact.hashed import is_hashed
from launchready_ci.gates.schema.artifact.member import inside, leads_out
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.gates.smoke.markup import candidates
from launchready_ci.suite import Settings, Suite
from tests.gates.schema.archives import build
from tests.gates.schema.artifact_defects import WEB, findings

Judge = Callable[..., GateReport]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """What is said of a path below ``tmp_path``, under these settings."""

    def run(name: str, settings: str = "") -> GateReport:
        (tmp_path / "launchready.yaml").write_text(settings)
        suite = Suite.load(Settings(str(tmp_path)), {})
        asked = Asked("artifact", (str(tmp_path / name),))
        return suite.run(suite.plan(["schema"], {"asked": asked})).gates[0]

    return run


@pytest.mark.parametrize(
    "path",
    [
        "assets/index-DiwrgTda.js",
        "main.3f9a1c07.css",
        "_app/immutable/chunks/CkaHlMEd.js",
        "assets/index-CAoPt-vL.js",
        "_next/static/Kj3lxx92jsQQm2kd9AAbc/page.js",
        "app.3f9a1c07.js.br",
    ],
)
def test_a_hash_is_seen_as_bundlers_write_it(path: str) -> None:
    assert is_hashed(path)


@pytest.mark.parametrize(
    "path",
    [
        *("index.html", "app.js", "icon-192.png", "favicon-32x32.png", "myButton.js"),
        *("report-20240101.pdf", "apple-touch-icon.png", "assets/Homepage.js"),
    ],
)
def test_a_name_that_people_give_is_no_hash(path: str) -> None:
    assert not is_hashed(path)


@pytest.mark.parametrize(
    ("text", "path", "keeps"),
    [
        ("/*\n  Cache-Control: max-age=31536000", "/a.js", True),
        ("/*\n  Cache-Control: max-age=3600", "/a.js", False),
        ("/*\n  cache-control: public, immutable", "/a.js", True),
        ("/*\n  X-A: max-age=31536000", "/a.js", False),
        ("/a/*\n  Cache-Control: max-age=31536000", "/b/a.js", False),
        ("/*\n  Cache-Control: max-age=31536000\n/a.js\n  Cache-Control: no-cache", "/a.js", False),
        ("/*\n  Cache-Control: max-age=0\n/a.js\n  Cache-Control: max-age=999999", "/a.js", True),
    ],
)
def test_the_headers_of_a_file_are_read(text: str, path: str, *, keeps: bool) -> None:
    assert bool(hosts.read({"_headers": text}).keeps(path)) is keeps


@pytest.mark.parametrize(
    ("source", "path", "keeps"),
    [
        ("/assets/(.*)", "/assets/a.js", True),
        ("/(.*).(js|css)", "/x/a.js", True),
        ("/(.*).(js|css)", "/index.html", False),
        ("/:path*", "/a/b", True),
        ("/assets/:name", "/assets/x", True),
        ("/assets/:name", "/assets/x/y", False),
        ("/((?!api/).*)", "/x", False),
    ],
)
def test_the_sources_of_vercel_are_read(source: str, path: str, *, keeps: bool) -> None:
    header = '{"key": "Cache-Control", "value": "max-age=31536000"}'
    text = f'{{"headers": [{{"source": "{source}", "headers": [{header}]}}]}}'

    assert bool(hosts.read({"vercel.json": text}).keeps(path)) is keeps


@pytest.mark.parametrize(
    "texts",
    [
        {"_redirects": "# all\n/*  /index.html  200"},
        {"netlify.toml": '[[redirects]]\nfrom = "/*"\nto = "/index.html"\nstatus = 200'},
        {"vercel.json": '{"rewrites": [{"source": "/(.*)", "destination": "/index.html"}]}'},
        {"vercel.json": '{"rewrites": [{"source": "/((?!api/).*)", "destination": "/"}]}'},
    ],
)
def test_a_single_page_app_answers_every_link(texts: Mapping[str, str]) -> None:
    assert hosts.read(texts).leads_on("/about/us")


def test_a_file_of_the_host_that_cannot_be_read_is_an_error(judge: Judge, tmp_path: Path) -> None:
    build(tmp_path / "dist", {"index.html": "x", "vercel.json": "{"})

    report = judge("dist")

    assert report.outcome is Outcome.ERROR
    assert "vercel.json: " in findings(report)["LR-SCH000"][0]


@pytest.mark.parametrize(
    ("srcset", "urls"),
    [
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png 1x,b.png 2x", ["a.png", "b.png"]),
        ("a.png, b.png", ["a.png", "b.png"]),
        ("data:image/png;base64,AA 1x, d.png 2x", ["data:image/png;base64,AA", "d.png"]),
        (" , ", []),
    ],
)
def test_the_urls_of_a_srcset(srcset: str, urls: list[str]) -> None:
    assert candidates(srcset) == urls


def test_a_reference_has_the_place_of_its_element() -> None:
    text = '<p>\n  <img src="/a.png"><link rel="preload" as="font" href="b.woff2">\n'

    found = [(s.url, s.line, s.column) for s in pages.references("http://x/y/", text)]

    assert found == [("http://x/a.png", 2, 3), ("http://x/y/b.woff2", 2, 21)]


@pytest.mark.parametrize("before", ["", "a", "ab", "abc:"])
def test_a_value_is_found_at_every_place_in_base64(before: str) -> None:
    import base64

    value = "p/ss+word-of-19 chars"
    hidden = base64.b64encode(f"{before}{value} and more".encode())

    assert any(how == "base64" and form in hidden for how, form in values.forms(value))


@pytest.mark.parametrize(
    "written", ["p/ss+wörd & more", quote("p/ss+wörd & more"), "p\\/ss+w\\u00f6rd & more"]
)
def test_a_value_is_found_as_it_is_written(written: str) -> None:
    assert any(form in written.encode() for _, form in values.forms("p/ss+wörd & more"))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a/./b", "a/b"),
        ("./a", "a"),
        ("a\\b", "a/b"),
        ("../a", None),
        ("/a", None),
        ("C:\\a", None),
    ],
)
def test_a_name_that_leads_out_has_no_path(name: str, path: str | None) -> None:
    assert inside(name) == path


@pytest.mark.parametrize(
    ("target", "out"), [("b", False), ("../b", False), ("../../b", True), ("/b", True)]
)
def test_a_link_leads_out(target: str, *, out: bool) -> None:
    assert leads_out("a/link", target) is out


def test_versions_are_one_however_they_are_spelt() -> None:
    assert package.same_version("1.0-rc1", "1.0rc1")
    assert package.same_version("v1.0", "1.0.0")
    assert not package.same_version("1.10", "1.1")


def test_what_belongs_to_whoever_builds() -> None:
    assert unwanted.for_tests("a/__tests__/x.js") == "a/__tests__/"
    assert unwanted.for_tests("test/index.html") == ""
    assert unwanted.for_tests("shop/tests/a.py", top_only=True) == ""
    assert unwanted.environment(".env.example") == ""
    assert unwanted.environment("a/.env.local") == "a/.env.local"


def test_streams_of_xz_that_follow_each_other_are_one(judge: Judge, tmp_path: Path) -> None:
    data = build(tmp_path / "a.tar", {"index.html": "x" * 9000, ".env": "A=1"}).read_bytes()
    (tmp_path / "a.tar.xz").write_bytes(lzma.compress(data[:9000]) + lzma.compress(data[9000:]))

    assert "LR-SCH207" in findings(judge("a.tar.xz"))


def test_a_tar_that_ends_too_early_is_an_error(judge: Judge, tmp_path: Path) -> None:
    file = build(tmp_path / "a.tar.gz", WEB)
    file.write_bytes(file.read_bytes()[:-200])

    assert judge("a.tar.gz").outcome is Outcome.ERROR


def test_a_list_of_too_many_files_is_a_bomb_before_it_is_read(
    judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path / "a.zip", {str(number): "" for number in range(40)})
    monkeypatch.setattr(zips, "MOST", 30)

    assert "LR-SCH222" in findings(judge("a.zip"))


def test_what_is_there_and_is_no_artifact_is_an_error(judge: Judge, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "text").write_text("x")

    reports = [judge(name) for name in ("empty", "text", "gone")]

    assert [report.outcome for report in reports] == [Outcome.ERROR] * 3
    told = [findings(report)["LR-SCH000"][0] for report in reports]
    assert re.match(r"there is no file in it", told[0])
    assert "is no folder, no zip and no tar" in told[1]
    assert "build first, then look" in told[2]
    assert reports[2].results[0].location == Location("gone")


def test_a_name_that_is_no_utf8_survives(judge: Judge, tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "dist") + b"/caf\xe9.html")).write_text("<img src=x>")

    assert "caf\udce9.html loads /x" in findings(judge("dist"))["LR-SCH201"][0]


def test_the_settings_count_for_what_is_named_too(judge: Judge, tmp_path: Path) -> None:
    page = '<script src="/shop/a.js"></script><img src="/shop/api/a.png"><img src="/b.png">'
    page += '<a href="/">home</a>'  # which the app around it answers
    build(tmp_path / "dist", {"index.html": page, "a.js": "1", "a.js.map": "{}"})
    settings = "{base: /shop/, elsewhere: ['api/**'], allow: ['*.map']}"

    found = findings(judge("dist", f"schema: {{artifact: {settings}}}\n"))

    told = "which is outside of /shop/, where the artifact is served"
    assert found == {"LR-SCH201": [f"index.html loads /b.png (image), {told}"]}


@pytest.mark.parametrize("size", ["5", "5 apples", "{gzip: 5}"])
def test_a_size_needs_its_unit(size: str, tmp_path: Path) -> None:
    from launchready_ci.config import ConfigError

    (tmp_path / "launchready.yaml").write_text(
        f"schema: {{artifact: {{expect: {{total: {size}}}}}}}"
    )
    suite = Suite.load(Settings(str(tmp_path)), {})

    with pytest.raises(ConfigError, match=r"expect\.total.*a size such as 5MB"):
        suite.plan(["schema"], {})


def test_a_name_in_a_zip_is_read_as_unzip_reads_it(judge: Judge, tmp_path: Path) -> None:
    build(tmp_path / "a.zip", {"index.html": "<img src='größe.png'>", "gr0000e.png": "x"})
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"gr0000e", "größe".encode()))

    assert findings(judge("a.zip")) == {}


def test_a_link_to_nothing_is_not_said_to_lead_out(judge: Judge, tmp_path: Path) -> None:
    build(tmp_path / "dist", {"index.html": "x", "a": {"link": "gone"}, "b": {"link": "b"}})

    told = findings(judge("dist"))["LR-SCH221"]

    assert told == [f"{name} is a link to nothing, or to itself" for name in "ab"]
