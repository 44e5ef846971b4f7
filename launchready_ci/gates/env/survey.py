"""What do contract and code of a repository say? For the gate and its subcommands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from launchready_ci import sources
from launchready_ci.gate import Context, Unreadable
from launchready_ci.gates.env.code import Reads
from launchready_ci.gates.env.configuration import CONTRACT, Env
from launchready_ci.gates.env.contract import Contract, Declared
from launchready_ci.gates.env.contract.scopes import Scope, Scopes
from launchready_ci.gates.env.contract.sources import Sources
from launchready_ci.gates.env.files import Files
from launchready_ci.gates.env.files.dotenv import is_dotenv
from launchready_ci.gates.env.neighbours import neighbours
from launchready_ci.gates.env.rules.facts import Dotenv
from launchready_ci.gates.env.usage import Read, is_given, is_test, relevant, usage
from launchready_ci.git import Git
from launchready_ci.globs import matcher
from launchready_ci.sources import Item, Text


class Survey:
    """Contract, reads and the files beside the code, filled as they are read."""

    def __init__(self, config: Env, context: Context) -> None:
        self.config = config
        self.git = Git.seen_from(context.root, context.environ)
        self.sources = Sources(config, context)
        self.contract = Contract()
        """Of all folders together."""
        self.scopes = Scopes()
        self.files = Files()
        self.reads: dict[str, list[Read]] = {}
        self._excluded = matcher(config.exclude)

    def declared(self) -> Iterator[Dotenv | Unreadable]:
        """Read the contract."""
        yield from self.sources.read(self.git)
        self.contract = Contract.of(self.sources.names, self.sources.declared)
        self.scopes = self.sources.scopes()

    def code(self) -> Iterator[Unreadable]:
        """Read the code, of a hook what is staged; a test that does not parse is meant to be so."""
        texts, here = self._staged() if self.config.hook else (self._tree(), None)
        for item in usage(self.files.watch(texts)):
            if here is not None and item.location and item.location.path not in here:
                continue
            if not isinstance(item, Unreadable):
                self.reads.setdefault(item.name, []).append(item)
            elif not is_test(item.subject):
                yield item

    def held(self) -> Iterator[tuple[Scope, Reads]]:
        """Every contract with the reads that it answers for."""
        answered: dict[str, dict[str, list[Read]]] = {f: {} for f in self.scopes.by_folder}
        for name, reads in self.reads.items():
            for read in reads:
                if scope := self.scopes.answers(read.location.path):
                    answered[scope.folder].setdefault(name, []).append(read)
        for folder, scope in self.scopes.by_folder.items():
            yield scope, answered[folder]

    def examples(self, scope: Scope) -> Mapping[str, Sequence[Declared]]:
        """What the files that people copy list, of those that are in this scope."""
        listed = self.sources.examples.items()
        return {path: found for path, found in listed if self.scopes.answers(path) is scope}

    def answering(self, paths: Iterable[str]) -> Contract:
        """The contract of files of variables that lie there, else all of it."""
        found = (scope for path in paths if (scope := self.scopes.answers(path)))
        scope = next(found, None)
        return scope.known if scope else self.contract

    def unanswered(self) -> str:
        """What is read where no contract answers, in words; ``""`` where one always does."""
        found = {
            name: read.location
            for name, reads in self.reads.items()
            for read in reads
            if not read.test and not is_given(name) and not self.scopes.answers(read.location.path)
        }
        if not found:
            return ""
        first = min(found.values())
        return (
            f"env: no contract answers for the code that reads {len(found)} variables, "
            f"as at {first}: put a .env.example at the root, or into that folder"
        )

    @cached_property
    def images(self) -> frozenset[str]:
        """What the images that are built here set."""
        from launchready_ci.gates.env.files.dockerfile import given

        return given(self.git)

    def around(self) -> Iterator[Unreadable]:
        """Read the files beside the code only: they are judged without a contract too."""

        def unread(path: str) -> bool:
            return not Files.wants(path) or self._excluded(path)

        read = sources.staged if self.config.hook else sources.tree
        for item in self.files.watch(read(self.git, unread)):
            if isinstance(item, Unreadable):
                yield item

    def _tree(self) -> Iterable[Item]:
        return sources.tree(self.git, self._unread)

    def _staged(self) -> tuple[Iterable[Item], set[str] | None]:
        """What is staged and what that imports; everything where the contract itself is staged."""
        changed: list[str] = []

        def unread(path: str) -> bool:
            changed.append(path)
            return self._unread(path)

        staged = list(sources.staged(self.git, unread))
        if not self.sources.paths.isdisjoint(changed):
            return self._tree(), None
        texts = [item for item in staged if isinstance(item, Text)]
        around = neighbours(self.git, texts, self.sources.modules)
        return chain(staged, around), set(changed)

    def _unread(self, path: str) -> bool:
        return not (relevant(path) or is_dotenv(path)) or self._excluded(path)

    def needs(self, name: str) -> bool:
        """Is there an environment in which this variable must be set, as far as is known?"""
        default = any(read.default for read in self.reads.get(name, ()) if not read.test)
        variable = self.contract.variables.get(name)
        if variable is None or (variable.required is None and variable.default is None):
            return not default and not is_given(name)
        return variable.needed_somewhere

    def no_contract(self) -> str:
        """What was looked for, and what to do."""
        named = self.config.contract
        looked_for = ", ".join(CONTRACT) if named is None else "no file, contract is empty"
        return (
            f"no contract: looked for {looked_for}; list the app's variables there, or name what "
            "lists them in launchready.yaml: env: {contract: [app/settings.py:Settings]}"
        )
