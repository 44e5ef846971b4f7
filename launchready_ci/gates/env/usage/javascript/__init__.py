"""Which variables does JavaScript and TypeScript code read, also through its own functions?

Only files that hold a telling word are looked at. A function through whose parameter a name reaches
the environment makes its call sites reads, in its own file and where it is imported, until nothing
new is found.
"""

import re
from collections.abc import Iterator
from functools import partial

from launchready_ci.gates.env.usage.javascript.defaults import has_default
from launchready_ci.gates.env.usage.javascript.environment import exported as environments
from launchready_ci.gates.env.usage.javascript.environment import uses
from launchready_ci.gates.env.usage.javascript.file import File
from launchready_ci.gates.env.usage.javascript.lexing import is_generated
from launchready_ci.gates.env.usage.javascript.libraries import configured
from launchready_ci.gates.env.usage.javascript.lists import items
from launchready_ci.gates.env.usage.javascript.modules import Modules, exported
from launchready_ci.gates.env.usage.javascript.named import NAME, Named
from launchready_ci.gates.env.usage.javascript.names import Names
from launchready_ci.gates.env.usage.javascript.readers import Reader, reader_of
from launchready_ci.gates.env.usage.javascript.reads import Access, accesses
from launchready_ci.gates.env.usage.javascript.schemas import described
from launchready_ci.gates.env.usage.reading import Read

TELLING = re.compile(
    r"\benv\b|\$env/|astro:env|onfigService|envField|runtimeConfig|env-var|convict|cleanEnv"
    r"|react-native-config|EnvironmentPlugin|\bEnv\)?\(|\b(?:use|get|read)Env\b"
)
STATIC = re.compile(r"\$env/static/(?:private|public)|astro:env/(?:server|client)|@env")
HINTS = ("env", "Env", "onfigService", "runtimeConfig", "convict")
"""One of these stands in whatever ``TELLING`` finds, and is found faster."""
OF = re.compile(r"([A-Za-z_$][\w$]*)\s*\??\s*[:=]\s*(?:new\s+)?$")
ROUNDS = 6
MOST = 100
"""Functions of one file whose calls are looked for."""


