"""A value has the form of its type or it has not; what is said of it shows nothing of it."""

import pytest

from launchready_ci.gates.env.values.forms import EXPECTED, misfit
from launchready_ci.gates.env.values.types import ALIASES, KINDS, Kind, ValueType, kind

PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----"
FITS: list[tuple[Kind, list[str]]] = [
    ("string", ["x", "a b", "${X}", "ü"]),
    ("int", ["1", "-3", " 42 ", "1_000", "1.0", "0"]),
    ("float", ["1", "0.5", "-1e3", ".5", "1_0.5"]),
    ("bool", ["true", "False", "1", "0", "YES", "off", "t", "n"]),
    ("port", ["80", "8000", "65535", "0", " 443 "]),
    ("url", ["https://a.b", "http://localhost:3000/x?y=z#w", "redis://:p@h:6379/0", "ws://h"]),
    ("url", ["https://[2001:db8::1]:8080/", "mailto:a@b.c", "https://münchen.de/"]),
    ("dsn", ["postgres://u:p@h:5432/d?sslmode=require", "postgresql+asyncpg://u@h/d"]),
    ("dsn", ["sqlite:///app.db", "sqlite://", "file:./dev.db", "postgres://a:1,b:2/d", "app.db"]),
    ("dsn", ["mongodb+srv://u:p@c.x.mongodb.net/?retryWrites=true", "user:p@tcp(h:3306)/d"]),
    ("dsn", ["Server=h,1433;Database=d;User Id=u;Password=p=;", "host=h dbname=d password='a b'"]),
    ("dsn", ["jdbc:postgresql://h/d", "jdbc:sqlite:app.db", "mysql:host=h;dbname=d"]),
    ("host", ["localhost", "a.example.com", "10.0.0.1", "[::1]", "*.example.com", "my_db"]),
    ("ip", ["10.0.0.1", "::1", "10.0.0.0/8"]),
    ("email", ["a@b.co", "first.last+tag@sub.example.com", "ü@bücher.example"]),
    ("path", ["/var/x", "./a", "C:\\x", "a b"]),
    ("duration", ["30", "1.5", "30s", "1h30m", "500ms", "2 days", "PT30S", "P1DT2H", "01:30:00"]),
    ("date", ["2026-11-24", "2026-11-24T09:00:00Z", "20261124", "2026-W48", "1764000000"]),
    ("list", ["a,b", "a", '["a", "b"]']),
    ("object", ['{"a": 1}', "{}"]),
    ("json", ['{"a": [1, null]}', "1", "true", '"x"', "9" * 5000]),
    ("base64", ["aGVsbG8=", "aGVsbG8", "_-8=", "aGVs\nbG8=", "AAAA"]),
    ("hex", ["deadBEEF", "0xff", "1"]),
    ("uuid", ["6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6BA7B8109DAD11D180B400C04FD430C8"]),
    ("pem", [PEM, PEM.replace("\n", "\\n"), f"{PEM}\n{PEM}\n"]),
    ("semver", ["1.2.3", "1.0.0-rc.1+build"]),
]
MISFITS: list[tuple[Kind, list[str]]] = [
    ("int", ["zqx", "1.5", "1,000", "0x10", "12 34", "1__0"]),
    ("float", ["zqx", "1,5", "1.2.3"]),
    ("bool", ["zqx", "2", "enabled", "truthy", "none"]),
    ("port", ["65536", "99999", "-1", "8000/tcp", "80.5", "1e3", "٣"]),
    ("url", ["zqx.example", "localhost:3000", "http://", "https:///zqx", "http://zqx:99999/"]),
    ("url", ["http://[zqx", "http://zqx y", "//zqx.example", "http://zqx:port/", "://zqx"]),
    ("dsn", ["zqx", "zqx:5432/app", "zqx 5432", "zqx@db"]),
    ("host", ["https://zqx", "zqx y", "-zqx.example", "zqx.example:80", "zqx/", "a..zqx"]),
    ("ip", ["999.1.1.1", "zqx", "10.0.0"]),
    ("email", ["zqx", "zqx@", "@zqx.example", "zqx@localhost", "Zqx <a@b.co>", "a b@zqx.example"]),
    ("path", ["https://zqx/x", "zqx\nb"]),
    ("duration", ["zqx", "30 zqx", "P", "1h zqx", "--1"]),
    ("date", ["zqx", "24.11.2026", "11/24/2026", "2026"]),
    ("list", ["[zqx", "['zqx']"]),
    ("object", ["zqx", "[1]", "{zqx: 1}", "'{}'"]),
    ("json", ["zqx", "{", "{'zqx': 1}", "[" * 100_000]),
    ("base64", ["zqx!", "AAAAA", "=AAA", "AA+_"]),
    ("hex", ["zqx", "0x", "12 34"]),
    ("uuid", ["zqx", "6ba7b810-9dad-11d1-80b4", "6ba7b8109dad-11d1-80b4-00c04fd430c8"]),
    ("pem", ["zqx", "-----BEGIN PRIVATE KEY-----\nMIIEvQ", "/etc/ssl/zqx.pem"]),
    ("semver", ["zqx", "1.2", "v1.2.3"]),
]


