"""Where do the repository's code and its files read environment variables?"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Protocol

from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.usage.given import is_given, is_platform
from launchready_ci.gates.env.usage.paths import by_content, is_foreign, is_test, language
from launchready_ci.gates.env.usage.reading import Read
from launchready_ci.lazy import lazy_pattern
from launchready_ci.sources import Text

__all__ = [
    "Read",
    "is_code",
    "is_foreign",
    "is_given",
    "is_platform",
    "is_test",
    "language",
    "relevant",
    "usage",
]

HERE = __name__
TELLING = {
    name: lazy_pattern(words)
    for name, words in {
        "shell": rb"[$]|printenv|[A-Z]=|-v ",
        "dockerfile": rb"ARG|arg|\$",
        "compose": rb"\$|environment|args",
        "workflow": rb"secrets|vars|env|\$",
        "procfile": rb"\$",
        "make": rb"\$|ifn?def",
        **dict.fromkeys(("spring", "hocon", "braces"), rb"\$\{"),
        "page": rb"%(?:VITE|REACT_APP)_",
        "supabase": rb"\benv\(",
        "supervisord": rb"%\(ENV_",
        "symfony": rb"%env\(",
        "serverless": rb"\$\{env:",
        "prisma": rb"\benv\(",
    }.items()
}
"""What a file of each language holds at least if it reads a variable: others are not decoded."""


class Engine(Protocol):
    """Takes all files of a language, then tells the reads, since they depend on each other."""

    def take(self, path: str, text: str) -> None:
        """Remember a file."""

    def reads(self) -> Iterator[Read | Unreadable]:
        """Every read in what was taken."""
        ...


ENGINES = {"shell": ("shell", "Shell"), "javascript": ("javascript", "JavaScript")}
"""Languages whose files are read together: module and class."""
PATTERNS = {
    **{name: (name, "LANGUAGE") for name in ("go", "ruby", "php", "elixir", "csharp", "rust")},
    "java": ("jvm", "LANGUAGE"),
    "kotlin": ("jvm", "KOTLIN"),
    "scala": ("jvm", "SCALA"),
    "groovy": ("jvm", "GROOVY_LANGUAGE"),
}
"""Languages that are read by patterns, also together: module and name. The rest have ``reads``."""
PLACEHOLDERS = frozenset(
    [
        "spring",
        "hocon",
        "symfony",
        "serverless",
        "prisma",
        "supabase",
        "supervisord",
        "braces",
        "page",
    ]
)


def relevant(path: str) -> bool:
    """Is this file worth reading at all?"""
    return language(path) != ""


def is_code(path: str) -> bool:
    """Is it code of an app, not what starts or builds one?"""
    chosen = language(path)
    return chosen in ("python", "javascript") or chosen in PATTERNS


def usage(texts: Iterable[Text | Unreadable]) -> Iterator[Read | Unreadable]:
    """Every read in these texts; what depends on all files of a language comes last."""
    engines: dict[str, Engine] = {}
    python = None
    for item in texts:
        if isinstance(item, Unreadable):
            yield item
            continue
        chosen = by_content(language(item.path), item.data)
        if chosen == "python":
            python = python or import_module(f"{HERE}.python").Python()
            python.take(item.path, item.data)
        elif chosen and (chosen not in TELLING or TELLING[chosen].search(item.data)):
            text = item.data.decode("utf-8", "replace")
            if chosen in ENGINES or chosen in PATTERNS:
                _engine(engines, chosen).take(item.path, text)
            else:
                yield from _reads(chosen, item.path, text)
    for engine in engines.values():
        yield from engine.reads()
    if python:
        yield from python.reads()


def _engine(engines: dict[str, Engine], chosen: str) -> Engine:
    if chosen not in engines:
        module, name = ENGINES.get(chosen) or PATTERNS[chosen]
        found = getattr(import_module(f"{HERE}.{module}"), name)
        patterns = import_module(f"{HERE}.patterns")
        engines[chosen] = found() if chosen in ENGINES else patterns.Patterns(found)
    return engines[chosen]


def _reads(chosen: str, path: str, text: str) -> Iterator[Read | Unreadable]:
    if chosen in PLACEHOLDERS:
        return iter(import_module(f"{HERE}.placeholders").reads(path, text, chosen))
    return iter(import_module(f"{HERE}.{chosen}").reads(path, text))
