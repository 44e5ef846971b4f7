"""Which variables does Python code read, also through its own functions, and with a default?

Only files that hold a telling word are parsed, and only statements that hold one are visited. A
function through whose parameter a name reaches the environment adds its own name to the telling
words, until nothing new is found.
"""

import ast
import gc
import re
import warnings
from collections.abc import Iterable, Iterator

from launchready_ci.findings import Location
from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.usage.paths import is_test
from launchready_ci.gates.env.usage.python import settings
from launchready_ci.gates.env.usage.python.resolve import Resolver
from launchready_ci.gates.env.usage.python.scopes import Scope
from launchready_ci.gates.env.usage.python.settings import Field
from launchready_ci.gates.env.usage.python.state import Found, State
from launchready_ci.gates.env.usage.python.visit import Visitor
from launchready_ci.gates.env.usage.reading import Read
from launchready_ci.suppressions import ignored

TELLING = re.compile(
    rb"\b(?:environb?|getenvb?|decouple|environs|BaseSettings|prettyconf|envparse|expandvars|from_envvar"
    rb"|dj_database_url|dotenv_values|starlette\.config|starlette\.datastructures|envvars?\s*=)"
    rb"(?![A-Za-z0-9_])"
)
HINTS = (
    b"env",
    b"decouple",
    b"BaseSettings",
    b"prettyconf",
    b"expandvars",
    b"dj_database_url",
    b"starlette",
)
"""One of these stands in whatever ``TELLING`` finds, and is found faster."""
IMPORTS = re.compile(rb"import[ \t]*(\([^)]*\)|[ \t](?:[^\n\\;]|\\\r?\n)*)")
"""To be found fast it begins with a letter; what stands before it is looked at then."""
WORDS = re.compile(r"\w+|\*")
EDGE = re.compile(rb"\w")
ROUNDS = 12
"""Functions that call functions that read: deeper ones are left."""


class Python:
    """All Python files of a repository; ``take`` each, then ask for the reads."""

    def __init__(self, data: dict[str, bytes] | None = None) -> None:
        self._data = {} if data is None else data
        self._imports: dict[str, bytes] = {}
        self._modules: dict[str, Scope | None] = {}
        self._index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._cache: dict[tuple[str, str], str | None] = {}
        self._prefixed: dict[str, list[tuple[int, int, ast.expr]]] = {}
        self._broken: list[Unreadable] = []
        self._state = State(self._find, self._prefixes)

    def take(self, path: str, data: bytes) -> None:
        """Remember a file."""
        self._data[path] = data
        self.know(path)

    def know(self, path: str) -> None:
        """Remember that a module is there, whose text ``data`` gives once it is asked for."""
        parts = path.removesuffix(".py").removesuffix(".pyw").removesuffix("/__init__").split("/")
        self._index.setdefault(parts[-1], []).append((tuple(parts), path))

    def reads(self) -> Iterator[Read | Unreadable]:
        """Every read, in the order of paths and lines."""
        collecting = gc.isenabled()
        gc.disable()  # trees have no cycles; looking for some takes longer than parsing does
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about the code that is looked at
                self._search()
            found = [
                read
                for path, some in self._state.found.items()
                for read in self._placed(path, some.values())
            ]
            for module in self._modules.values():
                if module is not None:
                    module.forget()
            self._modules.clear()
        finally:
            if collecting:
                gc.enable()
        yield from self._broken
        yield from found

    def settings(self, path: str, name: str) -> list[Field] | None:
        """The variables of a pydantic-settings class, inherited ones too; None: there is none.

        Raises SyntaxError where the module does not parse.
        """
        module = self._parsed(path)
        if module is None:
            place = self._broken[-1].location or Location(path)
            raise SyntaxError("not valid Python", (path, place.line, place.column, None))
        self._state.resolver.eager += 1
        found = [e for e in self._state.resolver.named(name, module) if isinstance(e, Scope)]
        cls = next((e for e in found if isinstance(e.node, ast.ClassDef)), None)
        if cls is None:
            return None
        ancestry = list(self._state.resolver.ancestry(cls))
        return list(settings.fields(cls, ancestry, self._state, inherited=True))

    def _search(self) -> None:
        for path, data in self._data.items():
            if places := sorted(_telling(data)):
                self._visit(path, places)
        for _ in range(ROUNDS):
            wanted, self._state.wanted = self._state.wanted, set()
            local, self._state.local = self._state.local, {}
            if not wanted and not local:
                return
            concerned = self._concerned(wanted, local)
            for path in concerned:  # all of them first: they import from each other
                self._parsed(path)
            for path, words in concerned.items():
                self._visit(path, sorted(_places(words, self._data[path])))

    def _concerned(
        self, wanted: set[tuple[str, str]], local: dict[str, set[str]]
    ) -> dict[str, set[str]]:
        """The files that may use one of these words, and which."""
        found = {path: set(words) for path, words in local.items()}
        everything = {word for word, _ in wanted}
        modules = {"*": everything}
        for word, module in wanted:
            modules.setdefault(_basename(module), set()).add(word)
        telling = [word.encode() for word in everything | modules.keys()]
        for path, data in self._data.items() if wanted else ():
            statements = self._imported(path)
            if not any(word in statements for word in telling):
                continue
            imports = set(WORDS.findall(statements.decode("utf-8", "replace")))
            words = imports & everything
            for module in imports & modules.keys():
                words |= {word for word in modules[module] if word.encode() in data}
            if words:
                if self._modules.get(path) is None:
                    words |= imports & {word for word, _ in self._state.everywhere}
                found.setdefault(path, set()).update(words)
        return found

    def _imported(self, path: str) -> bytes:
        """The import statements of a file: behind the word ``import``, one after the other."""
        if path not in self._imports:
            data, found = self._data[path], list[bytes]()
            for match in IMPORTS.finditer(data):
                before = data[data.rfind(b"\n", 0, match.start()) + 1 : match.start()].split()
                if not before or before[0] == b"from":
                    found.append(match[1])
            self._imports[path] = b"\n".join(found)
        return self._imports[path]

    def _visit(self, path: str, places: Iterable[int]) -> None:
        """Visit the statements at these offsets, which ascend."""
        module = self._parsed(path)
        if module is None:
            return
        try:
            Visitor(self._state, module, self._lines(path, places)).visit()
        except RecursionError:
            self._broken.append(Unreadable("nested too deeply to be read", path, Location(path)))

    def _lines(self, path: str, places: Iterable[int]) -> list[int]:
        data = self._data[path]
        found: list[int] = []
        line, end = 1, 0
        for place in places:
            line += data.count(b"\n", end, place)
            end = place
            if not found or found[-1] != line:
                found.append(line)
        return found

    def _parsed(self, path: str) -> Scope | None:
        if path not in self._modules:
            self._modules[path] = None
            try:
                tree = ast.parse(self._data[path], path)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                line = getattr(error, "lineno", None) or 1
                self._broken.append(Unreadable("not valid Python", path, Location(path, line)))
            else:
                self._state.resolver.forget()
                package = tuple(path.split("/")[:-1])
                self._modules[path] = Scope(tree, path, package=package)
                if b".prefixed" in self._data[path]:
                    self._prefixed[path] = list(_prefixed(tree))
        return self._modules[path]

    def _prefixes(self, path: str, line: int) -> list[ast.expr]:
        return [e for first, last, e in self._prefixed.get(path, ()) if first <= line <= last]

    def _find(self, name: str, scope: Scope) -> Scope | None:
        key = (name, scope.module)
        if key not in self._cache:
            self._cache[key] = self._path(tuple(name.split(".")), scope)
        path = self._cache[key]
        if path is None or not (path in self._modules or self._state.resolver.eager):
            return None
        return self._parsed(path)

    def _path(self, name: tuple[str, ...], scope: Scope) -> str | None:
        """The file of a module: the one whose path ends so, nearest to the one that imports it.

        The package that the repository itself is need not stand in its paths.
        """
        found = self._nearest(name, scope)
        if found is None and len(name) > 2:
            rest = name[1:]
            exact = (path for parts, path in self._index.get(rest[-1], ()) if parts == rest)
            found = next(exact, None)
        return found

    def _nearest(self, name: tuple[str, ...], scope: Scope) -> str | None:
        best, near = None, -1
        for parts, path in self._index.get(name[-1], ()):
            if parts[-len(name) :] == name and path != scope.module:
                above = parts[: -len(name)]
                shared = sum(1 for a, b in zip(above, scope.package, strict=False) if a == b)
                distance = shared * 100 - len(above)
                if (shared == len(above) and distance > near) or (best is None and len(name) > 1):
                    best, near = path, distance
        return best

    @property
    def resolver(self) -> Resolver:
        """What follows the names of these modules."""
        return self._state.resolver

    def place(self, path: str, node: ast.expr) -> tuple[Location, frozenset[str]]:
        """Where an expression stands, and what a comment on its line switches off."""
        last, end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        lines = re.split(rb"\r\n?|\n", self._data[path])
        return _location(path, lines, (node.lineno, node.col_offset, last, end))

    def _placed(self, path: str, found: Iterable[Found]) -> Iterator[Read]:
        lines = re.split(rb"\r\n?|\n", self._data[path])
        test = is_test(path)
        for read in sorted(found):
            place, off = _location(path, lines, read.place)
            yield Read(
                read.name,
                place,
                read.default,
                "python",
                test,
                off,
                instead=read.instead,
                bare=read.bare,
            )