class JavaScript:
    """All files of a repository; ``take`` each, then ask for the reads."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._files: dict[str, File] = {}
        self._modules = Modules()
        self._names = Names(self._find)
        self._readers: dict[str, set[tuple[str, int, str]]] = {}
        self._found: dict[tuple[str, int, str], Read] = {}

    def take(self, path: str, text: str) -> None:
        """Remember a file."""
        if not is_generated(text):
            self._texts[path] = text
            self._modules.add(path)

    def reads(self) -> Iterator[Read]:
        """Every read, in the order of paths and places."""
        telling = [path for path, text in self._texts.items() if _tells(text)]
        telling += self._sharing(telling)
        readers = [reader for path in telling for reader in self._look(self._file(path))]
        for _ in range(ROUNDS):
            readers = [new for reader in readers for new in self._called(reader)]
            if not readers:
                break
        yield from (self._found[key] for key in sorted(self._found))

    def _sharing(self, telling: list[str]) -> list[str]:
        """More files: those that import the environment from one of these."""
        shared = {name for path in telling for name in environments(self._file(path))}
        if not shared:
            return []
        names = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(shared)))
        known = set(telling)
        return [
            path for path, text in self._texts.items() if path not in known and names.search(text)
        ]

    def _look(self, file: File) -> Iterator[Reader]:
        for module, name in file.imports.values():
            if STATIC.fullmatch(module) and name not in ("*", "default", "getSecret"):
                self._static(file, name)
        passed = frozenset(
            local
            for local, (module, name) in file.imports.items()
            if (other := self._module(file, module)) and name in self._environments(other)
        )
        found = uses(file, passed)
        for access in (*described(file, found, self._names), *configured(file)):
            self._add(access)
        for access in accesses(file, found, self._names):
            if isinstance(access.what, Named):
                self._add(access)
            else:
                yield reader_of(file, access.what, access.default)

    def _static(self, file: File, name: str) -> None:
        at = re.search(rf"\b{re.escape(name)}\b(?=[^;]*\bfrom\b)", file.code)
        if at:
            self._add(Access(Named(name, file, at.start()), default=False))

    def _environments(self, file: File) -> frozenset[str]:
        return environments(file) if _tells(file.text) else frozenset()

    def _called(self, reader: Reader) -> Iterator[Reader]:
        """Calls of a function as reads; one that passes its own parameter on is a reader too."""
        name = reader.function.name
        key = name, reader.parameter.position, reader.parameter.prefix
        known = self._readers.setdefault(reader.file.path, set())
        if not name or key in known or len(known) > MOST:
            return
        known.add(key)
        stem = reader.file.path.rpartition("/")[2].partition(".")[0]
        for path, text in self._texts.items():
            if path == reader.file.path:
                yield from self._calls(reader.file, name, reader)
            elif name in text or (stem in text and stem != "index"):
                yield from self._imported_calls(self._file(path), reader)

    def _imported_calls(self, file: File, reader: Reader) -> Iterator[Reader]:
        function = reader.function.name
        for local, (module, name) in file.imports.items():
            target = self._module(file, module)
            if target is None:
                continue
            found = exported(target, function if name == "*" else name, self._module)
            if found and found[0] is reader.file:
                direct = found[1] == function and name != "*"
                yield from self._calls(file, local if direct else f"{local}.{function}", reader)
                for instance in _instances(file, local) if name != "*" else ():
                    yield from self._calls(file, f"{instance}.{function}", reader)

    def _calls(self, file: File, callee: str, reader: Reader) -> Iterator[Reader]:
        before = r"(?<![\w$.])" if file is not reader.file else r"(?<![\w$])(?<!function )"
        pattern = re.escape(callee).replace(r"\.", r"\s*(?:\?\.|\.)\s*")
        for match in re.finditer(rf"{before}{pattern}\s*!?(?:<[^()]*>)?\s*\(", file.code):
            if reader.function.at <= match.start() < reader.function.start and file is reader.file:
                continue
            arguments = file.parts(match.end() - 1)
            index = reader.parameter.position
            if index >= len(arguments):
                continue
            closing = file.closing.get(match.end() - 1, match.end())
            default = reader.default or has_default(file, match.start(), closing + 1)
            for other in reader.otherwise:
                if other < len(arguments):
                    default |= file.code[slice(*arguments[other])] != "undefined"
            resolved = partial(items, self._names) if reader.parameter.each else self._names.of
            for what in resolved(file, *arguments[index]):
                if isinstance(what, Named):
                    name = reader.parameter.applied(what.name)
                    self._add(Access(what._replace(name=name), default))
                elif what.function is not reader.function:
                    yield reader_of(file, what.through(reader.parameter), default)

    def _add(self, access: Access) -> None:
        what = access.what
        if not isinstance(what, Named) or not NAME.fullmatch(what.name):
            return
        key = what.file.path, what.start, what.name
        known = self._found.get(key)
        default = access.default if known is None else known.default and access.default
        lines = what.file.lines
        self._found[key] = lines.read(what.name, what.start, "javascript", default=default)

    def _file(self, path: str) -> File:
        if path not in self._files:
            self._files[path] = File(path, self._texts[path])
        return self._files[path]

    def _module(self, file: File, module: str) -> File | None:
        path = self._modules.resolve(file.path, module)
        return self._file(path) if path and path != file.path else None

    def _find(self, file: File, name: str) -> tuple[File, str] | None:
        """Where an imported name, or a member of an imported module, is defined."""
        first, _, rest = name.partition(".")
        imported = file.imports.get(first)
        target = self._module(file, imported.module) if imported else None
        if imported is None or target is None:
            return None
        if imported.name == "*":
            return exported(target, rest.partition(".")[0], self._module) if rest else None
        found = exported(target, imported.name, self._module)
        return (found[0], rest.rpartition(".")[2]) if found and rest else found


def _tells(text: str) -> bool:
    return any(hint in text for hint in HINTS) and TELLING.search(text) is not None


def _instances(file: File, name: str) -> set[str]:
    """Names of objects of a class: ``new Config()``, or a parameter with that type."""
    found = re.finditer(rf"\b{re.escape(name)}\b(?!\s*[.:\w])", file.code)
    before = (OF.search(file.code, max(0, match.start() - 100), match.start()) for match in found)
    return {match[1] for match in before if match}
