"""Do the migrations of alembic or Django lead to one end, and to what the models say?"""

from collections.abc import Iterator

from launchready_ci.findings import Finding, Outcome
from launchready_ci.gate import NotJudged, rule
from launchready_ci.gates.schema.database.facts import Modelled
from launchready_ci.gates.schema.database.rules.remarks import of


@rule("LR-SCH362", "models-drift", judges=Modelled)
def models_drift(facts: Modelled) -> Iterator[Finding | NotJudged]:
    """The models say something that no migration does.

    Why: the tests make their tables from the models, and the deploy makes them from the migrations:
    there the column is missing, and every request that asks for it fails.
    Fix: write the migration (`alembic revision --autogenerate`, `manage.py makemigrations`), read
    it, and commit it with the models.
    """
    if facts.unjudged:
        yield NotJudged(Outcome.SKIPPED, facts.unjudged)
    yield from of(facts.remarks, "drift")


@rule("LR-SCH363", "several-heads", judges=Modelled)
def several_heads(facts: Modelled) -> Iterator[Finding]:
    """Two migrations come after the same one, and nothing joins them.

    Why: two branches added one each; `alembic upgrade head` and `manage.py migrate` refuse both.
    Fix: let one come after the other, or join them: `alembic merge heads`,
    `manage.py makemigrations --merge`.
    """
    yield from of(facts.remarks, "several-heads")


RULES = (models_drift, several_heads)
