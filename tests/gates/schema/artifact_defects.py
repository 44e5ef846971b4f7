"""Sound artifacts, and what can be wrong with one: for the tests and the benchmark.

Every secret is made up when this is run.
"""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote

import yaml

from launchready_ci.findings import GateReport
from launchready_ci.suite import Settings, Suite
from tests.gates.schema.archives import build, with_record
from tests.gates.secret_samples import sample
from tests.repos import Repo

SECRET = "p/ss+" + "".join(Random(9).choices("abcdefghkmnpqrstuvwxyz23456789", k=24))
TOKEN = sample("LR-SEC060", Random(9)).value
Files = dict[str, Any]
Change = Callable[[Files], None]

PAGE = """<!doctype html>
<html><head><title>Shop</title>
<link rel="manifest" href="/site.webmanifest"><link rel="icon" href="/favicon.svg">
<link rel="modulepreload" href="/assets/vendor-Bk3xQ9_a.js">
<script type="importmap">{"imports": {"vendor": "/assets/vendor-Bk3xQ9_a.js"}}</script>
<script type="module" src="/assets/index-DiwrgTda.js"></script>
<link rel="stylesheet" href="/assets/index-C1ZXvbfa.css">
<style>main { background: url("/img/back.svg") }</style>
</head><body><main><a href="/about">About</a> <a href="#top">Top</a>
<img src="/img/a.svg" srcset="/img/a.svg 1x, /img/b.svg 2x" alt="">
<video poster="/img/back.svg"></video><svg><use href="/img/a.svg#shape"/></svg>
<a href="https://example.com/x">elsewhere</a><a href="mailto:a@example.com">mail</a>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">
</main></body></html>
"""
SCRIPT = """import{a}from"./vendor-Bk3xQ9_a.js";const d=()=>import("./about-CkaHlMEd.js");
navigator.serviceWorker.register("/sw.js");fetch("/api/items");const base="http://localhost";
"""
STYLE_LOADER = """export const a=1;let css="";const map={};
css+="\\n/*# sourceMappingURL=data:application/json;base64,".concat(btoa(JSON.stringify(map)));
"""
WEB: Files = {
    "index.html": PAGE,
    "about.html": '<a href="./">Home</a><link rel="stylesheet" href="assets/index-C1ZXvbfa.css">',
    "assets/index-DiwrgTda.js": SCRIPT,
    "assets/vendor-Bk3xQ9_a.js": STYLE_LOADER,
    "img/package.json.orig": "{}",
    "assets/about-CkaHlMEd.js": "export const b=2;",
    "assets/index-C1ZXvbfa.css": '@import "./more-Dd8skq2L.css";a{background:url(../img/a.svg)}',
    "assets/more-Dd8skq2L.css": "b{color:red}/* url(gone.png) */",
    "img/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'><g id='shape'/></svg>",
    "img/b.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "img/back.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "favicon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "site.webmanifest": '{"name": "Shop", "start_url": "/", "icons": [{"src": "favicon.svg"}]}',
    "sw.js": 'precache([{url:"index.html",revision:"1"},{url:"/img/a.svg",revision:null}]);',
    "_headers": "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n",
    "build.json": '{"commit": "{{head}}", "dirty": false}',
}
CONFIG: dict[str, Any] = {
    "expect": {
        "files": ["index.html", "assets/*.js"],
        "total": {"size": "60KB", "gzip": "30KB", "brotli": "30KB"},
        "sizes": {"assets/*.js": "20KB", "**/*.css": {"gzip": "5KB", "brotli": "5KB"}},
    },
    "record": {"file": "build.json", "dirty": "dirty"},
}
METADATA = "Metadata-Version: 2.1\nName: shop\nVersion: 1.2.0\n"
WHEEL: Files = {
    "shop/__init__.py": '"""A shop."""\nURL = "http://localhost:8000"\n',
    "shop/tests/test_shop.py": "def test() -> None: ...\n",
    "shop-1.2.0.dist-info/METADATA": METADATA,
    "shop-1.2.0.dist-info/WHEEL": "Wheel-Version: 1.0\nTag: py3-none-any\n",
}
SDIST: Files = {
    "shop-1.2.0/PKG-INFO": METADATA,
    "shop-1.2.0/shop/__init__.py": "",
    "shop-1.2.0/tests/test_shop.py": "def test() -> None: ...\n",
}
CONTRACT = "# @sensitive\nSESSION_KEY=\nPORT=8000\n"
WEB_KINDS = ("dist", "dist.zip", "dist.tar", "dist.tar.gz")
ARCHIVES = WEB_KINDS[1:]
WHEELS = ("shop-1.2.0-py3-none-any.whl",)
SDISTS = ("shop-1.2.0.tar.gz",)


