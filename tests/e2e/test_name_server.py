"""The gate domain with a real name server, and a resolver that checks DNSSEC: BIND."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from launchready_ci.suite import Settings, Suite
from tests.bind import NAMED, Resolvers, authoritative, by_zone, resolving, write
from tests.conftest import ROOT
from tests.e2e.world import Repository
from tests.repos import Repo
from tests.test_examples import EXAMPLES, FAILS, FILE, as_named
from tests.zones import REFUSALS, SECOND, Zones, content_of, zones

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
DEMO = ROOT / "examples" / "domain"
FLAWS = {"LR-DOM002", "LR-DOM061", "LR-DOM071", "LR-DOM081", "LR-DOM085"}
SOUND: Zones = {
    "signed.test": ["A 127.0.0.1", "MX 10 mail.signed.test", "TXT v=spf1 mx -all"],
    "mail.signed.test": ["A 127.0.0.1"],
    "_dmarc.signed.test": ["TXT v=DMARC1; p=reject; rua=mailto:dmarc@signed.test"],
}
BROKEN = {
    "moved.test": "DS",
    "forgotten.test": "expired",
    "unsigned.test": "unsigned",
    "edited.test": "edited",
}
WHY = {
    "moved.test": r"its parent has the DS record of key \d+, and the zone has key \d+",
    "forgotten.test": "they ended on 2020-02-01",
    "unsigned.test": r"its parent has the DS record of key \d+, and the zone has no key at all",
    "edited.test": "that of its SOA records is by no key that counts",
}
UNLOADED = [("LR-DOM004", "fail"), ("LR-DOM007", "fail")]
"""What BIND does not load: records beside an alias, a name server in the zone without address."""
PORTS = {"http_port": "1", "https_port": "1"}
Require = Callable[[object, str], None]


class Case(NamedTuple):
    """A rule's example, under a domain of its own."""

    rule: str
    said: str
    config: str
    content: Zones


def cases() -> Iterator[Case]:
    """Those of DNS alone, but for what only a server that a test wrote can say."""
    never = ("TIMEOUT", "DNSSEC", SECOND, *REFUSALS)
    for path in sorted(EXAMPLES.glob("domain/*.txtar")):
        _, *parts = FILE.split(path.read_text())
        files = dict(zip(parts[::2], parts[1::2], strict=True))
        for said in FAILS:
            config, zone = (files[f"{said}/{name}.yaml"] for name in ("launchready", "zone"))
            alone = sum(name.startswith(said) for name in files) == 2
            loads = (path.stem, said) not in UNLOADED and not any(word in zone for word in never)
            if alone and loads:
                own = f"{path.stem}-{said}.test".lower()
                yield Case(path.stem, said, moved(config, own), content_of(moved(zone, own)))


def moved(text: str, domain: str, of: str = "example.com") -> str:
    """The same of another domain, and of another one that it refers to."""
    return text.replace(of, domain).replace("example.net", f"at-{domain}")


CASES = list(cases())
LISTED = {
    name: content_of(moved((DEMO / f"{name}.yaml").read_text(), f"{name}.test", "ops.example"))
    for name in ("sound", "flawed")
}


@pytest.fixture(scope="module")
def bind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resolvers | None]:
    """All the zones at once; None without BIND."""
    everything = {**SOUND, **LISTED["sound"], **LISTED["flawed"]}
    for content in (case.content for case in CASES):
        everything |= content
    for domain in BROKEN:
        everything |= content_of(moved(json.dumps(SOUND), domain, "signed.test"))
    if not NAMED:
        yield None
        return
    folder = tmp_path_factory.mktemp("bind") / "zones"
    with resolving(everything, folder, ["signed.test"], BROKEN) as server:
        yield server


class Said(NamedTuple):
    """What one run said: rule and subject → outcome, and messages."""

    code: int
    results: Mapping[tuple[str, str], tuple[str, list[str]]]
    text: str

    def rules(self, outcome: str) -> set[str]:
        return {rule for (rule, _), (said, _) in self.results.items() if said == outcome}


Look = Callable[..., Said]


@pytest.fixture
def look(repo: Repository) -> Look:
    """``look(address, configuration)``: one run of the installed command."""

    def run(address: str, configuration: str) -> Said:
        repo.write({"launchready.yaml": configuration})
        ports = ["--http-port", "1", "--https-port", "1"]
        reports = ["--output", "console", "--output", "json=domain.json"]
        done = repo.launchready("domain", "--nameserver", address, *ports, *reports)
        said = {
            (r["rule"], r["subject"]): (r["outcome"], [f["message"] for f in r["findings"]])
            for r in json.loads(repo.read("domain.json"))["results"]
        }
        return Said(done.code, said, done.text)

    return run