def _location(
    path: str, lines: list[bytes], place: tuple[int, int, int, int]
) -> tuple[Location, frozenset[str]]:
    line, start, last, end = place
    columns = _column(lines, line, start), _column(lines, last, end)
    return Location(path, line, columns[0], last, columns[1]), ignored(lines[line - 1])


def _telling(data: bytes) -> Iterator[int]:
    """Where a line begins to tell that it reads a variable."""
    for hint in HINTS:
        at = data.find(hint)
        while at >= 0:
            start, end = data.rfind(b"\n", 0, at) + 1, data.find(b"\n", at)
            if TELLING.search(data, start, end if end >= 0 else len(data)):
                yield at
            at = data.find(hint, end) if end >= 0 else -1


def _places(words: Iterable[str], data: bytes) -> Iterator[int]:
    """Where one of these words stands; by hand, since a regex of many is much slower."""
    for word in words:
        wanted = word.encode()
        at = data.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            around = data[at - 1 : at] + b" " + data[end : end + 1]
            if not EDGE.search(around):
                yield at
            at = data.find(wanted, end)


def _column(lines: list[bytes], line: int, offset: int) -> int:
    """``ast`` counts bytes of UTF-8 from 0; a location counts code points from 1."""
    return len(lines[line - 1][:offset].decode("utf-8", "replace")) + 1


def _basename(path: str) -> str:
    name = path.removesuffix(".py").removesuffix("/__init__")
    return name.rpartition("/")[2]


def _prefixed(tree: ast.Module) -> Iterator[tuple[int, int, ast.expr]]:
    """``with env.prefixed("APP_"):`` of environs: first line, last line, the prefix."""
    for node in ast.walk(tree):
        if isinstance(node, ast.With):
            for item in node.items:
                match item.context_expr:
                    case ast.Call(func=ast.Attribute(attr="prefixed"), args=[prefix]):
                        yield node.body[0].lineno, node.end_lineno or node.lineno, prefix