class Defect(NamedTuple):
    """One thing that is wrong."""

    name: str
    rule: str
    change: Change
    kinds: tuple[str, ...] = WEB_KINDS


def add(name: str, content: Any) -> Change:  # noqa: ANN401 - what an archive may hold
    return lambda files: files.update({name: content})


def drop(name: str) -> Change:
    return lambda files: files.__delitem__(name)


def replace(name: str, old: str, new: str) -> Change:
    def change(files: Files) -> None:
        assert old in files[name], name
        files[name] = files[name].replace(old, new)

    return change


def rename(old: str, new: str) -> Change:
    return lambda files: files.update({new: files.pop(old)})


def noise(size: int) -> str:
    return base64.b64encode(Random(1).randbytes(size)).decode()


def code(text: str) -> Change:
    return replace("assets/index-DiwrgTda.js", "const base", f"{text};const base")


def holding(text: str) -> Change:
    return code(f'const k="{text}"')


def page(text: str) -> Change:
    return replace("index.html", "<main>", f"<main>{text}")


DEFECTS = (
    Defect("expected file absent", "LR-SCH200", drop("index.html")),
    Defect("expected file empty", "LR-SCH200", add("index.html", "")),
    Defect("script not built", "LR-SCH201", drop("assets/index-DiwrgTda.js")),
    Defect("style not built", "LR-SCH201", drop("assets/index-C1ZXvbfa.css")),
    Defect("name in another case", "LR-SCH201", rename("img/a.svg", "img/A.svg")),
    Defect("image of srcset gone", "LR-SCH201", drop("img/b.svg")),
    Defect("@import gone", "LR-SCH201", drop("assets/more-Dd8skq2L.css")),
    Defect("url() of a style gone", "LR-SCH201", page('<p style="background:url(/x.png)">')),
    Defect("font of a stylesheet gone", "LR-SCH201", add("a.css", "@font-face{src:url(a.woff2)}")),
    Defect("video gone", "LR-SCH201", page('<video src="/film.mp4"></video>')),
    Defect("frame gone", "LR-SCH201", page('<iframe src="/map"></iframe>')),
    Defect("manifest gone", "LR-SCH201", drop("site.webmanifest")),
    Defect("manifest no JSON", "LR-SCH201", add("site.webmanifest", "{'name': 1}")),
    Defect(
        "icon of the manifest gone",
        "LR-SCH201",
        replace("site.webmanifest", "favicon.svg", "icon-512.png"),
    ),
    Defect("service worker gone", "LR-SCH201", drop("sw.js")),
    Defect("cached file gone", "LR-SCH201", replace("sw.js", "img/a.svg", "img/z.svg")),
    Defect("chunk of a script gone", "LR-SCH201", drop("assets/about-CkaHlMEd.js")),
    Defect("imported module gone", "LR-SCH201", drop("assets/vendor-Bk3xQ9_a.js")),
    Defect(
        "import map leads nowhere",
        "LR-SCH201",
        replace("index.html", '"vendor": "/assets/vendor', '"vendor": "/assets/other'),
    ),
    Defect("development script", "LR-SCH201", page('<script src="/src/main.ts"></script>')),
    Defect("link to no page", "LR-SCH202", page('<a href="/terms">Terms</a>')),
    Defect("source map", "LR-SCH203", add("assets/index-DiwrgTda.js.map", "{}")),
    Defect(
        "inline source map",
        "LR-SCH203",
        code("1\n//# sourceMappingURL=data:application/json;base64,e30=\n"),
    ),
    Defect("localhost in a script", "LR-SCH204", holding("http://localhost:3000/api")),
    Defect("127.0.0.1 in a script", "LR-SCH204", holding("ws://127.0.0.1:8080")),
    Defect(
        "localhost in a page", "LR-SCH204", page('<script src="http://localhost/x.js"></script>')
    ),
    Defect("API key in a script", "LR-SCH205", holding(TOKEN)),
    Defect("secret value, plain", "LR-SCH206", holding(SECRET)),
    Defect(
        "secret value in base64",
        "LR-SCH206",
        holding(base64.b64encode(f"me:{SECRET}".encode()).decode()),
    ),
    Defect("secret value in a URL", "LR-SCH206", holding(f"https://x/?k={quote(SECRET, safe='')}")),
    Defect("secret value escaped", "LR-SCH206", holding(SECRET.replace("/", "\\/"))),
    Defect("secret value in a text", "LR-SCH206", add("notes.txt", f"key: {SECRET}")),
    Defect(".env", "LR-SCH207", add(".env", "PORT=8000")),
    Defect(".env.production below", "LR-SCH207", add("app/.env.production", "PORT=8000")),
    Defect(".npmrc", "LR-SCH207", add(".npmrc", "registry=x")),
    Defect(".git", "LR-SCH208", add(".git/HEAD", "ref: refs/heads/main")),
    Defect("folder of tests", "LR-SCH209", add("__tests__/a.js", "test()")),
    Defect("test beside the code", "LR-SCH209", add("assets/cart.spec.js", "test()")),
    Defect(".DS_Store", "LR-SCH210", add("img/.DS_Store", "x")),
    Defect("source map of jQuery's", "LR-SCH203", add("assets/jquery-3.6.4.min.map", "{}")),
    Defect("copy of a merge", "LR-SCH210", add("index.html.orig", "x")),
    Defect("copy of an editor", "LR-SCH210", add("index.html~", "x")),
    Defect(".vscode", "LR-SCH210", add(".vscode/settings.json", "{}")),
    Defect("script over its budget", "LR-SCH211", add("assets/big-DqqwgTdb.js", noise(16_000))),
    Defect("style over its gzip budget", "LR-SCH211", add("assets/a-C8skqaaa.css", noise(5_000))),
    Defect("all over the budget", "LR-SCH212", add("img/film.bin", noise(50_000))),
    Defect("all over the gzip budget", "LR-SCH212", add("data.json", f'"{noise(33_000)}"')),
    Defect("long cache without a hash", "LR-SCH213", add("assets/app.js", "1")),
    Defect(
        "long cache of pages",
        "LR-SCH213",
        add("_headers", "/*\n  Cache-Control: max-age=31536000\n"),
    ),
    Defect(
        "long cache in vercel.json",
        "LR-SCH213",
        add(
            "vercel.json",
            json.dumps(
                {
                    "headers": [
                        {
                            "source": "/img/(.*)",
                            "headers": [{"key": "Cache-Control", "value": "max-age=31536000"}],
                        }
                    ]
                }
            ),
        ),
    ),
    Defect(
        "long cache in netlify.toml",
        "LR-SCH213",
        add(
            "netlify.toml",
            '[[headers]]\nfor="/img/*"\n[headers.values]\nCache-Control="max-age=31536000"\n',
        ),
    ),
    Defect("zip slip", "LR-SCH220", add("../../etc/cron.d/job", "x"), ARCHIVES),
    Defect("absolute name", "LR-SCH220", add("/etc/passwd", "x"), ARCHIVES),
    Defect("name of Windows", "LR-SCH220", add("..\\..\\evil.dll", "x"), ARCHIVES),
    Defect("link out of it", "LR-SCH221", add("secrets", {"link": "../../etc/shadow"})),
    Defect("link to the root", "LR-SCH221", add("img/link", {"link": "/etc"})),
    Defect("pipe", "LR-SCH221", add("pipe", {"pipe": True}), ("dist", "dist.tar", "dist.tar.gz")),
    Defect(
        "bomb", "LR-SCH222", add("zeros.bin", {"zeros": 120 << 20}), ("dist.zip", "dist.tar.gz")
    ),
    Defect("one name twice", "LR-SCH223", add("robots.txt", ["a", "b"]), ARCHIVES),
    Defect("another commit", "LR-SCH230", replace("build.json", "{{head}}", "0" * 40)),
    Defect("no record", "LR-SCH230", drop("build.json")),
    Defect("record without a commit", "LR-SCH230", add("build.json", "{}")),
    Defect("dirty tree", "LR-SCH231", replace("build.json", "false", "true")),
    Defect("dirty by its name", "LR-SCH231", replace("build.json", "{{head}}", "{{head}}-dirty")),
    Defect("API key in a module", "LR-SCH205", add("shop/key.py", f'KEY = "{TOKEN}"\n'), WHEELS),
    Defect("secret value in a module", "LR-SCH206", add("shop/key.py", f"K='{SECRET}'"), WHEELS),
    Defect(".env in a package", "LR-SCH207", add("shop/.env", "PORT=1"), WHEELS),
    Defect("tests at the top", "LR-SCH209", add("tests/test_shop.py", ""), WHEELS),
    Defect("swap file in a package", "LR-SCH210", add("shop/.app.py.swp", "x"), WHEELS),
    Defect("zip slip in a wheel", "LR-SCH220", add("../x.py", ""), WHEELS),
    Defect("changed after the build", "LR-SCH240", add("+shop/__init__.py", "changed = 1"), WHEELS),
    Defect("not in RECORD", "LR-SCH240", add("+shop/more.py", ""), WHEELS),
    Defect("gone since the build", "LR-SCH240", add("-shop/__init__.py", ""), WHEELS),
    Defect(
        "another version",
        "LR-SCH241",
        replace("shop-1.2.0.dist-info/METADATA", "1.2.0", "1.1.0"),
        WHEELS,
    ),
    Defect("another version", "LR-SCH241", replace("shop-1.2.0/PKG-INFO", "1.2.0", "1"), SDISTS),
    Defect(".env in an sdist", "LR-SCH207", add("shop-1.2.0/.env", "PORT=1"), SDISTS),
    Defect("link out of an sdist", "LR-SCH221", add("shop-1.2.0/x", {"link": "/etc"}), SDISTS),
)
SOUND = (*WEB_KINDS, "dist.tar.bz2", "dist.tar.xz", *WHEELS, *SDISTS)


