"""Is it safe to unpack?"""

from collections.abc import Iterator

from launchready_ci.findings import BUILT, Finding
from launchready_ci.gate import rule
from launchready_ci.gates.schema.artifact.facts import Archive
from launchready_ci.gates.schema.artifact.member import Kind
from launchready_ci.nodes import shown


@rule("LR-SCH220", "path-outside", judges=Archive, security=8.1)
def path_outside(facts: Archive) -> Iterator[Finding]:
    """A name in the archive leads out of it: `../../etc/cron.d/job` (zip slip).

    Why: a careless program writes the file there when it unpacks the archive.
    Fix: find out who put it there: no build tool does. Build anew on a clean machine.
    """
    yield from _findings(facts, "outside")


@rule("LR-SCH221", "link-outside", judges=Archive, security=7.1)
def link_outside(facts: Archive) -> Iterator[Finding]:
    """A link leads out of what was built, or to nothing; or there is a device or a pipe.

    Why: on the server it leads to another file, perhaps to a private one, or nowhere.
    Fix: put a copy of the file there (`cp -L`).
    """
    yield from _findings(facts, "link")


@rule("LR-SCH222", "too-much-to-unpack", judges=Archive, security=5.3)
def bomb(facts: Archive) -> Iterator[Finding]:
    """The archive unpacks to more than any build: 2 GiB, 100,000 files, or 100 times its size.

    Why: whoever unpacks it runs out of disk or memory. What came after that point was not looked
    at.
    Fix: find the file that grows so much; leave `node_modules` and data out.
    """
    yield from _findings(facts, "bomb")


@rule("LR-SCH223", "name-twice", judges=Archive)
def twice(facts: Archive) -> Iterator[Finding]:
    """Two files of the archive have one name.

    Why: some programs take the first and some the last, so that what was checked is not what is
    installed.
    Fix: build the archive anew, into a new file (`zip` adds to one that is there).
    """
    yield from _findings(facts, "twice")


def _findings(facts: Archive, kind: Kind) -> Iterator[Finding]:
    for odd in facts.odd:
        if odd.kind == kind:
            told = f"{shown(odd.path) if odd.path else 'the archive'} {odd.told}"
            place = facts.at(odd.path) if odd.path else facts.place
            yield Finding(told, place, odd.path, properties={BUILT: facts.subject})


RULES = (path_outside, link_outside, bomb, twice)
