"""Does a file hold the value of a secret variable of the env contract, however it is written?

The values come from this process's environment and go no further than here.
"""

import base64
import html
import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote, quote_plus

from launchready_ci.findings import Unreadable
from launchready_ci.gate import Context
from launchready_ci.gates.schema.artifact.facts import Spot

SHORTEST = 8
"""Characters: a shorter value stands by chance in any bundle."""


def secret_values(context: Context) -> Iterator[tuple[str, str] | Unreadable]:
    """Name and value of each secret variable of the contract that is set here."""
    from launchready_ci.gates.env.configuration import Env
    from launchready_ci.gates.env.survey import Survey

    config = context.configuration.section("env", Env, context.environ)
    survey = Survey(config, context)
    for item in survey.declared():
        if isinstance(item, Unreadable):
            yield item
    for name, variable in survey.contract.variables.items():
        value = context.environ.get(name, "")
        unsaid = variable.secret is None and _promised(name, value)
        known = [d.default for d in variable.declared] + [d.example for d in variable.declared]
        if (variable.secret or unsaid) and value and value not in known:
            yield name, value


def _promised(name: str, value: str) -> bool:
    """Is it a secret by its name, or an address with a password, where the contract says nothing?

    ``VITE_MAPBOX_TOKEN`` is meant to be in the bundle.
    """
    from launchready_ci.gates.env.values.exposure import public, secret_by_name
    from launchready_ci.gates.env.values.strength import guarded, holds_password

    if public(name):
        return secret_by_name(name)
    return guarded(name) or holds_password(value)


class Needles:
    """The values in every form in which a build writes them down."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.short = [name for name, value in values.items() if len(value) < SHORTEST]
        self._forms = [
            (name, how, form)
            for name, value in values.items()
            if name not in self.short
            for how, form in forms(value)
        ]

    def __bool__(self) -> bool:
        return bool(self._forms)

    def __repr__(self) -> str:
        return f"Needles({len(self._forms)} forms)"  # never a value

    def search(self, data: bytes, context: Context) -> Iterator[Spot]:
        """Each variable once, with the first place of its value."""
        met = set[str]()
        for name, how, form in self._forms:
            if name in met or (start := data.find(form)) < 0:
                continue
            met.add(name)
            line = data.count(b"\n", 0, start) + 1
            column = start - data.rfind(b"\n", 0, start)
            yield Spot(f"{name} ({how})", line, column, f"{name} {context.key(form)}")


def forms(value: str) -> Iterator[tuple[str, bytes]]:
    """Plain, as a URL, JSON and HTML have it, in base64 at each of its three alignments."""
    data = value.encode("utf-8", "surrogateescape")
    found = {data: "plain"}
    for quoted in (
        quote(value, safe="", errors="surrogateescape"),
        quote_plus(value, errors="surrogateescape"),
        quote(value, errors="surrogateescape"),
    ):
        found.setdefault(quoted.encode(), "URL-encoded")
        found.setdefault(_lower(quoted).encode(), "URL-encoded")
    escaped = json.dumps(value)[1:-1]
    found.setdefault(escaped.encode(), "escaped")
    found.setdefault(escaped.replace("/", "\\/").encode(), "escaped")
    found.setdefault(html.escape(value).encode("utf-8", "surrogateescape"), "escaped")
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + data)
        # the characters that share bits with what stands before and behind are left out
        begin = (shift * 8 + 5) // 6
        end = (shift + len(data)) * 8 // 6
        found.setdefault(whole[begin:end], "base64")
        found.setdefault(base64.urlsafe_b64encode(bytes(shift) + data)[begin:end], "base64")
    found.setdefault(data.hex().encode(), "hex")
    for form, how in found.items():
        yield how, form


def _lower(quoted: str) -> str:
    """``%2f`` for ``%2F``."""
    import re

    return re.sub(r"%[0-9A-F]{2}", lambda match: match[0].lower(), quoted)
