"""Whatever a variable is set to, no report and no error shows any of it."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from launchready_ci import reports
from launchready_ci.findings import Location, Outcome
from launchready_ci.gates.env.contract.variable import Declared, merged
from launchready_ci.gates.env.rules import RULES
from launchready_ci.gates.env.rules.facts import Elsewhere, InProduction, Value
from launchready_ci.gates.env.values.hidden import Hidden
from launchready_ci.gates.env.values.types import KINDS, ValueType
from launchready_ci.suite import Settings, Suite

MARK = "zqxjk"
"""No word of ours holds it."""
FORMS = (
    "{}",
    "changeme-{}",
    "http://localhost/{}",
    "http://{}:{}@127.0.0.1:99999/",
    "postgres://u:{}@192.168.0.1/x",
    "sk_test_{}",
    "sk_live_{}",
    "{}@example.com",
    "<{}>",
    "${{{}}}",
    "-----BEGIN {}-----",
    "[{}",
    '{{"a": "{}"',
)
NAMES = (
    *("PORT", "DATABASE_URL", "SECRET_KEY", "DB_PASSWORD", "DEBUG", "LOG_LEVEL", "NODE_ENV"),
    *("NEXT_PUBLIC_API_SECRET", "VITE_KEY", "OAUTH_CALLBACK_URL", "PAYPAL_MODE", "ALLOWED_HOSTS"),
)
tails = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
values = st.builds(
    lambda form, tail: form.format(*[MARK + tail] * 2), st.sampled_from(FORMS), tails
)


def shows(text: str) -> bool:
    return MARK in text.lower()


@settings(deadline=None)
@given(value=values, name=st.sampled_from(NAMES), kind=st.sampled_from(KINDS))
def test_no_rule_says_any_of_it(value: str, name: str, kind: str) -> None:
    wanted = ValueType(next(known for known in KINDS if known == kind), least=3, choices=("a", "b"))
    place = Location(".env", 1)
    declared = Declared(name, place, secret=True, type=wanted, example=value)
    for facts in (Value, InProduction, Elsewhere):
        item = facts(
            subject=name,
            place=place,
            value=Hidden(value),
            environment="production",
            where="the environment production",
            variable=merged([declared])[name],
            shared=("the environment staging",),
        )
        for rule in RULES:
            if isinstance(item, rule.judges):
                assert not any(shows(repr(said)) for said in rule.check(item)), rule.id


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(several=st.lists(values, min_size=len(NAMES), max_size=len(NAMES)))
def test_no_report_shows_any_of_it(
    several: list[str], repository: Callable[[Mapping[str, str]], Path], tmp_path: Path
) -> None:
    root = tmp_path / "repository"
    if not root.exists():
        schema = "".join(f"{name}=\n" for name in NAMES)
        types = "".join(f"    {name}: {{type: port, secret: true}}\n" for name in NAMES)
        repository({".env.example": schema, "launchready.yaml": f"env:\n  variables:\n{types}"})
    environ = {"PATH": os.environ["PATH"], **dict(zip(NAMES, several, strict=True))}
    suite = Suite.load(Settings(str(root)), environ)

    report = suite.run(suite.plan(["env"], {"environment": "production"}), "pre-build")

    assert report.gates[0].outcome is Outcome.FAILED
    assert not any(shows(reports.render(form, report)) for form in reports.FORMATS)
    assert not shows(repr(report))


@pytest.mark.parametrize("line", ["A='{}", 'A="{}\n', "{}=1", "export {}", "A={}\\", "A=${{{}}}"])
def test_a_broken_file_shows_nothing(
    repository: Callable[[Mapping[str, str]], Path], tmp_path: Path, line: str
) -> None:
    secret = "".join(Random(1).choices("abcdefgh0123456789", k=40))
    root = repository({".env.example": "A=\n"})
    file = tmp_path / "production.env"
    file.write_text(line.format(secret))
    suite = Suite.load(Settings(str(root)), {"PATH": os.environ["PATH"]})

    report = suite.run(suite.plan(["env"], {"env_file": (str(file),)}))

    assert secret[:8] not in repr(report)
