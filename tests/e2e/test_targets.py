"""The gate guardrails on servers of others: nothing is an error where one is sound."""

from collections.abc import Callable

import pytest

from tests.e2e.runs import runner
from tests.e2e.world import Repository
from tests.programs import Programs
from tests.targets.known import TARGETS, Target

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_what_is_open_is_named_with_proof_and_nothing_else(
    target: Target,
    programs: Programs,
    repo: Repository,
    require: Callable[[object, str], None],
) -> None:
    require(*target.needs)
    url, environ = target.begin(programs)

    done = runner(repo, "guardrails", "error")(url, target.text, **environ)

    assert (done.code, done.rules) == (1 if target.errors else 0, set(target.errors)), done.text
    told = {rule: " ".join(messages) for rule, messages in done.found.items()}
    assert [rule for rule, words in target.errors.items() if words not in told[rule]] == []
