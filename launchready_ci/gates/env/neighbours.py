"""Which modules of the repository does a changed file import, and those again?

A helper that reads variables is seldom changed together with the code that calls it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from launchready_ci import sources
from launchready_ci.gates.env.usage import language
from launchready_ci.git import Git
from launchready_ci.sources import Text

IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n\\;#]*)"
    rb"|import[ \t]+([^\n\\;#]+))",
    re.MULTILINE,
)
NAME = re.compile(rb"[\w.]+")
REQUIRED = re.compile(rb"""\b(?:from|import|require)\b[\s(]*["']([^"'\n]{1,200})["']""")
ROUNDS = 3
"""A helper, a package that passes it on, and what that is made of."""
MOST = 100
"""Modules; who imports more is not waited for."""
Imports = Callable[[Text], Iterable[str]]
"""The paths of the modules that a text imports."""


def neighbours(git: Git, changed: Iterable[Text], modules: Sequence[str]) -> Iterator[Text]:
    """The texts of what the changed files import, as the index has them.

    ``modules`` are the paths of all modules that are tracked.
    """
    texts = list(changed)
    seen = {text.path for text in texts}
    by_language: dict[str, Imports] = {}
    for _ in range(ROUNDS):
        found: set[str] = set()
        for text in texts:
            chosen = language(text.path)
            if chosen in LANGUAGES:
                if chosen not in by_language:
                    by_language[chosen] = LANGUAGES[chosen](modules)
                found.update(by_language[chosen](text))
        wanted = set(sorted(found - seen)[: MOST - len(seen)])
        if not wanted:
            return
        seen |= wanted
        texts = _read(git, wanted)
        yield from texts


def _read(git: Git, wanted: set[str]) -> list[Text]:
    items = sources.tree(git, lambda path: path not in wanted)
    return [item for item in items if isinstance(item, Text)]


def _python(modules: Iterable[str]) -> Imports:
    index: dict[str, list[tuple[str, ...]]] = {}
    paths: dict[tuple[str, ...], str] = {}
    for path in modules:
        if path.endswith(".py"):
            parts = tuple(path.removesuffix(".py").removesuffix("/__init__").split("/"))
            paths[parts] = path
            index.setdefault(parts[-1], []).append(parts)
    return lambda text: (paths[parts] for name in _imported(text) for parts in _named(name, index))


def _javascript(modules: Iterable[str]) -> Imports:
    from launchready_ci.gates.env.usage.javascript.modules import Modules

    known = Modules()
    for path in modules:
        if language(path) == "javascript":
            known.add(path)

    def imports(text: Text) -> Iterator[str]:
        for match in REQUIRED.finditer(text.data):
            path = known.resolve(text.path, match[1].decode("utf-8", "replace"))
            if path:
                yield path

    return imports


LANGUAGES: Mapping[str, Callable[[Iterable[str]], Imports]] = {
    "python": _python,
    "javascript": _javascript,
}


def _imported(text: Text) -> Iterator[tuple[str, ...]]:
    """The dotted names of modules, or of what may be modules, as parts."""
    folders = text.path.split("/")[:-1]
    for match in IMPORT.finditer(text.data):
        if match[3]:
            for name in NAME.findall(match[3]):
                yield tuple(name.decode().split("."))
            continue
        start = match[1].decode()
        level = len(start) - len(start.lstrip("."))
        above = folders[: len(folders) - level + 1] if level else []
        module = (*above, *filter(None, start.lstrip(".").split(".")))
        yield module
        for name in NAME.findall(match[2]):
            yield (*module, name.decode())


def _named(
    name: tuple[str, ...], index: Mapping[str, Sequence[tuple[str, ...]]]
) -> Iterator[tuple[str, ...]]:
    """The modules whose path ends so; of one word only such as stand at the root or in ``src``."""
    for parts in index.get(name[-1], ()) if name else ():
        above = parts[: len(parts) - len(name)]
        if parts[-len(name) :] == name and (len(name) > 1 or len(above) < 2):
            yield parts
