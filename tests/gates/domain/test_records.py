"""DMARC, DKIM, MTA-STS and TLS-RPT records, each with the verdict of its RFC."""

import re
from base64 import b64decode, b64encode

import pytest

from launchready_ci.gates.domain.mail import dkim, dmarc, transport
from tests.zones import rsa

TO = "rua=mailto:d@example.com"
SOUND, VOID, DOUBTFUL, NONE = "sound", "void", "doubtful", "none"
DMARC = [
    ("v=DMARC1; p=none", SOUND),
    ("v=DMARC1; p=quarantine", SOUND),
    ("v=DMARC1; p=reject", SOUND),
    ("v=DMARC1;p=reject;", SOUND),
    ("v=DMARC1 ; p = reject ;", SOUND),
    ("v = DMARC1; p=reject", SOUND),
    ("v=DMARC1; p=REJECT", SOUND),
    ("v=DMARC1; p=none; sp=reject", SOUND),
    ("v=DMARC1; p=none; np=reject", SOUND),
    ("v=DMARC1; p=reject; adkim=s; aspf=s", SOUND),
    ("v=DMARC1; p=reject; adkim=r; aspf=r", SOUND),
    ("v=DMARC1; p=reject; pct=0", SOUND),
    ("v=DMARC1; p=reject; pct=100", SOUND),
    ("v=DMARC1; p=reject; ri=3600", SOUND),
    ("v=DMARC1; p=reject; fo=0", SOUND),
    ("v=DMARC1; p=reject; fo=1:d:s", SOUND),
    ("v=DMARC1; p=reject; rf=afrf", SOUND),
    (f"v=DMARC1; p=reject; {TO}", SOUND),
    (f"v=DMARC1; p=reject; {TO},mailto:e@example.net", SOUND),
    (f"v=DMARC1; p=reject; {TO}!10m", SOUND),
    (f"v=DMARC1; p=reject; {TO}!50k, mailto:e@example.net", SOUND),
    ("v=DMARC1; p=reject; ruf=mailto:f@example.com", SOUND),
    ("v=DMARC1; p=reject; rua=MAILTO:d@example.com", SOUND),
    ("v=DMARC1; p=none; psd=n; t=y", SOUND),
    (f"v=DMARC1; {TO}; p=none", SOUND),
    ("v=DMARC1; sp=none; p=none", SOUND),
    (
        f"v=DMARC1; p=reject; rua=mailto:a+b.c_d@mail.example.co.uk; {TO.replace('rua', 'ruf')}",
        SOUND,
    ),
    ("v=DMARC1; p=none;  ", SOUND),
    ("v=DMARC1", VOID),
    ("v=DMARC1;", VOID),
    ("v=DMARC1; p=", VOID),
    ("v=DMARC1; p=rejected", VOID),
    ("v=DMARC1; p=block", VOID),
    ("v=DMARC1; sp=reject", VOID),
    ("v=DMARC1 p=reject", NONE),
    ("v=DMARC1, p=reject", NONE),
    ("v=DMARC1; p=reject; p=none", VOID),
    ("v=DMARC1; p=reject;; pct=10", VOID),
    ("v=DMARC1; p=reject; rubbish", VOID),
    ("v=DMARC1; p:reject", VOID),
    ("v=DMARC1; reject", VOID),
    ("v=DMARC1; =reject", VOID),
    ("v=dmarc1; p=reject", NONE),
    ("v=DMARC2; p=reject", NONE),
    ("p=reject; v=DMARC1", NONE),
    ("DMARC1; p=reject", NONE),
    ("v=spf1 -all", NONE),
    ("", NONE),
    (f"v=DMARC1; {TO}", DOUBTFUL),
    (f"v=DMARC1; p=rejected; {TO}", DOUBTFUL),
    ("v=DMARC1; p=reject; sp=rejct", DOUBTFUL),
    ("v=DMARC1; p=reject; sp=", DOUBTFUL),
    ("v=DMARC1; p=reject; adkim=strict", DOUBTFUL),
    ("v=DMARC1; p=reject; aspf=relaxed", DOUBTFUL),
    ("v=DMARC1; p=reject; pct=101", DOUBTFUL),
    ("v=DMARC1; p=reject; pct=50%", DOUBTFUL),
    ("v=DMARC1; p=reject; pct=-1", DOUBTFUL),
    ("v=DMARC1; p=reject; ri=daily", DOUBTFUL),
    ("v=DMARC1; p=reject; fo=2", DOUBTFUL),
    ("v=DMARC1; p=reject; fo=1,d", DOUBTFUL),
    ("v=DMARC1; p=reject; rua=d@example.com", DOUBTFUL),
    ("v=DMARC1; p=reject; rua=", DOUBTFUL),
    ("v=DMARC1; p=reject; rua=mailto:d@localhost", DOUBTFUL),
    ("v=DMARC1; p=reject; rua=https://example.com/d", DOUBTFUL),
    ("v=DMARC1; p=reject; rua=mailto:d@example.com mailto:e@example.com", DOUBTFUL),
    ("v=DMARC1; p=reject; ruf=mailto:", DOUBTFUL),
    ("v=DMARC1; p=reject; policy=none", DOUBTFUL),
    ("v=DMARC1; p=reject; ruaa=mailto:d@example.com", DOUBTFUL),
]


