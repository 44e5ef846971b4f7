"""Aliases of services: which say themselves that they have no site of the name?"""

from pathlib import Path

import pytest

from launchready_ci.findings import Location
from launchready_ci.gates.domain.claimable import SERVICES, Service, service
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.hosts import Host
from launchready_ci.gates.domain.names.unclaimed import proof
from launchready_ci.suite import Settings, Suite
from tests.http.servers import Got, Reply, web
from tests.repos import Repo
from tests.zones import zones

WORDS = "There isn't a GitHub Pages site here."
PAGES = {
    "gone": Reply(f"<h1>{WORDS}</h1>", 404),
    "escaped": Reply("There isn&#39;t a GitHub Pages site here.", 404),
    "quotes": Reply(WORDS),
    "moved": Reply(WORDS, 301, [("Location", "/")]),
    "other": Reply(WORDS, 404),
    "elsewhere": Reply(WORDS, 404),
}
ALIASES = {name: f"{name}.github.io" for name in PAGES}
ALIASES |= {"other": "a.netlify.app", "elsewhere": "github.io.example.net"}
HERE = Location("launchready.yaml")


@pytest.mark.parametrize(
    ("of", "words"),
    [pytest.param(each, words, id=words) for each in SERVICES for words in each.words],
)
def test_what_a_service_says_of_a_name_that_it_does_not_know(of: Service, words: str) -> None:
    host = Host("www.example.com", HERE, ("127.0.0.1",))
    with web(lambda _: Reply(f"<h1>{words}</h1>", 404)) as server:
        config = Domain(http_port=str(server.port), https_port="1")
        shows = proof(config, {}, host, of)

    assert shows == f"http://www.example.com:{server.port}/ gives status 404: {words}"


def test_where_nothing_answers_there_is_no_proof() -> None:
    host = Host("www.example.com", HERE, ("127.0.0.1",))

    assert proof(Domain(http_port="1", https_port="1"), {}, host, SERVICES[0]) == ""


def test_only_the_page_of_that_service_with_an_error_is_proof(tmp_path: Path) -> None:
    content: dict[str, list[str]] = {"example.com": ["A 127.0.0.1"]}
    for name, to in ALIASES.items():
        content |= {f"{name}.example.com": [f"CNAME {to}"], to: ["A 127.0.0.1"]}
    repo = Repo.new(tmp_path / "repo")
    hosts = ", ".join(f"{{host: {name}}}" for name in ALIASES)
    repo.write({b"launchready.yaml": f"domain: {{name: example.com, hosts: [{hosts}]}}".encode()})

    def page(got: Got) -> Reply:
        return PAGES.get(got.headers["host"].partition(".")[0], Reply("Hello"))

    with zones(content) as dns, web(page) as server:
        given = {"server": dns.address, "http_port": str(server.port), "https_port": "1"}
        suite = Suite.load(Settings(str(repo.path)), repo.environ)
        results = suite.run(suite.plan(["domain"], given), "post-deploy").gates[0].results

    told = {r.subject: f.message for r in results if r.rule.id == "LR-DOM002" for f in r.findings}
    assert told.keys() == {"gone.example.com", "escaped.example.com"}
    assert "GitHub Pages has no site of that name" in told["gone.example.com"]


@pytest.mark.parametrize(
    ("name", "owner", "gives"),
    [
        ("old.herokuapp.com", "Heroku", True),
        ("quiet-sea-1.herokudns.com", "Heroku", False),
        ("bucket.s3.amazonaws.com", "Amazon S3", False),
        ("bucket.s3-website.eu-central-1.amazonaws.com", "Amazon S3", False),
        ("s3-website-us-east-1.amazonaws.com", "Amazon S3", False),
        ("my.elb.amazonaws.com", "", False),
        ("prod.map.fastly.net", "Fastly", False),
        ("notgithub.io", "", False),
        ("github.io.example.net", "", False),
    ],
)
def test_whose_name_it_is(name: str, owner: str, gives: bool) -> None:
    found = service(["first.example.net", name])

    assert (found.name if found else "") == owner
    assert bool(found and found.gives(name)) is gives