def rows(table: list[tuple[Kind, list[str]]]) -> list[tuple[Kind, str]]:
    return [(of, value) for of, values in table for value in values]


@pytest.mark.parametrize(("of", "value"), rows(FITS))
def test_a_value_fits_its_type(of: Kind, value: str) -> None:
    assert misfit(value, ValueType(of)) == ""


@pytest.mark.parametrize(("of", "value"), [(of, value[:80]) for of, value in rows(MISFITS)])
def test_a_value_that_does_not_fit_is_told_what_was_expected(of: Kind, value: str) -> None:
    assert misfit(value, ValueType(of)) == EXPECTED[of]


@pytest.mark.parametrize(
    ("value", "wanted", "expected"),
    [
        ("zqx", ValueType("enum", choices=("a", "b")), "one of a, b"),
        ("A", ValueType("enum", choices=("a", "b")), "one of a, b"),
        ("5", ValueType("int", choices=("1", "2")), "one of 1, 2"),
        ("5", ValueType("int", least=10), "at least 10"),
        ("5.5", ValueType("float", most=0.5), "at most 0.5"),
        ("zqx", ValueType("string", least=32), "at least 32 characters"),
        ("zqx", ValueType("string", most=2), "at most 2 characters"),
        ("zqx", ValueType("string", starts="sk_"), "something that begins with sk_"),
        ("zqx", ValueType("string", ends=".pem"), "something that ends with .pem"),
        (
            "redis://zqx/0",
            ValueType("dsn", schemes=("postgres", "postgresql")),
            "a database URL (postgres://… or postgresql://…)",
        ),
    ],
)
def test_limits_of_the_contract_are_held(value: str, wanted: ValueType, expected: str) -> None:
    assert misfit(value, wanted) == expected


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("a", ValueType("enum", choices=("a", "b"))),
        ("12", ValueType("int", least=10, most=12)),
        ("postgres://h/d", ValueType("dsn", schemes=("postgres",))),
        ("", ValueType("int", least=10)),
    ],
)
def test_what_is_within_the_limits_fits(value: str, wanted: ValueType) -> None:
    assert misfit(value, wanted) == ""


@pytest.mark.parametrize(
    ("name", "of"), [("URL", "url"), ("Integer", "int"), ("PostgresDsn", "dsn"), ("nonsense", None)]
)
def test_a_kind_has_many_names(name: str, of: Kind | None) -> None:
    assert kind(name) == of


def test_every_name_is_lower_and_leads_to_a_kind() -> None:
    assert all(name == name.lower() and of in KINDS for name, of in ALIASES.items())
    assert set(EXPECTED) == set(KINDS)
