"""Do the files around the app keep its secrets, and ask for nothing that the contract lacks?"""

from collections.abc import Iterable, Iterator

from launchready_ci.gate import NotLookedAt, Unreadable
from launchready_ci.gates.env.files import dotenv
from launchready_ci.gates.env.rules.facts import EnvFile, Template
from launchready_ci.git import Git
from launchready_ci.sources import Text


class Files:
    """What is judged here, set aside from the stream of texts that usage reads."""

    def __init__(self) -> None:
        self.dotenv: list[Text] = []

    def watch(self, texts: Iterable[Text | Unreadable]) -> Iterator[Text | Unreadable]:
        """Pass on what usage reads."""
        for item in texts:
            if isinstance(item, Text) and dotenv.is_dotenv(item.path):
                self.dotenv.append(item)
            else:
                yield item

    def facts(
        self, git: Git, *, hook: bool
    ) -> Iterator[EnvFile | Template | Unreadable | NotLookedAt]:
        """Every dotenv file; a hook sees those that are staged only."""
        met = set[type]()
        for item in self.dotenv:
            facts = dotenv.judged(item, tracked=True)
            met.add(type(facts))
            yield facts
        for other in () if hook else dotenv.untracked(git):
            if isinstance(other, Unreadable):
                yield other
            else:
                met.add(EnvFile)
                yield dotenv.judged(other, tracked=False)
        for kind, what in ((EnvFile, "file of variables"), (Template, "example of such a file")):
            if kind not in met:
                yield NotLookedAt(kind, f"no {what} is {'staged' if hook else 'here'}")
