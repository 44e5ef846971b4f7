"""The web and TLS parts of the gate domain, with nginx."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.certificates import Wanted, write
from tests.e2e.world import Repository
from tests.nginx import NGINX, nginx
from tests.programs import free_port
from tests.zones import Zones, zones

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
NAMES = ("example.com", "www.example.com")
ZONE: Zones = {
    "example.com": ["A 127.0.0.1", "MX 0 .", "TXT v=spf1 -all"],
    "www.example.com": ["CNAME example.com"],
    "_dmarc.example.com": ["TXT v=DMARC1; p=reject; rua=mailto:d@example.com"],
}
HSTS = 'add_header Strict-Transport-Security "max-age=31536000";'
MODERN = "ssl_protocols TLSv1.2 TLSv1.3;"
OLD = 'ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers "ALL:@SECLEVEL=0";'
PLAIN = "return 301 https://$host:{https}$request_uri;"
TWIN = "return 301 https://example.com:{https}$request_uri;"
HOME = f"{HSTS} root {{site}};"
CONFIG = """
domain:
  name: example.com
  canonical: https://example.com:{https}
  redirects: [{redirects}]
  mail: {{sends: false}}
"""


class Said(NamedTuple):
    """What one run said."""

    code: int
    rules: set[str]
    text: str


Look = Callable[..., Said]


@pytest.fixture
def look(
    repo: Repository, tmp_path: Path, require: Callable[[object, str], None]
) -> Iterator[Look]:
    """``look(home="…", tls="…")``: one run, with nginx configured like that."""
    require(NGINX, "nginx (Debian)")
    key, trusted = write(Wanted(NAMES), tmp_path)
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<!doctype html><title>Shop</title><a href=/new>New</a>")
    (site / "new").write_text("<!doctype html><title>New</title>")
    ports = {"http": free_port(), "https": free_port()}
    with ExitStack() as running:
        dns = running.enter_context(zones(ZONE))

        def run(
            plain: str = PLAIN,
            twin: str = TWIN,
            home: str = HOME,
            tls: str = MODERN,
            map_: str = "",
        ) -> Said:
            secured = f"listen 127.0.0.1:{ports['https']} ssl; {tls} ssl_certificate {key};"
            secured += f" ssl_certificate_key {key}; server_name"
            servers = [
                f"listen 127.0.0.1:{ports['http']}; server_name {' '.join(NAMES)}; {plain}",
                f"{secured} example.com; {home}",
                f"{secured} www.example.com; {twin}",
            ]
            blocks = "".join(f"server {{ {each} }}\n" for each in servers)
            for name, value in {**ports, "site": site}.items():
                blocks = blocks.replace(f"{{{name}}}", str(value))
            running.enter_context(nginx(blocks, ports["https"], tmp_path / "nginx"))
            repo.write({"launchready.yaml": CONFIG.format(redirects=map_, **ports)})
            words = ["--nameserver", dns.address, "--output", "console", "--output", "json=d.json"]
            words += [
                word for kind, port in ports.items() for word in (f"--{kind}-port", str(port))
            ]
            done = repo.launchready("domain", *words, SSL_CERT_FILE=trusted)
            results = json.loads(repo.read("d.json"))["results"]
            failed = {r["rule"] for r in results if r["outcome"] in ("failed", "error")}
            return Said(done.code, {r for r in failed if r < "LR-DOM060"}, done.text)

        yield run


TO_NEW = "{get: /old, expect: {status: 301, location: /new, hops: 1, query: true}}"
LOGIN = (
    f"location = /login {{ {HSTS} default_type text/html; return 200"
    " '<form method=post action=\"%s\"><input name=a></form>'; }"
)
MOVED = "location = /old { return 301 /new$is_args$args; }"


@pytest.mark.parametrize(
    ("changed", "code", "rules"),
    [
        pytest.param({}, 0, set(), id="a sound website"),
        pytest.param(
            {"plain": "root {site};"}, 0, {"LR-DOM020", "LR-DOM023"}, id="shown over http"
        ),
        pytest.param(
            {"home": "return 301 http://example.com:{http}$request_uri;"},
            1,
            {"LR-DOM021"},
            id="a loop of http and https",
        ),
        pytest.param(
            {"home": "return 302 https://www.example.com:{https}/;"},
            1,
            {"LR-DOM021"},
            id="a loop of www and apex",
        ),
        pytest.param(
            {"plain": "return 301 https://example.com:{https}$request_uri;"},
            0,
            {"LR-DOM022"},
            id="from http to another name",
        ),
        pytest.param({"twin": HOME}, 0, {"LR-DOM023"}, id="two homes"),
        pytest.param(
            {
                "home": "return 301 https://www.example.com:{https}$request_uri;",
                "twin": HOME,
            },
            1,
            {"LR-DOM024"},
            id="the canonical name leads away",
        ),
        pytest.param({"home": "return 503;"}, 1, {"LR-DOM024"}, id="the app is down"),
        pytest.param({"home": "root {site};"}, 0, {"LR-DOM028"}, id="no HSTS"),
        pytest.param(
            {"home": f"{HOME} {MOVED}", "map_": TO_NEW}, 0, set(), id="a map that is kept"
        ),
        pytest.param(
            {"home": f"{HOME} {MOVED.replace('301', '302')}", "map_": TO_NEW},
            1,
            {"LR-DOM025"},
            id="another status",
        ),
        pytest.param(
            {"home": f"{HOME} {MOVED.replace('$is_args$args', '')}", "map_": TO_NEW},
            1,
            {"LR-DOM025"},
            id="the query is lost",
        ),
        pytest.param(
            {
                "home": f"{HOME} {MOVED.replace('/new', '/older')}"
                " location = /older { return 301 /new$is_args$args; }",
                "map_": TO_NEW,
            },
            1,
            {"LR-DOM025"},
            id="one redirect more",
        ),
        pytest.param({"home": HOME, "map_": TO_NEW}, 1, {"LR-DOM025"}, id="no redirect at all"),
        pytest.param(
            {"home": f"{HOME} {MOVED.replace('/new', '/old')}", "map_": TO_NEW},
            1,
            {"LR-DOM025"},
            id="an old address that leads to itself",
        ),
        pytest.param(
            {"home": f"{HOME} {LOGIN % 'http://example.com:{http}/login'}"},
            0,
            {"LR-DOM027"},
            id="a form that goes over http",
        ),
        pytest.param({"home": f"{HOME} {LOGIN % '/login'}"}, 0, set(), id="a form that stays"),
        pytest.param(
            {"home": f'add_header Set-Cookie "a=b; Domain=www.example.com"; {HOME}'},
            0,
            {"LR-DOM029"},
            id="a cookie for another host",
        ),
        pytest.param({"tls": OLD}, 0, {"LR-DOM034"}, id="TLS 1.0 and 1.1"),
    ],
)
def test_nginx(look: Look, changed: dict[str, str], code: int, rules: set[str]) -> None:
    done = look(**changed)

    assert (done.code, done.rules) == (code, rules), done.text


def test_the_versions_of_tls_are_told(look: Look) -> None:
    done = look(tls=OLD)

    assert "example.com still speaks TLS 1.0 and TLS 1.1" in done.text
    assert "www.example.com still speaks TLS 1.0 and TLS 1.1" in done.text
