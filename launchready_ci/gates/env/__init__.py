"""Is every variable that the app reads declared, and set where it is about to run?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from launchready_ci import sources
from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Context, Facts, Gate, NotLookedAt, Place, Unreadable
from launchready_ci.gates.env.contract import Declared, declarations
from launchready_ci.gates.env.dialects import differences
from launchready_ci.gates.env.rules import (
    Declaration,
    Dotenv,
    Reading,
    Setting,
    expansion_differs,
    missing_variable,
    parsers_disagree,
    undeclared_variable,
    unreadable,
    unused_variable,
)
from launchready_ci.gates.env.usage import Read, is_platform, relevant, usage
from launchready_ci.git import Git
from launchready_ci.nearest import nearest
from launchready_ci.options import option
from launchready_ci.redact import TOKEN_LENGTH, redact
from launchready_ci.sources import Text

Parser = Literal[
    "node dotenv", "dotenvx", "env-spec", "ruby dotenv", "docker compose", "python-dotenv"
]


@dataclass(frozen=True)
class Environment:
    """What one environment needs beside the contract."""

    require: tuple[str, ...] = ()
    names: str = ""
    """A file of names exported from the host, one per line, never values."""


@dataclass(frozen=True)
class Env:
    """The contract, and what it is held against."""

    contract: tuple[str, ...] = (".env.example", ".env.sample")
    """Files that list the variables the app needs; those that exist count."""
    parsers: tuple[Parser, ...] = get_args(Parser)
    """Who reads these files, and therefore has to agree."""
    environments: Mapping[str, Environment] = field(default_factory=dict)
    environment: str = option(
        "--environment", default="", metavar="NAME", help="Also hold it against this environment."
    )
    hook: bool = option("--hook", default=False, help="For pre-commit: what is staged.")

    def __post_init__(self) -> None:
        """Refuse an environment that launchready.yaml does not list, where it lists any."""
        known = self.environments
        if self.environment and known and self.environment not in known:
            near = nearest(self.environment, known) or f", expected one of {', '.join(known)}"
            raise ValueError(f"--environment {self.environment}: there is none of that name{near}")


@dataclass
class Sources:
    """What the texts say: the variables of the contract, and where one is read."""

    declared: dict[str, Declared] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    reads: dict[str, list[Read]] = field(default_factory=dict)


def collect(config: Env, context: Context) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """Read contract and code from the index, then the names of the target environment."""
    git, found = Git.at(context.root, context.environ), Sources()
    yield from _contract(config, git, found)
    if not found.files:
        looked_for = ", ".join(config.contract) or "no file, since contract is empty"
        missing = f"no contract: looked for {looked_for}; list the app's variables there"
        if context.named and not config.hook:
            raise CannotLook(missing)
        yield NotLookedAt(Facts, missing)
        return
    texts = sources.staged if config.hook else sources.tree
    for item in usage(texts(git, lambda path: not relevant(path))):
        if isinstance(item, Unreadable):
            yield item
        else:
            found.reads.setdefault(item.name, []).append(item)
    yield from _readings(found)
    if config.hook:
        yield NotLookedAt(Declaration, "left to the full run: a hook sees only what is staged")
    else:
        yield from _declarations(found)
        context.complete = True
    yield from _settings(config, context, found)


def _contract(config: Env, git: Git, found: Sources) -> Iterator[Dotenv | Unreadable]:
    for item in sources.tree(git, lambda path: path not in config.contract):
        if isinstance(item, Unreadable):
            yield item
            continue
        found.files.append(item.path)
        for declared in declarations(item.path, item.data):
            found.declared.setdefault(declared.name, declared)
        yield _dotenv(config, item)


def _dotenv(config: Env, item: Text) -> Dotenv | Unreadable:
    try:
        found = tuple(differences(item.path, item.data, config.parsers))
    except ValueError as error:
        return Unreadable(str(error), item.path, Location(item.path))
    return Dotenv(
        subject=item.path,
        location=Location(item.path),
        differences=found,
        ignores={(d.location.path, d.location.line): d.ignored for d in found if d.ignored},
    )


def _readings(found: Sources) -> Iterator[Reading | NotLookedAt]:
    contract = " and ".join(found.files)
    for name, everywhere in found.reads.items():
        reads = [read for read in everywhere if not read.test]
        if not reads or is_platform(name):
            continue
        known = {name}.union(*(read.instead for read in reads))
        yield Reading(
            subject=_shown(name),
            location=reads[0].location,
            places=tuple(read.location for read in reads),
            declared=not known.isdisjoint(found.declared),
            contract=contract,
            ignores=_ignores(reads),
        )
    if not found.reads:
        yield NotLookedAt(Reading, "nothing here reads a variable")


def _shown(name: str) -> str:
    """A name as it may be printed: a value that was pasted in its place is masked."""
    plain = name.isupper() and ("_" in name or len(name) < TOKEN_LENGTH)
    return name if plain else redact(name)


def _declarations(found: Sources) -> Iterator[Declaration]:
    read = {name for reads in found.reads.values() for r in reads for name in (r.name, *r.instead)}
    for declared in found.declared.values():
        yield Declaration(
            subject=declared.name,
            location=declared.location,
            read=declared.name in read,
            ignores=_ignores([declared]),
        )


def _ignores(items: Iterable[Read | Declared]) -> Mapping[Place, frozenset[str]]:
    """What the comments beside these switch off, by place."""
    return {(i.location.path, i.location.line): i.ignored for i in items if i.ignored}


def _settings(config: Env, context: Context, found: Sources) -> Iterator[Facts | NotLookedAt]:
    if not config.environment and context.stage != "pre-build":
        yield NotLookedAt(Setting, "no environment was named: --environment, or stage pre-build")
        return
    chosen = config.environments.get(config.environment, Environment())
    present = _names(chosen, context)
    required = {
        name: declared.location
        for name, declared in found.declared.items()
        if not any(read.default for read in found.reads.get(name, ()))
    }
    place = context.place("environments", config.environment, "require")
    required |= {name: place for name in chosen.require if name not in required}
    for name, location in required.items():
        yield Setting(
            subject=name,
            location=location,
            place=location,
            present=name in present,
            environment=config.environment,
        )


def _names(chosen: Environment, context: Context) -> frozenset[str]:
    """The names that are set in the target; an empty value counts as missing."""
    if not chosen.names:
        return frozenset(name for name, value in context.environ.items() if value)
    import os

    try:
        with open(os.path.join(context.root, chosen.names), encoding="utf-8") as file:
            return frozenset(line.strip().partition("=")[0] for line in file if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise CannotLook(f"{chosen.names}: cannot be read: {type(error).__name__}") from None


RULES = (
    missing_variable,
    undeclared_variable,
    unused_variable,
    parsers_disagree,
    expansion_differs,
)
GATE = Gate("env", ("pre-commit", "pre-build"), Env, collect, RULES, unreadable)