@pytest.fixture
def resolvers(bind: Resolvers | None, require: Require) -> Resolvers:
    require(bind, "BIND (Debian's bind9)")
    assert bind
    return bind


@pytest.fixture
def server(resolvers: Resolvers) -> str:
    return resolvers.strict


@pytest.mark.parametrize(("name", "flaws"), [("sound", set[str]()), ("flawed", FLAWS)])
def test_a_zone_gets_the_same_findings_from_a_real_name_server(
    server: str, look: Look, name: str, flaws: set[str]
) -> None:
    config = moved((DEMO / "launchready.yaml").read_text(), f"{name}.test", "ops.example")
    content = {k: v for each in by_zone(LISTED[name]).values() for k, v in each.items()}
    with zones({**content, "ns.nic.test": ["A 127.0.0.1"]}) as other:
        written = look(other.address, config)

    found = look(server, config)

    assert found.code == (1 if flaws else 0), found.text
    assert found.results == written.results
    assert {r for r in found.rules("failed") if f"error  {r}" in found.text} == flaws


@pytest.mark.parametrize("case", CASES, ids=[f"{case.rule}-{case.said}" for case in CASES])
def test_every_rule_of_dns_holds_with_a_real_name_server(
    server: str, case: Case, tmp_path: Path
) -> None:
    repo = Repo.new(tmp_path / "repo")
    repo.write({b"launchready.yaml": case.config.encode()})
    suite = Suite.load(Settings(str(repo.path)), repo.environ)

    plan = suite.plan(["domain"], {"server": server, **PORTS})
    report = suite.run(plan, "post-deploy").gates[0]

    outcomes = {result.outcome for result in report.results if result.rule.id == case.rule}
    assert as_named(outcomes, case.rule, case.said), report.reason


def test_a_signed_zone_is_a_zone_like_others(server: str, look: Look) -> None:
    done = look(server, "domain: {name: signed.test}")

    assert (done.code, done.rules("error")) == (0, set()), done.text
    assert done.results["LR-DOM008", "signed.test"] == ("passed", [])
    assert done.results["LR-DOM061", "signed.test"] == ("passed", [])


@pytest.mark.parametrize("domain", [name for name, how in BROKEN.items() if how != "edited"])
def test_a_broken_chain_is_the_one_finding(server: str, look: Look, domain: str) -> None:
    done = look(server, f"domain: {{name: {domain}}}")
    off = look(server, f"domain: {{name: {domain}}}\nrules: {{LR-DOM008: off}}")

    assert (done.code, done.rules("failed")) == (1, {"LR-DOM008"}), done.text
    (told,) = done.results["LR-DOM008", domain][1]
    assert re.fullmatch(f"the DNSSEC signatures of {domain} do not hold: {WHY[domain]}", told)
    assert done.rules("error") == set()
    assert done.rules("passed") == set()
    assert (off.code, off.rules("error")) == (3, {"LR-DOM000"}), off.text


@pytest.mark.parametrize("domain", BROKEN)
def test_a_broken_chain_is_found_where_the_resolver_does_not_check(
    resolvers: Resolvers, look: Look, domain: str
) -> None:
    done = look(resolvers.lax, f"domain: {{name: {domain}}}")
    sound = look(resolvers.lax, "domain: {name: signed.test}")

    (told,) = done.results["LR-DOM008", domain][1]
    assert (done.code, done.rules("error")) == (1, set()), done.text
    assert re.fullmatch(f"the DNSSEC signatures of {domain} do not hold: {WHY[domain]}", told)
    assert done.results["LR-DOM061", domain] == ("passed", [])
    assert sound.results["LR-DOM008", "signed.test"] == ("passed", [])


def test_a_name_server_that_asks_no_others_is_no_resolver(
    look: Look, require: Require, tmp_path: Path
) -> None:
    require(NAMED, "BIND (Debian's bind9)")
    write({**SOUND, "www.signed.test": ["CNAME signed.elsewhere.test"]}, tmp_path / "zones")
    with authoritative(tmp_path / "zones") as address:
        done = look(address, "domain: {name: signed.test}")
        other = look(address, "domain: {name: elsewhere.test}")

    needed = "a resolver is needed, such as 1.1.1.1 (--nameserver, domain.nameserver)"
    for each in (done, other):
        assert (each.code, each.rules("error")) == (3, {"LR-DOM000"}), each.text
        assert needed in each.text
    assert not done.rules("failed") - {"LR-DOM091"}, done.text