def judged(folder: Path, kind: str, change: Change | None = None) -> GateReport:
    """What the gate says of an artifact of that kind, made in a repository of its own."""
    repo = Repo.new(folder / "repo")
    config = {**CONFIG} if kind.startswith("dist") else {"expect": {"version": "1.2.0"}}
    settings = {"schema": {"artifact": {"dir": f"out/{kind}", **config}}}
    head = repo.commit(
        {
            b"launchready.yaml": yaml.safe_dump(settings).encode(),
            b".env.schema": CONTRACT.encode(),
        }
    )
    files = dict(WEB if kind.startswith("dist") else WHEEL if kind.endswith("whl") else SDIST)
    if change:
        change(files)
    build(repo.path / "out" / kind, _finished(files, kind, head))
    suite = Suite.load(Settings(str(repo.path)), {**repo.environ, "SESSION_KEY": SECRET})
    return suite.run(suite.plan(["schema"], {}), "post-build").gates[0]


def _finished(files: Files, kind: str, head: str) -> Files:
    """With HEAD and RECORD; then ``+name`` is put in, and ``-name`` taken out."""
    text = files.get("build.json")
    if isinstance(text, str):
        files["build.json"] = text.replace("{{head}}", head)
    if not kind.endswith("whl"):
        return files
    later = {name: files.pop(name) for name in list(files) if name[0] in "+-"}
    made = with_record(files)
    for name, content in later.items():
        made.pop(name[1:], None)
        if name[0] == "+":
            made[name[1:]] = content
    return made


def findings(report: GateReport) -> dict[str, list[str]]:
    """Rule → messages."""
    return {
        result.rule.id: [finding.message for finding in result.findings] or [result.reason]
        for result in report.results
        if result.findings or result.outcome.word == "error"
    }
