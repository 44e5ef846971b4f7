"""Do the files around the app keep its secrets, and ask for nothing that the contract lacks?"""

from collections.abc import Iterable, Iterator

from launchready_ci.gate import Facts, NotLookedAt, Unreadable
from launchready_ci.gates.env.files import dotenv
from launchready_ci.gates.env.rules.facts import Baked, EnvFile, NamedFile, Template
from launchready_ci.gates.env.usage.paths import is_test, language
from launchready_ci.git import Git
from launchready_ci.sources import Text

KINDS: dict[type[Facts], str] = {
    EnvFile: "no file of variables",
    Template: "no example of a file of variables",
    Baked: "no Dockerfile that sets a secret",
    NamedFile: "no compose file that names a file of variables",
}


class Files:
    """What is judged here, set aside from the stream of texts that usage reads."""

    def __init__(self) -> None:
        self.dotenv: list[Text] = []
        self.dockerfiles: list[Text] = []
        self.compose: list[Text] = []

    @staticmethod
    def wants(path: str) -> bool:
        """Is it one of them?"""
        return dotenv.is_dotenv(path) or language(path) in ("dockerfile", "compose")

    def watch(self, texts: Iterable[Text | Unreadable]) -> Iterator[Text | Unreadable]:
        """Pass on what usage reads."""
        for item in texts:
            if isinstance(item, Unreadable):
                yield item
            elif dotenv.is_dotenv(item.path):
                self.dotenv.append(item)
            else:
                self._keep(item)
                yield item

    def _keep(self, item: Text) -> None:
        kind = "" if item.path.endswith(".py") or is_test(item.path) else language(item.path)
        if kind == "dockerfile":
            self.dockerfiles.append(item)
        elif kind == "compose":
            self.compose.append(item)

    def facts(self, git: Git, *, hook: bool) -> Iterator[Facts | Unreadable | NotLookedAt]:
        """What the rules judge; a hook sees those files that are staged only."""
        met = set[type[Facts]]()
        for item in self._found(git, hook=hook):
            if isinstance(item, Facts):
                met.add(type(item))
            yield item
        for kind, what in KINDS.items():
            if kind not in met:
                yield NotLookedAt(kind, f"{what} is {'staged' if hook else 'here'}")

    def _found(self, git: Git, *, hook: bool) -> Iterator[Facts | Unreadable]:
        for item in self.dotenv:
            yield dotenv.judged(item, tracked=True)
        for other in () if hook else dotenv.untracked(git):
            if isinstance(other, Unreadable):
                yield other
            else:
                yield dotenv.judged(other, tracked=False)
        if self.dockerfiles:
            from launchready_ci.gates.env.files.dockerfile import baked

            for item in self.dockerfiles:
                yield from baked(item)
        if self.compose:
            from launchready_ci.gates.env.files.compose import judged

            yield from judged(git, self.compose, {item.path for item in self.dotenv})
