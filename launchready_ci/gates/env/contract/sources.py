"""Reads every source of the contract, from the index."""

from collections.abc import Iterator, Mapping

from launchready_ci import sources
from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Context, Unreadable
from launchready_ci.gates.env.configuration import CONTRACT, EXAMPLES, Env
from launchready_ci.gates.env.contract import dotenv
from launchready_ci.gates.env.contract.entries import source
from launchready_ci.gates.env.contract.scopes import Scopes, Source, below
from launchready_ci.gates.env.contract.variable import Declared
from launchready_ci.gates.env.dialects import differences
from launchready_ci.gates.env.rules.facts import Dotenv
from launchready_ci.gates.env.usage import is_code, is_foreign, is_test
from launchready_ci.git import Git
from launchready_ci.globs import matcher
from launchready_ci.sources import Text

MODULES = (".py", ".js", ".ts", ".jsx", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte")
Items = Iterator[Declared | Dotenv | Unreadable]


class Sources:
    """What was declared so far, and where; ``read`` fills it."""

    def __init__(self, config: Env, context: Context) -> None:
        self.config = config
        self.context = context
        self._imported: set[str] = set()
        self._paths = {source(entry)[0] for entry in config.contract or ()}
        self._excluded = matcher(config.exclude)
        self._tracked: list[str] = []
        self._sources: list[Source] = []
        self.examples: dict[str, list[Declared]] = {}
        """What every ``.env.example`` lists, those that are no source too."""
        self.modules: list[str] = []
        """Paths of the Python and JavaScript files that are tracked."""

    def read(self, git: Git) -> Iterator[Dotenv | Unreadable]:
        """Go through ``variables:``, then the files, in the order of ``contract:``."""
        if self.config.variables:
            from launchready_ci.gates.env.contract import inline

            inside = inline.declarations(self.config.variables, self.context.configuration)
            self._sources.append(("", self.context.configuration.path, tuple(inside)))
        texts: dict[str, Text] = {}
        for item in sources.tree(git, self._unwanted):
            if isinstance(item, Unreadable):
                yield item
            else:
                texts[item.path] = item
        for entry in self._order(texts):
            declared: list[Declared] = []
            folder = entry.rpartition("/")[0] if self.config.contract is None else ""
            self._sources.append((folder, entry, declared))
            for found in self._items(entry, texts[source(entry)[0]], git):
                if isinstance(found, Declared):
                    declared.append(found)
                else:
                    yield found
        for path in sorted(texts.keys() - self.paths):
            self._list(texts[path])
            yield self._lines(texts[path])

    @property
    def names(self) -> list[str]:
        """The sources that were read."""
        return [name for _, name, _ in self._sources]

    @property
    def declared(self) -> list[Declared]:
        """What all of them declare."""
        return [one for _, _, declared in self._sources for one in declared]

    def scopes(self) -> Scopes:
        """The same, by the folders that they answer for."""
        return Scopes.of(self._sources, self._holds_code)

    def _holds_code(self, folder: str) -> bool:
        return any(
            below(path, folder) and is_code(path) and not is_test(path) for path in self._tracked
        )

    @property
    def paths(self) -> set[str]:
        """The files that were read, and launchready.yaml."""
        named = {source(name)[0] for name in self.names}
        return named | self._imported | {self.context.configuration.path}

    def _unwanted(self, path: str) -> bool:
        self._tracked.append(path)
        if path.endswith(MODULES):
            self.modules.append(path)
        if path in self._paths:
            return False
        names = CONTRACT if self.config.contract is None else EXAMPLES
        other = _name(path) not in names or is_test(path) or is_foreign(path)
        return other or self._excluded(path)

    def _order(self, texts: Mapping[str, Text]) -> list[str]:
        """The entries as ``contract:`` has them; raises CannotLook for one that is not there."""
        if self.config.contract is None:
            return sorted(texts, key=lambda p: (p.count("/"), CONTRACT.index(_name(p)), p))
        for index, entry in enumerate(self.config.contract):
            path, _ = source(entry)
            if path not in texts:
                place = self.context.place("contract", index)
                raise CannotLook(f"{place}: env.contract[{index}]: git does not track {path}")
        return list(self.config.contract)

    def _items(self, entry: str, item: Text, git: Git) -> Items:
        path, name = source(entry)
        if name:
            yield from self._class(path, name, item, git)
        elif path.endswith(".schema"):
            yield from self._schema(item, git, {path})
        else:
            self._list(item)
            yield from self.examples[path]
            yield self._lines(item)

    def _schema(self, item: Text, git: Git, seen: set[str]) -> Items:
        """A schema, and those that it imports; of two declarations its own comes first."""
        from launchready_ci.gates.env.contract import env_spec

        yield from env_spec.declarations(item.path, item.data)
        for wanted in env_spec.imports(item.path, item.data):
            if wanted.path in seen:
                continue
            seen.add(wanted.path)
            self._imported.add(wanted.path)
            text = self._text(wanted.path, git)
            for found in self._schema(text, git, seen) if text else ():
                if not isinstance(found, Declared) or wanted.brings(found.name):
                    yield found

    def _text(self, path: str, git: Git) -> Text | None:
        found = sources.tree(git, lambda other: other != path)
        return next((item for item in found if isinstance(item, Text)), None)

    def _list(self, item: Text) -> None:
        self.examples[item.path] = list(dotenv.declarations(item.path, item.data))

    def _class(self, path: str, name: str, item: Text, git: Git) -> Items:
        from launchready_ci.gates.env.contract import pydantic_settings

        def load(module: str) -> bytes:
            found = item if module == path else self._text(module, git)
            return found.data if found else b""

        modules = [module for module in self.modules if module.endswith(".py")]
        try:
            found = pydantic_settings.declarations(path, name, modules, load)
        except SyntaxError as error:
            place = Location(path, error.lineno or 1)
            yield Unreadable("not valid Python, so its settings are not known", path, place)
            return
        if self.config.import_settings:
            from launchready_ci.gates.env.contract import imported

            root, environ = self.context.root, self.context.environ
            try:
                yield from imported.declarations(path, name, root, environ, found or ())
            except CannotLook as error:
                yield Unreadable(str(error), path, Location(path))
        elif found is None:
            yield Unreadable(f"there is no class {name}", path, Location(path))
        else:
            yield from found

    def _lines(self, item: Text) -> Dotenv | Unreadable:
        try:
            found = tuple(differences(item.path, item.data, self.config.parsers))
        except ValueError as error:
            return Unreadable(str(error), item.path, Location(item.path))
        return Dotenv(
            subject=item.path,
            location=Location(item.path),
            differences=found,
            ignores={(d.location.path, d.location.line): d.ignored for d in found if d.ignored},
        )


def _name(path: str) -> str:
    return path.rpartition("/")[2]
