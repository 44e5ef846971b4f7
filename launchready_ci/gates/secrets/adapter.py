"""What do detect-secrets' own detectors say of some lines, exactly as its ``scan -n`` would?

The only module that touches detect_secrets. Its settings are a singleton: they are set for the
moment in which detectors and filters are made, and put back. Nothing is verified over the network.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from detect_secrets.core.potential_secret import PotentialSecret
    from detect_secrets.plugins.base import BasePlugin
    from detect_secrets.types import SelfAwareCallable
    from detect_secrets.util.code_snippet import CodeSnippet


class Secret(NamedTuple):
    """What a detector found. Do not print it: the value is in it."""

    kind: str
    """The detector's ``secret_type``: ``AWS Access Key``."""
    value: str
    line: int


class Line(NamedTuple):
    """A line as the filters see it."""

    path: str
    text: str
    number: int
    context: "CodeSnippet"


class Detectors:
    """detect-secrets' detectors and filters, without its loop over all lines."""

    def __init__(
        self, plugins: "Sequence[BasePlugin]", filters: "Sequence[SelfAwareCallable]"
    ) -> None:
        self.plugins = {type(plugin).__name__: plugin for plugin in plugins}
        self.stock = frozenset(name for name, p in self.plugins.items() if _is_stock(p))
        """Those of detect-secrets' own with their default limits."""
        self.filters = filters

    def skips(self, path: str) -> bool:
        """Does a filter leave out the whole file, for its name?"""
        return any(_drops(f, {"filename": path}) for f in self.filters if _takes(f, "filename"))

    def look(
        self, path: str, lines: list[str], number: int, parts: "Mapping[str, Collection[str]]"
    ) -> Iterator[Secret]:
        """What detectors find in a line (from 1), after every filter.

        ``parts`` names the detectors, and the parts of the line that each is to look at.
        """
        from detect_secrets.util.code_snippet import get_code_snippet

        line = Line(path, lines[number - 1].rstrip(), number, get_code_snippet(lines, number))
        found = list(self._found(line, parts))
        if not found or self._drops_line(line):
            return
        for plugin, secret in found:
            if not self._drops_secret(plugin, secret, line):
                yield Secret(secret.type, secret.secret_value or "", number)

    def may_find(self, path: str, text: str, parts: "Mapping[str, Collection[str]]") -> bool:
        """Would ``look`` find anything, whatever the filters of whole lines say?"""
        from detect_secrets.util.code_snippet import get_code_snippet

        line = Line(path, text, 1, get_code_snippet([text], 1))
        return any(
            not self._drops_secret(plugin, secret, line)
            for plugin, secret in self._found(line, parts)
        )

    def _found(
        self, line: Line, parts: "Mapping[str, Collection[str]]"
    ) -> "Iterator[tuple[BasePlugin, PotentialSecret]]":
        from detect_secrets.util.inject import call_function_with_arguments

        for name, plugin in self.plugins.items():
            for part in parts.get(name, ()):
                for secret in call_function_with_arguments(
                    plugin.analyze_line,
                    filename=line.path,
                    line=part.rstrip(),
                    line_number=line.number,
                    context=line.context,
                ):
                    yield plugin, secret

    def _drops_line(self, line: Line) -> bool:
        given = {"filename": line.path, "line": line.text, "context": line.context}
        return any(_drops(f, given) for f in self.filters if _takes(f, "line"))

    def _drops_secret(self, plugin: "BasePlugin", secret: "PotentialSecret", line: Line) -> bool:
        given = {
            "filename": line.path,
            "secret": secret.secret_value,
            "plugin": plugin,
            "line": line.text,
        }
        later = {**given, "context": line.context}
        # a filter of the line alone has spoken already
        return any(
            (_takes(f, "secret") and _drops(f, given))
            or (_takes(f, "context") and _takes(f, "secret", "plugin") and _drops(f, later))
            for f in self.filters
        )


def _takes(filter_: "SelfAwareCallable", *names: str) -> bool:
    return not filter_.injectable_variables.isdisjoint(names)


def _drops(filter_: "SelfAwareCallable", given: "Mapping[str, object]") -> bool:
    """Ask a filter, as detect-secrets does: one that takes what is not given has no say."""
    from detect_secrets.util.inject import call_function_with_arguments

    defaults = getattr(filter_, "__defaults__", ()) or getattr(filter_, "__kwdefaults__", ())
    if not (defaults or filter_.injectable_variables <= given.keys()):
        return False  # spares the TypeError, which is most of the time of looking at a name
    try:
        return bool(call_function_with_arguments(filter_, **given))
    except TypeError:
        return False


NEVER = (
    # texts come from Git: whether the working tree has the file does not matter
    "detect_secrets.filters.common.is_invalid_file",
    "detect_secrets.filters.common.is_ignored_due_to_verification_policies",
)
"""Filters that are left out: nothing is verified over the network."""


@cache
def defaults() -> Detectors:
    """All detectors and the filters of ``detect-secrets scan -n``."""
    from detect_secrets.settings import default_settings, get_filters, get_plugins

    with default_settings() as settings:
        settings.disable_filters(*NEVER)
        return Detectors(get_plugins(), get_filters())


@contextmanager
def configured(configuration: "Mapping[str, Any]") -> "Iterator[Detectors]":
    """The detectors and filters of a baseline's ``plugins_used`` and ``filters_used``.

    THIS RUNS CODE that the baseline names by path, from the current folder: only where a person
    said so on the command line. Its filters read the settings, which are put back at the end.
    Raises ValueError where detect-secrets cannot be set up so.
    """
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class as classes
    from detect_secrets.settings import get_filters, get_plugins, transient_settings

    with transient_settings({}) as settings:
        classes.cache_clear()
        try:
            settings.configure_plugins(configuration.get("plugins_used", []))
            settings.configure_filters(configuration.get("filters_used", []))
            settings.disable_filters(*NEVER)
            detectors = Detectors(get_plugins(), get_filters())
        except (OSError, TypeError, KeyError, ImportError) as error:
            classes.cache_clear()
            raise ValueError(f"detect-secrets cannot be set up: {type(error).__name__}") from None
        try:
            yield detectors
        finally:
            classes.cache_clear()


def _is_stock(plugin: "BasePlugin") -> bool:
    """Is it a detector of detect-secrets' own, with its default limits?"""
    kind = type(plugin)
    return kind.__module__.startswith("detect_secrets.") and plugin.json() == kind().json()


def version() -> str:
    """Of detect-secrets."""
    from detect_secrets.__version__ import VERSION

    return str(VERSION)
