"""Can this gate run as it is asked to? Told before the first one starts."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from launchready_ci import gates
from launchready_ci.config import URL, App, ConfigError, Configuration, is_url
from launchready_ci.gate import CannotLook, Gate
from launchready_ci.nodes import NotSet
from launchready_ci.options import options
from launchready_ci.unusable import UsageError

if TYPE_CHECKING:
    from launchready_ci.suite import Suite


class Planned(NamedTuple):
    """A gate that will run with this configuration, or the reason why it will not."""

    name: str
    gate: Gate[Any] | None = None
    config: Any = None
    skipped: str = ""
    note: str = ""


def plan(suite: "Suite", name: str, given: Mapping[str, Any], *, may_skip: bool) -> Planned:
    """Validate what the gate will run with; with ``may_skip`` the reason why it will not.

    Raises ConfigError and UsageError.
    """
    if suite.trouble:
        return Planned(name, _blocked(gates.find(name), suite.trouble))
    entry = gates.GATES[name]
    may_skip = may_skip and entry.needs_section
    app = entry.url_suffices and (bool(given.get("url")) or suite.configuration.has("app"))
    if may_skip and not (app or suite.configuration.has(name)):
        return Planned(name, skipped=f"no section {name} in launchready.yaml")
    gate = gates.find(name)
    config, note = _section(suite, name, gate)
    if may_skip and note:
        return Planned(name, skipped="its section cannot be used", note=note)
    known = options(gate.config)
    mine = {key: value for key, value in given.items() if key in known}
    for key, value in mine.items():
        if known[key].metavar == "PATH":
            exists(known[key].name, os.path.join(suite.root, value))
        if known[key].name == "--url":
            _is_url(value)
    if not all(mine.get(key) for key in known if known[key].name == "--url"):
        suite.configuration.section("app", App, suite.environ)  # whose url it will ask
    try:
        config = replace(config, **mine)
    except ValueError as error:
        raise UsageError(f"{name}: {error}") from None
    if gate.validate is not None:
        gate.validate(config, suite.root, suite.configuration)
    return Planned(name, gate, config, note=note)


def _section(suite: "Suite", name: str, gate: Gate[Any]) -> tuple[Any, str]:
    """The gate's configuration; the defaults, and a note, where a pull request mends it.

    What a pull request writes is held to its form too, although it counts only when merged.
    """
    if suite.head is None:
        return _validated(suite.configuration, name, gate, suite.environ), ""
    _validated(suite.head, name, gate, suite.environ)
    try:
        return _validated(suite.configuration, name, gate, suite.environ), ""
    except NotSet:  # no fault of the file, so none that a pull request could mend
        raise
    except ConfigError as error:
        from launchready_ci.pull_request import unusable

        return gate.config(), unusable(error)


def _validated(
    configuration: Configuration, name: str, gate: Gate[Any], environ: Mapping[str, str]
) -> Any:  # noqa: ANN401 - the gate's own class
    configuration.check_rules(_ids(gate), gates.GATES[name].letters)
    return configuration.section(name, gate.config, environ)


def _ids(gate: Gate[Any]) -> Iterator[str]:
    """Of all rules, once somebody wants to know: a gate of many parts imports them for it."""
    for rule in gate.all_rules:
        yield rule.id


def exists(option: str, path: str) -> None:
    """Raise UsageError where a file that the command line names is not there."""
    if path and not os.path.lexists(path):
        raise UsageError(f"{option} {path}: there is no such file")


def _is_url(text: str) -> None:
    """Raise UsageError, in words that do not repeat it: it may hold a password."""
    if text and not is_url(text):
        raise UsageError(f"--url: {URL}")


def _blocked(gate: Gate[Any], reason: str) -> Gate[Any]:
    def collect(*_: object) -> NoReturn:
        raise CannotLook(reason)

    return gate._replace(collect=collect)