def verdict(record: str) -> str:
    if not dmarc.is_dmarc(record):
        return NONE
    read = dmarc.parse(record)
    return VOID if read.is_void else DOUBTFUL if read.faults else SOUND


@pytest.mark.parametrize(("record", "expected"), DMARC)
def test_dmarc(record: str, expected: str) -> None:
    assert verdict(record) == expected


@pytest.mark.parametrize(
    "record", [record for record, expected in DMARC if expected in (VOID, DOUBTFUL)]
)
def test_a_mended_dmarc_record_is_sound(record: str) -> None:
    read = dmarc.parse(record)

    assert verdict(read.mended()) == SOUND


ED = b64encode(bytes(32)).decode()
DKIM = [
    ("v=DKIM1; k=rsa; p={2048}", 2048),
    ("v=DKIM1;k=rsa;p={2048};", 2048),
    ("p={2048}", 2048),
    ("k=rsa; p={2048}", 2048),
    ("k=RSA; p={2048}", 2048),
    ("v=DKIM1; p={1024}", 1024),
    ("v=DKIM1; p={4096}", 4096),
    ("v=DKIM1; p={512}", 512),
    ("v=DKIM1; p={768}", 768),
    ("v=DKIM1; h=sha256; p={2048}", 2048),
    ("v=DKIM1; h=sha1:sha256; p={2048}", 2048),
    ("v=DKIM1; s=email; p={2048}", 2048),
    ("v=DKIM1; s=*; p={2048}", 2048),
    ("v=DKIM1; s=email:other; p={2048}", 2048),
    ("v=DKIM1; t=s; p={2048}", 2048),
    ("v=DKIM1; n=made in 2026; p={2048}", 2048),
    ("v=DKIM1; g=*; p={2048}", 2048),
    ("v=DKIM1; x=unknown tags are ignored; p={2048}", 2048),
    ("v=DKIM1; p= {2048} ", 2048),
    ("v = DKIM1 ; p = {2048}", 2048),
    ("v=DKIM1; k=ed25519; p={ed}", 256),
    ("k=ed25519; p={ed}", 256),
    ("v=DKIM1; k=ed25519; h=sha256; p={ed}", 256),
    ("v=DKIM1; p={split}", 2048),
    ("v=DKIM1; p={pkcs1}", 2048),
    ("v=DKIM1; k=rsa; p=", "revoked"),
    ("v=DKIM1; p=;", "revoked"),
    ("p=", "revoked"),
    ("v=DKIM1; k=ed25519; p=", "revoked"),
    ("v=DKIM1; k=rsa", "has no p="),
    ("v=DKIM1", "has no p="),
    ("", "an empty part"),
    ("v=DKIM2; p={2048}", "v=DKIM1 comes first"),
    ("v=dkim1; p={2048}", "v=DKIM1 comes first"),
    ("p={2048}; v=DKIM1", "v=DKIM1 comes first"),
    ("k=rsa; v=DKIM1; p={2048}", "v=DKIM1 comes first"),
    ("v=DKIM1; k=dsa; p={2048}", "k=dsa: expected rsa, ed25519"),
    ("v=DKIM1; k=; p={2048}", "k=: expected rsa, ed25519"),
    ("v=DKIM1; k=rsa2048; p={2048}", "k=rsa2048: expected"),
    ("v=DKIM1; h=sha1; p={2048}", "h=sha1: a signature is made with sha256"),
    ("v=DKIM1; h=md5; p={2048}", "h=md5: a signature"),
    ("v=DKIM1; h=; p={2048}", "h=''"),
    ("v=DKIM1; s=tlsrpt; p={2048}", "s=tlsrpt: the key is not for email"),
    ("v=DKIM1; s=other; p={2048}", "s=other: the key"),
    ("v=DKIM1; p={2048}; p={1024}", "p= stands twice"),
    ("v=DKIM1; k=rsa; k=rsa; p={2048}", "k= stands twice"),
    ("v=DKIM1; p={cut}", "p= holds no RSA public key"),
    ("v=DKIM1; p={half}", "p= is no Base64"),
    ('v=DKIM1; p="{2048}"', "p= is no Base64"),
    ("v=DKIM1; p={2048}\\", "p= is no Base64"),
    ("v=DKIM1; p=MIGf-_", "p= is no Base64"),
    ("v=DKIM1; p=not a key!", "p= is no Base64"),
    ("v=DKIM1; p=aGVsbG8=", "p= holds no RSA public key"),
    ("v=DKIM1; p={ed}", "p= holds no RSA public key"),
    ("v=DKIM1; k=ed25519; p={2048}", "an ed25519 key has 32 bytes"),
    ("v=DKIM1; k=ed25519; p=aGVsbG8=", "an ed25519 key has 32 bytes, this has 5"),
    ("v=DKIM1 k=rsa p={2048}", "v=DKIM1 comes first"),
    ("v=DKIM1; p={2048}; rubbish", "rubbish is no tag=value"),
    ("v=DKIM1;; p={2048}", "an empty part is no tag=value"),
    ("v=DKIM1: p={2048}", "v=DKIM1 comes first"),
    ("{2048}", "is no tag=value"),
    ("1=2; p={2048}", "1=2 is no tag=value"),
]


