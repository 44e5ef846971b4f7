"""The grammar of SPF and what a record leads to; pyspf is the oracle of the grammar."""

import re
import warnings
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.mail.spf import Malformed, is_spf, parse
from launchready_ci.gates.domain.mail.spf_tree import Record, walk
from launchready_ci.gates.domain.resolver import NoAnswer, Resolver
from tests.zones import Zones, zones

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # escapes that newer Pythons warn of
    import spf as pyspf

TERMS = [
    *("a", "mx", "ptr", "a:example.net", "a:mail.example.net/24", "mx/24//64", "a//64", "-all"),
    *("ip4:192.0.2.1", "ip4:192.0.2.0/24", "ip6:2001:db8::1", "ip6:2001:db8::/32", "~all", "?all"),
    *("exists:%{i}._spf.%{d}", "exists:%{l1r-}.x.example.com", "a:%{d2}", "mx:%{o}/24", "+all"),
    *("ptr:example.com", "exp=exp.example.com", "foo=bar", "all", "+a", "?mx", "~ip4:192.0.2.1"),
    *("a:_x.example.com", "a:xn--abc.example-x.com", "a:a/b.example.com", "exists:%%.example.com"),
]


@pytest.fixture(autouse=True)
def _no_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pyspf judge the text alone."""
    monkeypatch.setattr(pyspf, "DNSLookup", lambda *_, **__: [])
    monkeypatch.setattr(pyspf, "MAX_LOOKUP", 999)
    monkeypatch.setattr(pyspf, "MAX_VOID_LOOKUPS", 999)


def oracle(record: str) -> bool | None:
    """Does pyspf take the record for an error? None where it does not tell."""
    query = pyspf.query(i="192.0.2.99", s="a@example.com", h="mx.example.org", strict=True)
    try:
        return bool(query.check1(record, "example.com", 0)[0] == "permerror")
    except pyspf.PermError as error:
        if "macro" in str(error) and "%%" in record:  # legal (7.1), which it does not always see
            return None
        # RFC 7208 forbids only redirect and exp to stand twice
        return None if "MUST appear" in str(error) and "foo=" in str(error) else True


def ours(record: str) -> str:
    try:
        parse(record)
    except Malformed as error:
        return error.message
    return ""


@st.composite
def mutated(draw: st.DrawFn) -> str:
    record = " ".join(["v=spf1", *draw(st.lists(st.sampled_from(TERMS), min_size=1, max_size=3))])
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(len("v=spf1 "), len(record)))
        new = draw(st.sampled_from([*"./:=%{}-+~?019azAZ_ r,", ""]))
        record = record[:at] + new + record[at + draw(st.integers(0, 1)) :]
    return record


@given(mutated())
def test_the_grammar_is_that_of_pyspf(record: str) -> None:
    told, error = ours(record), oracle(record)

    # pyspf reads a macro when it comes to it, and so misses what is wrong with one behind `all`
    if is_spf(record) and error is not None and not re.search("macro|percent", told):
        assert bool(told) is error, told


@pytest.mark.parametrize(
    ("term", "told", "mended"),
    [
        ("ipv4:192.0.2.1", "there is no mechanism ipv4", "ip4:192.0.2.1"),
        ("-ipv6:2001:db8::1", "there is no mechanism ipv6", "-ip6:2001:db8::1"),
        ("inlcude:example.net", "there is no mechanism inlcude", "include:example.net"),
        ("-all.", "there is no mechanism all.", "-all"),
        ("~all/8", "all takes nothing after it", "~all"),
        ("ip4:2001:db8::1", "that is an IPv6 address", "ip6:2001:db8::1"),
        ("ip4:192.0.2.1/33", "a length is at most 32", "ip4:192.0.2.1"),
        ("ip4:192.0.2", "expected an IPv4 address after ip4:", None),
        ("ip4:192.0.2.1/", "expected a length of 0 to 32 after the slash", None),
        ("a:", "names no domain after its colon", "a"),
        ("include:", "names no domain after its colon", None),
        ("include", "include needs a domain, such as include:example.com", None),
        ("a:localhost", "expected a domain such as mail.example.com, localhost", None),
        ("a/40", "a length is at most 32", None),
        ("mx//129", "a length is at most 128", None),
        ("-exp=x.example.com", "a modifier has no qualifier", "exp=x.example.com"),
        ("exists:%(i).example.com", "a percent sign begins a macro", None),
        ("exists:%{z}.example.com", "there is no macro %{z} here", None),
        ("exists:%{i0}.example.com", "a macro keeps at least one part", None),
        ("a:example.com\t-all", "holds a character that no SPF record may hold", None),
    ],
)
def test_a_broken_term_is_told_and_mended(term: str, told: str, mended: str | None) -> None:
    with pytest.raises(Malformed) as error:
        parse(f"v=spf1 mx {term} -all")

    assert error.value.term == term.split(" ", maxsplit=1)[0]
    assert error.value.message.startswith(told)
    assert error.value.mended == mended


@pytest.mark.parametrize("text", ["v=spf1", "V=SPF1 -all", "v=spf1 -all"])
def test_spf_is_told_from_other_texts(text: str) -> None:
    assert is_spf(text)


@pytest.mark.parametrize("text", ["v=spf10 -all", "v=spf2.0/pra -all", " v=spf1", "v=spf1\t-all"])
def test_what_only_looks_like_spf_is_none(text: str) -> None:
    assert not is_spf(text)


def tree(content: Zones) -> Record:
    with zones(content) as server:
        return walk("example.com", Resolver(Domain(server=server.address).asks).ask)


def test_every_record_that_is_led_to_counts() -> None:
    found = tree(
        {
            "example.com": ["TXT v=spf1 a mx include:a.example.net redirect=b.example.net"],
            "a.example.net": ["TXT v=spf1 a:x.example.net exists:%{i}.example.net -all a"],
            "b.example.net": ["TXT v=spf1 ptr ip4:192.0.2.1 -all"],
        }
    )

    assert [(record.domain, record.lookups) for record in found] == [
        ("example.com", 4),
        ("a.example.net", 2),
        ("b.example.net", 1),
    ]
    assert found.total == 7
    assert [record.partial for record in found] == [False, True, False]


def test_what_leads_to_nothing_is_void() -> None:
    record = "TXT v=spf1 a:x.example.com mx exists:y.example.com a:z.example.com"
    found = tree({"example.com": [record], "z.example.com": ["AAAA 2001:db8::1"]})

    assert [v.target for v in found.voids] == ["x.example.com", "example.com", "y.example.com"]


@pytest.mark.parametrize(
    "records",
    [["TXT v=spf1 include:example.com"], ["TXT v=spf1 redirect=Example.com."]],
    ids=["include", "redirect"],
)
def test_a_loop_ends(records: Sequence[str]) -> None:
    found = tree({"example.com": records})

    assert [record.loops for record in found] == [False, True]


def test_a_record_that_branches_without_end_is_not_walked_without_end() -> None:
    def two(n: int) -> str:
        return f"TXT v=spf1 include:n{n + 1}.example.com include:n{n + 2}.example.com"

    names = {f"n{n}.example.com": [two(n)] for n in range(200)}
    with zones({"example.com": [two(-1)], **names}) as server:
        found = walk("example.com", Resolver(Domain(server=server.address).asks).ask)

    assert found.total > 10
    assert len(server.asked) < 60


@pytest.mark.parametrize("code", ["SERVFAIL", "REFUSED"])
def test_a_server_that_gives_no_answer_is_not_no_record(code: str) -> None:
    content = {
        "example.com": ["TXT v=spf1 include:a.example.com"],
        "a.example.com": [f"TXT {code}"],
    }
    with pytest.raises(NoAnswer, match=r"TXT of a\.example\.com: the name server"):
        tree(content)


def test_a_long_record_comes_over_tcp() -> None:
    addresses = " ".join(f"ip4:192.0.2.{n}" for n in range(200))

    assert tree({"example.com": [f"TXT v=spf1 {addresses} -all"]}).total == 0
