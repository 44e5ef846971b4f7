"""Settings of one transaction, in one round trip."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

SET = """SELECT /* launchready */ set_config(name, value, true)
FROM unnest(%s::text[], %s::text[]) AS settings (name, value)"""


def set_locally(connection: "psycopg.Connection[Any]", settings: Mapping[str, str]) -> None:
    """Until the transaction, or its part, ends."""
    connection.execute(SET, [list(settings), list(settings.values())], prepare=False)
