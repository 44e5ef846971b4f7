"""What a finding about mail says to paste mends it: pasted as it stands, the rule is silent."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given

from launchready_ci.baseline import Baseline
from launchready_ci.config import load
from launchready_ci.findings import Finding
from launchready_ci.gate import Context
from launchready_ci.gates.domain.configuration import Domain, Mail
from launchready_ci.gates.domain.mail import collect as mail
from launchready_ci.gates.domain.mail.rules import RULES
from launchready_ci.gates.domain.mail.rules.sender import mended
from launchready_ci.gates.domain.mail.spf import parse
from launchready_ci.gates.domain.resolver import Resolver
from launchready_ci.rule import Facts, Rule
from tests.certificates import Wanted, https
from tests.gates.domain.test_spf import mutated
from tests.http.servers import Reply
from tests.test_examples import EXAMPLES, FILE
from tests.zones import Server, content_of, rsa, zones

DOMAIN = "example.com"
Content = dict[str, list[str]]
BASE: Content = {
    DOMAIN: ["A 127.0.0.1", "MX 10 mail.example.com"],
    "mail.example.com": ["A 127.0.0.1"],
    "mta-sts.example.com": ["A 127.0.0.1"],
}
HEAD = re.compile(r"(The corrected|A new) (TXT|MX) records? of (\S+):")
FILED = "The file https://mta-sts.example.com/.well-known/mta-sts.txt:"
POLICY = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
UNMENDED = {
    "LR-DOM062": "nobody but its owner knows which of the services still send",
    "LR-DOM080": "the mail service knows its key",
    "LR-DOM081": "the key is revoked",
    "LR-DOM082": "the mail service makes a longer key",
    "LR-DOM085": "the mail service knows its servers, and the only one does not exist",
    "LR-DOM087": "the mail service knows its servers",
}
"""Rules whose example no record mends that could be made up."""


class Case(NamedTuple):
    """A domain that a rule finds fault with."""

    rule: str
    content: Content
    policy: str = POLICY
    mail: Mail = Mail()


def examples() -> Iterator[Case]:
    for rule in (each.id for each in RULES if each.id not in UNMENDED):
        _, *parts = FILE.split((EXAMPLES / "domain" / f"{rule}.txtar").read_text())
        files = dict(zip(parts[::2], parts[1::2], strict=True))
        said = yaml.safe_load(files["fail/launchready.yaml"])["domain"].get("mail", {})
        site = yaml.safe_load(files.get("fail/site.yaml", "{}"))
        policy = site.get("GET /.well-known/mta-sts.txt", {}).get("body", POLICY)
        of = Mail(said.get("sends", True), tuple(said.get("dkim", ())))
        yield Case(rule, content_of(files["fail/zone.yaml"]), policy, of)


def at(name: str, *records: str, **others: list[str]) -> Content:
    """The usual zone with more records at a name, and other names of the domain or of others."""
    more = {other.replace("__", "-").replace("_", "."): found for other, found in others.items()}
    return {**BASE, **more, name: [*BASE.get(name, ()), *records]}


def spf(*texts: str, **others: list[str]) -> Case:
    return Case("LR-DOM061", at(DOMAIN, *(f"TXT {text}" for text in texts), **others))


def dkim(*records: str) -> Case:
    name = f"s1._domainkey.{DOMAIN}"
    found = at(name, *(f"TXT {record}" for record in records))
    return Case("LR-DOM081", found, mail=Mail(dkim=("s1",)))


def dmarc(rule: str, *texts: str) -> Case:
    return Case(rule, at(f"_dmarc.{DOMAIN}", *(f"TXT {text}" for text in texts)))


KEY = f"p={rsa(2048)}"
FURTHER = {
    "two SPF records": spf(
        "v=spf1 mx -all", "v=spf1 a redirect=b.example.com", b_example_com=["TXT v=spf1 -all"]
    ),
    "redirect twice": spf(
        "v=spf1 redirect=b.example.com redirect=c.example.com", b_example_com=["TXT v=spf1 -all"]
    ),
    "a broken record below": spf(
        "v=spf1 include:b.example.com -all", b_example_com=["TXT v=spf1 ipv4:192.0.2.1"]
    ),
    "a broken record of others": spf(
        "v=spf1 mx include:b.net -all", b_net=["TXT v=spf1 ipv4:192.0.2.1"]
    ),
    "one that others lead to": spf(
        "v=spf1 include:b.net ~all",
        b_net=["TXT v=spf1 include:c.net ~all"],
        c_net=["TXT v=spf1 +b"],
    ),
    "an include of nothing": spf("v=spf1 mx include:b.net -all", b_net=["A 127.0.0.1"]),
    "a redirect to nothing": spf("v=spf1 mx redirect=b.net", b_net=["A 127.0.0.1"]),
    "a loop": spf("v=spf1 mx include:example.com -all"),
    "a loop of two": spf(
        "v=spf1 include:b.net -all", b_net=["TXT v=spf1 include:example.com -all"]
    ),
    "terms to nothing": Case(
        "LR-DOM062",
        at(DOMAIN, "TXT v=spf1 a:x.example.com a:y.example.com a:z.example.com mx -all"),
    ),
    "all that stands elsewhere too": Case(
        "LR-DOM063", at(DOMAIN, "TXT v=spf1 a:wall.example.com all")
    ),
    "no all": Case("LR-DOM064", at(DOMAIN, "TXT v=spf1 mx ")),
    "terms after all": Case("LR-DOM065", at(DOMAIN, "TXT v=spf1 mx -all a ~all ip4:192.0.2.1")),
    "two DMARC records": dmarc("LR-DOM071", "v=DMARC1; p=none", "v=DMARC1; p=reject"),
    "no DMARC record": dmarc("LR-DOM070", "v=dmarc1; p=none"),
    "a share of forged mail": dmarc("LR-DOM073", "v=DMARC1; p=reject; pct=50"),
    "a policy that comes late": dmarc("LR-DOM072", "v=DMARC1; rua=d@example.com; p=reject"),
    "two keys": dkim("v=DKIM1; p=rubbish", f"v=DKIM1; k=rsa; {KEY}"),
    "a quote in a key": dkim(f'v=DKIM1; k=rsa; "{KEY}"'.replace('"p', "p").replace("p=", 'p="')),
    "an old hash": dkim(f"v=DKIM1; h=sha1; {KEY}"),
    "a version that comes late": dkim(f"{KEY}; v=DKIM1"),
    "one mail server of two": Case("LR-DOM085", at(DOMAIN, "MX 20 gone.example.com")),
    "one alias of two": Case(
        "LR-DOM086", at(DOMAIN, "MX 20 b.example.com", b_example_com=["CNAME mail.example.com"])
    ),
    "an id with signs": Case("LR-DOM090", at(f"_mta-sts.{DOMAIN}", "TXT v=STSv1; id=2026-01-01")),
    "two announcements": Case(
        "LR-DOM090", at(f"_mta-sts.{DOMAIN}", "TXT v=STSv1; id=1", "TXT v=STSv1; id=2")
    ),
    "no policy": Case(
        "LR-DOM090", at(f"_mta-sts.{DOMAIN}", "TXT v=STSv1; id=1"), "<!doctype html>"
    ),
    "reports to nobody": Case("LR-DOM092", at(f"_smtp._tls.{DOMAIN}", "TXT v=TLSRPTv1; rua=x")),
    "two records of reports": Case(
        "LR-DOM092",
        at(
            f"_smtp._tls.{DOMAIN}",
            "TXT v=TLSRPTv1; rua=mailto:a@example.com",
            "TXT v=TLSRPTv1; rua=mailto:b@example.com",
        ),
    ),
}
CASES = {**{each.rule: each for each in examples()}, **FURTHER}


class Servers(NamedTuple):
    """What each case fills anew."""

    dns: Server
    policy: list[str]
    port: int
    """Of the policy file."""


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    policy, folder = [""], tmp_path_factory.mktemp("sts")
    names = Wanted((f"mta-sts.{DOMAIN}",))
    with zones({}) as dns, https(names, folder, lambda _: Reply(policy[0])) as web:
        yield Servers(dns, policy, web.port)


def found(case: Case, servers: Servers) -> list[Finding]:
    """What the rule says of the domain."""
    servers.dns.zones, servers.policy[0] = case.content, case.policy
    context = Context("/", {}, load("launchready.yaml", None), Baseline())
    rule: Rule[Any] = next(each for each in RULES if each.id == case.rule)
    config = Domain(
        DOMAIN, mail=case.mail, https_port=str(servers.port), server=servers.dns.address
    )
    with ThreadPoolExecutor(4) as pool:
        facts = list(mail.collect(config, context, DOMAIN, Resolver(config.asks), pool))
    assert all(isinstance(each, Facts) for each in facts), facts
    said = [each for one in facts if isinstance(one, rule.judges) for each in rule.check(one)]
    return [each for each in said if isinstance(each, Finding)]


def pasted(case: Case, fix: str) -> Case:
    """The domain with that in its DNS, and on its server."""
    content, lines = (
        {name: list(records) for name, records in case.content.items()},
        fix.split("\n"),
    )
    policy = case.policy
    for n, line in enumerate(lines):
        if head := HEAD.fullmatch(line):
            how, kind, name = head.groups()
            new = lines[n + 1 : n + 2]
            if kind == "MX":
                new = [each for each in lines[n + 1 :] if re.fullmatch(r"\d+ \S+", each)]
            mark = "v=spf1" if name == DOMAIN and kind == "TXT" else ""
            old = content.get(name, []) if how == "The corrected" else []
            gone = [each for each in old if each.lower().startswith(f"{kind} {mark}".lower())]
            kept = [each for each in content.get(name, []) if each not in gone]
            content[name] = [*kept, *(f"{kind} {each}" for each in new)]
        elif line == FILED:
            policy = "\n".join(each for each in lines[n + 1 :] if re.match(r"\w+: ", each))
    return case._replace(content=content, policy=policy)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_is_pasted_is_silent(case: Case, servers: Servers) -> None:
    told = found(case, servers)
    assert told, "nothing to mend"

    for finding in told:
        case = pasted(case, finding.fix)

    assert [(each.message, each.fix) for each in found(case, servers)] == []


@given(mutated())
def test_a_mended_spf_record_keeps_to_the_grammar(record: str) -> None:
    parse(mended([record]))
    parse(mended([record, "v=spf1 redirect=a.example.com exp=b.example.com", "v=spf1 mx -all"]))


@pytest.mark.parametrize("term", ["IP4:2001:db8::1", "ip4:2001:db8::1"])
def test_an_address_of_the_other_kind_is_mended(term: str) -> None:
    assert mended([f"v=spf1 {term} -all"]) == "v=spf1 ip6:2001:db8::1 -all"