def filled(record: str) -> str:
    key = rsa(2048)
    bare = b64encode(b64decode(key)[24:]).decode()  # PKCS#1: without what names the algorithm
    texts = {"ed": ED, "cut": key[:200], "half": key[:201], "split": f"{key[:100]} {key[100:]}"}
    texts["pkcs1"] = bare
    for name, text in texts.items():
        record = record.replace(f"{{{name}}}", text)
    return re.sub(r"\{(\d+)\}", lambda found: rsa(int(found[1])), record)


@pytest.mark.parametrize(("record", "expected"), DKIM)
def test_dkim(record: str, expected: int | str) -> None:
    read = dkim.parse(filled(record))

    if isinstance(expected, int):
        assert (read.faults, read.bits, read.is_revoked) == ((), expected, False)
    elif expected == "revoked":
        assert (read.faults, read.is_revoked) == ((), True)
    else:
        assert expected in read.faults[0].message


ANNOUNCED = [
    ("v=STSv1; id=20260101", True),
    ("v=STSv1; id=20260101T000000Z;", True),
    ("v=STSv1;id=a", True),
    ("v=STSv1; id=" + "a" * 32, True),
    ("v=STSv1; id=1; ext=other", True),
    ("v=STSv1; ext=other; id=1", True),
    ("v=STSv1 ;\tid=1 ;", True),
    ("v=STSv1; id=abc.def", False),
    ("v=STSv1; id=1;;", False),
    ("v=STSv1; ID=1", False),
    ("v=STSv1; id=\xff", False),
    ("v=STSv1", False),
    ("v=STSv1;", False),
    ("v=STSv1; id=", False),
    ("v=STSv1; id=2026-01-01", False),
    ("v=STSv1; id=" + "a" * 33, False),
    ("v=STSv1; id=1; id=2", False),
    ("v=STSv2; id=1", False),
    ("v=stsv1; id=1", False),
    ("id=1; v=STSv1", False),
    ("v=STSv1; rubbish; id=1", False),
    ("v=STSv1 id=1", False),
]
REPORTING = [
    ("v=TLSRPTv1; rua=mailto:t@example.com", True),
    ("v=TLSRPTv1;rua=https://example.com/tls;", True),
    ("v=TLSRPTv1; rua=mailto:t@example.com,https://example.com/tls", True),
    ("v=TLSRPTv1; rua=MAILTO:t@example.com; ext=1", True),
    ("v=TLSRPTv1", False),
    ("v=TLSRPTv1; rua=", False),
    ("v=TLSRPTv1; rua=t@example.com", False),
    ("v=TLSRPTv1; rua=http://example.com/tls", False),
    ("v=TLSRPTv1; rua=mailto:t", False),
    ("v=TLSRPT1; rua=mailto:t@example.com", False),
    ("rua=mailto:t@example.com; v=TLSRPTv1", False),
    ("v=TLSRPTv1; rua=mailto:t@example.com; rua=mailto:u@example.com", False),
]


