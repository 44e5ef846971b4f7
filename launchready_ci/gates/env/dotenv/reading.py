"""What does one parser make of a statement in a dotenv file?"""

from typing import NamedTuple


class Reading(NamedTuple):
    """One statement as one parser reads it; offsets count in the normalised text."""

    start: int
    """Where the name stands."""
    end: int
    """Behind the statement."""
    name: str
    """``""``: the parser gives the file up here."""
    value: str = ""
    """Before variables are filled in."""
    quote: str = ""
    """``'``, ``"``, a backtick, or nothing."""
