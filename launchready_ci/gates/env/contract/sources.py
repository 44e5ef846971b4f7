"""Reads every source of the contract, from the index."""

from collections.abc import Iterator, Mapping

from launchready_ci import sources
from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Context, Unreadable
from launchready_ci.gates.env.configuration import CONTRACT, Env
from launchready_ci.gates.env.contract import dotenv
from launchready_ci.gates.env.contract.variable import Declared
from launchready_ci.gates.env.dialects import differences
from launchready_ci.gates.env.rules.facts import Dotenv
from launchready_ci.gates.env.usage import is_foreign, is_test
from launchready_ci.git import Git
from launchready_ci.nearest import nearest
from launchready_ci.sources import Text

Items = Iterator[Declared | Dotenv | Unreadable]


class Sources:
    """What was declared so far, and where; ``read`` fills it."""

    def __init__(self, config: Env, context: Context) -> None:
        self.config = config
        self.context = context
        self.names: list[str] = []
        self.declared: list[Declared] = []

    def read(self, git: Git) -> Iterator[Dotenv | Unreadable]:
        """Go through ``variables:``, then the files, in the order of ``contract:``."""
        if self.config.variables:
            from launchready_ci.gates.env.contract import inline

            self.names.append(self.context.configuration.path)
            inside = inline.declarations(self.config.variables, self.context.configuration)
            self.declared.extend(inside)
        texts: dict[str, Text] = {}
        for item in sources.tree(git, lambda path: not self._wanted(path)):
            if isinstance(item, Unreadable):
                yield item
            else:
                texts[item.path] = item
        for path in self._order(texts):
            self.names.append(path)
            for found in self._items(texts[path]):
                if isinstance(found, Declared):
                    self.declared.append(found)
                else:
                    yield found

    def _wanted(self, path: str) -> bool:
        if self.config.contract is not None:
            return path in self.config.contract
        basename = _name(path)
        return basename in CONTRACT and not is_test(path) and not is_foreign(path)

    def _order(self, texts: Mapping[str, Text]) -> list[str]:
        """The paths as ``contract:`` has them; raises CannotLook for one that is not there."""
        wanted = self.config.contract
        if wanted is None:
            return sorted(
                texts, key=lambda path: (path.count("/"), CONTRACT.index(_name(path)), path)
            )
        for index, path in enumerate(wanted):
            if path not in texts:
                place = self.context.place("contract", index)
                raise CannotLook(
                    f"{place}: env.contract[{index}]: git does not track {path}"
                    f"{nearest(path, texts)}"
                )
        return list(wanted)

    def _items(self, item: Text) -> Items:
        if item.path.endswith(".schema"):
            from launchready_ci.gates.env.contract import env_spec

            yield from env_spec.declarations(item.path, item.data)
        else:
            yield from dotenv.declarations(item.path, item.data)
            yield self._lines(item)

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
