"""The variables that stand in for shared options, and those that can only be meant for them."""

import pytest

from launchready_ci.shared_options import shared
from launchready_ci.unusable import UsageError


@pytest.mark.parametrize(
    ("name", "meant"),
    [("FAILON", "FAIL_ON"), ("OUTPUTS", "OUTPUT"), ("BASELNE", "BASELINE"), ("URLS", "URL")],
)
def test_a_misspelt_variable_is_refused(name: str, meant: str) -> None:
    told = f"LAUNCHREADY_{name}: there is no such variable, did you mean LAUNCHREADY_{meant}?"

    with pytest.raises(UsageError) as caught:
        shared([], {f"LAUNCHREADY_{name}": "x"})

    assert str(caught.value) == told


@pytest.mark.parametrize("name", ["LAUNCHREADY_API_KEY", "LAUNCHREADY_REQUIRE_ALL", "FAILON"])
def test_a_variable_of_somebody_else_is_let_be(name: str) -> None:
    assert shared([], {name: "x"}) == shared([], {})
