"""What a keyword of the schema asks of a value, in words."""

import json
import re
from collections.abc import Mapping

from launchready_ci.json_schema.misfit import Misfit
from launchready_ci.nearest import nearest
from launchready_ci.nodes import listed, shown

LISTED = 12
"""Options that are told."""
OF_ALL = ("MaxItems", "MaxProperties", "MinItems", "MinProperties", "Contains", "UniqueItems")
"""Kinds that are wrong of a list or mapping as a whole: its key is shown, not all of its lines."""
FORMATS = {
    "date": "a date such as 2026-11-24",
    "date-time": "a time such as 2026-11-24T12:00:00Z",
    "time": "a time of day such as 12:00:00Z",
    "duration": "a duration such as PT5M",
    "email": "an email address",
    "hostname": "a host name",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "regex": "a regular expression",
    "uri": "a URI such as https://example.com",
    "uuid": "a UUID",
}
TEMPLATES: Mapping[str, str] = {
    "AdditionalItems": "expected at most {limit} items",
    "BacktrackLimitExceeded": "its pattern takes too long on this text",
    "Contains": "no item is of the kind that has to be there",
    "ExclusiveMaximum": "expected less than {limit}",
    "ExclusiveMinimum": "expected more than {limit}",
    "FalseSchema": "nothing is allowed here",
    "MaxItems": "expected at most {limit} items",
    "MaxLength": "expected at most {limit} characters",
    "MaxProperties": "expected at most {limit} keys",
    "Maximum": "expected at most {limit}",
    "MinItems": "expected at least {limit} items",
    "MinLength": "expected at least {limit} characters",
    "MinProperties": "expected at least {limit} keys",
    "Minimum": "expected at least {limit}",
    "MultipleOf": "expected a multiple of {multiple_of}",
    "Not": "has a form that the schema rules out",
    "UnevaluatedItems": "has items that the schema does not know",
    "UniqueItems": "an item stands twice",
}


def words(misfit: Misfit, value: object) -> str:
    """What is asked of the value, which is not told."""
    kind, asked = misfit.kind, misfit.asked
    if kind in ("Enum", "Constant"):
        return _options(asked.get("options", [asked.get("expected_value")]), value)
    if kind == "Format":
        name = str(asked["format"])
        return f"expected {FORMATS.get(name, f'the format {shown(name)}')}"
    if kind == "Pattern":
        return f"expected text that matches {shown(str(asked['pattern']))}"
    if kind == "OneOfMultipleValid":
        fitting = [str(n) for n, branch in enumerate(misfit.branches, 1) if not branch]
        return f"fits several forms that exclude each other: numbers {listed(fitting, 'and')}"
    if kind in TEMPLATES:
        return re.sub(r"\b(1 \w+)s$", r"\1", TEMPLATES[kind].format(**asked))
    keyword = misfit.schema.rpartition("/")[2] or kind
    return f"does not fit what the schema says with `{shown(keyword)}`"


def _options(options: list[object], value: object) -> str:
    if not options:
        return "nothing is allowed here: its enum is empty"
    texts = [option for option in options if isinstance(option, str)]
    near = nearest(value, texts) if isinstance(value, str) else ""
    plain = [_option(option) for option in options[:LISTED]]
    if len(options) <= LISTED:
        return f"expected {listed(plain)}{near}"
    if near:
        return f"is none of the {len(options)} that are allowed{near}"
    return f"expected {', '.join(plain)} … ({len(options)} in all)"


def _option(option: object) -> str:
    return shown(option if isinstance(option, str) and option else json.dumps(option))
