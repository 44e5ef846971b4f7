"""What the sources of a contract say is held against each other, and what code reads against it."""

import pytest

from launchready_ci.findings import Location
from launchready_ci.gates.env.contract import Contract, Declared
from launchready_ci.gates.env.contract.contradictions import contradictions
from launchready_ci.gates.env.spelling import meant
from launchready_ci.gates.env.terms import examples, terms
from launchready_ci.gates.env.values.types import Kind, ValueType

HERE, THERE = Location(".env.schema", 3), Location("app/settings.py", 7)


def found(first: Declared, second: Declared) -> dict[str, tuple[str, str]]:
    variable = Contract.of([], [first, second]).variables["A"]
    return {one.what: one.words for one in contradictions(variable)}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(
            Declared("A", HERE, required=True),
            Declared("A", THERE, required=False),
            {"required": ("required", "optional")},
            id="required and optional",
        ),
        pytest.param(
            Declared("A", HERE, required=True),
            Declared("A", THERE, required=True, required_in=("staging", "production")),
            {"required": ("required", "required in production, staging")},
            id="required everywhere and in some",
        ),
        pytest.param(
            Declared("A", HERE, required=False),
            Declared("A", THERE, required=True, required_in=("production",)),
            {},
            id="a default at home and none in production",
        ),
        pytest.param(
            Declared("A", HERE, conditional=True), Declared("A", THERE, required=True), {}, id="if"
        ),
        pytest.param(Declared("A", HERE), Declared("A", THERE, required=True), {}, id="unsaid"),
        pytest.param(
            Declared("A", HERE, secret=True),
            Declared("A", THERE, secret=False),
            {"secret": ("secret", "not secret")},
            id="secret and not",
        ),
        pytest.param(
            Declared("A", HERE, default="1"),
            Declared("A", THERE, default="2"),
            {"default": ("another default", "another default")},
            id="defaults, which are not told",
        ),
        pytest.param(
            Declared("A", HERE, default="true"), Declared("A", THERE, default="True"), {}, id="same"
        ),
        pytest.param(
            Declared("A", HERE, default=""), Declared("A", THERE, default="x"), {}, id="unknown"
        ),
    ],
)
def test_what_contradicts(
    first: Declared, second: Declared, expected: dict[str, tuple[str, str]]
) -> None:
    assert found(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ("int", "port", True),
        ("float", "duration", True),
        ("url", "dsn", True),
        ("json", "object", True),
        ("string", "pem", True),
        ("int", "bool", False),
        ("url", "port", False),
        ("list", "object", False),
        ("email", "url", False),
    ],
)
def test_types_that_one_value_may_have(first: Kind, second: Kind, *, agree: bool) -> None:
    said = found(
        Declared("A", HERE, type=ValueType(first)), Declared("A", THERE, type=ValueType(second))
    )

    assert said == ({} if agree else {"type": (f"of type {first}", f"of type {second}")})


def test_choices_have_to_be_the_same_and_of_the_other_type() -> None:
    two, three = (ValueType("enum", choices=choices) for choices in (("1", "2"), ("1", "2", "3")))

    assert "type" in found(Declared("A", HERE, type=two), Declared("A", THERE, type=three))
    assert not found(Declared("A", HERE, type=two), Declared("A", THERE, type=ValueType("int")))
    assert found(Declared("A", HERE, type=two), Declared("A", THERE, type=ValueType("url")))


def test_duplicates_and_names_that_differ_in_case() -> None:
    declared = [
        Declared("A", HERE),
        Declared("A", THERE),
        Declared("A", HERE._replace(line=9)),
        Declared("a", THERE._replace(line=8)),
    ]

    first, second = terms(Contract.of([], declared))

    assert [one.location.line for one in first.again] == [9]
    assert [other.name for other in first.cased] == ["a"]
    assert (second.again, second.cased) == ((), ())


def test_an_example_is_held_against_the_sources_in_its_folder() -> None:
    settings = Location("api/settings.py")
    declared = [
        Declared("A", settings, required=True),
        Declared("B", settings, required=False),
        Declared("C", settings, required=True, instead=("OLD_C",)),
        Declared("D", settings, required=True),
    ]
    contract = Contract.of(["api/settings.py:Settings"], declared)
    names = [Declared("OLD_C", HERE), Declared("D", HERE), Declared("E", HERE)]
    files = {"api/.env.example": names, "web/.env.example": names}

    (example,) = examples(contract, files)

    assert example.subject == "api/.env.example"
    assert [variable.name for variable in example.missing] == ["A"]
    assert [declared.name for declared in example.unknown] == ["E"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DATABSE_URL", "DATABASE_URL"),
        ("DATABASE_ULR", "DATABASE_URL"),
        ("DATBAASE_URL", "DATABASE_URL"),
        ("DATABASSE_URL", "DATABASE_URL"),
        ("DATABASEURL", "DATABASE_URL"),
        ("DATAABSE_URL", "DATABASE_URL"),
        ("DATABOSE_URL", "DATABASE_URL"),
        ("database_url", "DATABASE_URL"),
        ("API_KEY", ""),
        ("BUCKET2", ""),
        ("BUCKETS1", "BUCKET1"),
        ("OTHER", ""),
    ],
)
def test_which_name_was_meant(name: str, expected: str) -> None:
    assert meant(name, ["DATABASE_URL", "APP_KEY", "BUCKET1"]) == expected
