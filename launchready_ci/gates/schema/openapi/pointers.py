"""Where does the text of a reference lead?"""

import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

from launchready_ci.gates.schema.openapi.api import Spot
from launchready_ci.nearest import nearest
from launchready_ci.nodes import Keys, shown


def url_of(text: str) -> SplitResult | None:
    """The parts of a URI reference; None where the text is none."""
    try:
        return urlsplit(text)
    except ValueError:
        return None


def value_at(value: Any, keys: Keys) -> Any:  # noqa: ANN401 - any JSON
    """The value of keys that are there."""
    for key in keys:
        value = value[key]
    return value


def descend(spot: Spot, value: Any, keys: tuple[str, ...]) -> Spot | str:  # noqa: ANN401
    """Go down from a place by a JSON Pointer; where that ends too soon, say where and why."""
    here = spot
    for key in keys:
        if isinstance(value, list) and re.fullmatch(r"0|[1-9][0-9]{0,8}", key):
            if int(key) >= len(value):
                return f"{here.pointer} has {len(value)} items only"
            here, value = here / int(key), value[int(key)]
        elif isinstance(value, dict) and key in value:
            here, value = here / key, value[key]
        elif isinstance(value, dict) and "$ref" in value:
            return f"{here.pointer} is a $ref itself, and a pointer does not lead through it"
        else:
            known = value if isinstance(value, dict) else ()
            return f"{shown(here.pointer)} has no {shown(key)}{nearest(key, known)}"
    return here
