"""What do contract and code of a repository say? For the gate and its subcommands."""

from collections.abc import Callable, Iterable, Iterator

from launchready_ci import sources
from launchready_ci.gate import Context, Unreadable
from launchready_ci.gates.env.configuration import CONTRACT, Env
from launchready_ci.gates.env.contract import Contract
from launchready_ci.gates.env.contract.sources import Sources
from launchready_ci.gates.env.files import Files
from launchready_ci.gates.env.files.dotenv import is_dotenv
from launchready_ci.gates.env.rules.facts import Dotenv
from launchready_ci.gates.env.usage import Read, is_test, relevant, usage
from launchready_ci.git import Git
from launchready_ci.globs import Matcher, matcher
from launchready_ci.sources import Item

Texts = Callable[[Git, Matcher], Iterable[Item]]


class Survey:
    """Contract, reads and the files beside the code, filled as they are read."""

    def __init__(self, config: Env, context: Context) -> None:
        self.config = config
        self.git = Git.at(context.root, context.environ)
        self.sources = Sources(config, context)
        self.contract = Contract()
        self.files = Files()
        self.reads: dict[str, list[Read]] = {}

    def declared(self) -> Iterator[Dotenv | Unreadable]:
        """Read the contract."""
        yield from self.sources.read(self.git)
        self.contract = Contract.of(self.sources.names, self.sources.declared)

    def code(self, texts: Texts = sources.tree) -> Iterator[Unreadable]:
        """Read the code; a test that does not parse is meant to be so."""
        excluded = matcher(self.config.exclude)

        def left_out(path: str) -> bool:
            return not (relevant(path) or is_dotenv(path)) or excluded(path)

        for item in usage(self.files.watch(texts(self.git, left_out))):
            if not isinstance(item, Unreadable):
                self.reads.setdefault(item.name, []).append(item)
            elif not is_test(item.subject):
                yield item

    def needs(self, name: str) -> bool:
        """Is there an environment in which this variable must be set, as far as is known?"""
        default = any(read.default for read in self.reads.get(name, ()))
        variable = self.contract.variables.get(name)
        if variable is None or (variable.required is None and variable.default is None):
            return not default
        return variable.needed_somewhere

    def no_contract(self) -> str:
        """What was looked for, and what to do."""
        named = self.config.contract
        looked_for = ", ".join(CONTRACT) if named is None else "no file, contract is empty"
        return f"no contract: looked for {looked_for}; list the app's variables there"