@pytest.mark.parametrize(("record", "sound"), ANNOUNCED)
def test_mta_sts_announced(record: str, sound: bool) -> None:
    assert (transport.announcement(record) == ()) is sound


@pytest.mark.parametrize(("record", "sound"), REPORTING)
def test_tls_rpt(record: str, sound: bool) -> None:
    assert (transport.reporting(record) == ()) is sound


POLICY = {"version": "STSv1", "mode": "enforce", "mx": "mail.example.com", "max_age": "604800"}
POLICIES = [
    ({}, True),
    ({"mode": "testing"}, True),
    ({"mode": "none", "mx": None}, True),
    ({"mx": "*.example.com"}, True),
    ({"mx": "mail.example.com\nmx: mx2.example.com"}, True),
    ({"max_age": "31557600"}, True),
    ({"max_age": "0"}, True),
    ({"ext": "what is unknown is ignored"}, True),
    ({"mode": "testing\nmode: enforce"}, True),
    ({"mx": "xn--mnchen-3ya.example"}, True),
    ({"mx": "MAIL.Example.COM"}, True),
    ({"mx": "*.example.com\nmx: mail.example.net"}, True),
    ({"mode": "none"}, True),
    ({"mode": "testing ", "max_age": "86400\t"}, True),
    ({"version": ""}, False),
    ({"mx": "**.example.com"}, False),
    ({"mx": ".example.com"}, False),
    ({"mx": "-mail.example.com"}, False),
    ({"mx": "[192.0.2.1]"}, False),
    ({"mx": "mail.example.com, mx2.example.com"}, False),
    ({"max_age": ""}, False),
    ({"max_age": "604800s"}, False),
    ({"max_age": "6.5"}, False),
    ({"max_age": "\u0663"}, False),
    ({"version": None}, False),
    ({"version": "STSv2"}, False),
    ({"version": "stsv1"}, False),
    ({"mode": None}, False),
    ({"mode": ""}, False),
    ({"mode": "strict"}, False),
    ({"mode": "Enforce"}, False),
    ({"mx": None}, False),
    ({"mx": ""}, False),
    ({"mode": "testing", "mx": None}, False),
    ({"mx": "mail"}, False),
    ({"mx": "*"}, False),
    ({"mx": "mail.*.example.com"}, False),
    ({"mx": "10 mail.example.com"}, False),
    ({"mx": "192.0.2.1:25"}, False),
    ({"max_age": None}, False),
    ({"max_age": "1 week"}, False),
    ({"max_age": "-1"}, False),
    ({"max_age": "31557601"}, False),
    ({"max_age": "99999999999"}, False),
]


@pytest.mark.parametrize(("changed", "sound"), POLICIES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_mta_sts_policy(changed: dict[str, str | None], sound: bool, ending: str) -> None:
    lines = [
        f"{name}: {value}" for name, value in {**POLICY, **changed}.items() if value is not None
    ]
    text = ending.join("\n".join(lines).split("\n")) + ending

    assert (transport.policy(text).faults == ()) is sound


@pytest.mark.parametrize("text", ["", "<!doctype html>", "version=STSv1\nmode=enforce", "{}"])
def test_what_is_no_policy(text: str) -> None:
    assert transport.policy(text).faults


@pytest.mark.parametrize(
    ("host", "taken"),
    [
        ("mail.example.com", True),
        ("MAIL.example.com.", True),
        ("a.mx.example.com", True),
        ("a.b.mx.example.com", False),
        ("mx.example.com", False),
        ("mail.example.org", False),
    ],
)
def test_a_policy_names_servers(host: str, taken: bool) -> None:
    lines = {**POLICY, "mx": "mail.example.com\nmx: *.mx.example.com"}.items()

    assert transport.policy("\n".join(f"{n}: {v}" for n, v in lines)).takes(host) is taken
