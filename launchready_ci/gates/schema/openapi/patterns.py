"""Is a text a regular expression? It is compiled, and never tried on a text."""

import re
from functools import lru_cache

LONGEST = 20_000
"""Characters of a pattern that is compiled."""
RANGE = re.compile(r"(\\[wdsWDS]|\\[pP]\{\w+\})-(?!\])")
"""``[\\w-.]``: JavaScript takes the hyphen for itself where a range cannot begin."""
ANY = "[^]"
"""JavaScript's class that leaves out nothing."""


@lru_cache(4096)
def compiles(text: str) -> bool:
    """Does the engine take it that tries examples?"""
    import jsonschema_rs

    try:
        jsonschema_rs.validator_for({"pattern": text})
    except (ValueError, jsonschema_rs.ValidationError):
        return False
    return True


@lru_cache(4096)
def fault(text: str) -> str:
    """What is wrong with the pattern; nothing where an engine takes it.

    JavaScript's dialect is asked for, and JSON Schema's libraries take what theirs takes: only
    what neither the engine behind jsonschema-rs nor Python's compiles is called wrong.
    """
    import warnings

    plain = RANGE.sub(r"\1\\-", text).replace(ANY, r"[\s\S]")
    if len(text) > LONGEST or compiles(text) or compiles(plain):
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a nested set, FutureWarning
            re.compile(plain)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error)
    return ""
