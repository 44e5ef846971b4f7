"""What changed between two schemas, as sets of values: each pair of them is judged once."""

from collections import deque
from collections.abc import Iterator

from launchready_ci.gates.schema.openapi.changes import discriminator, inside, limits, logic
from launchready_ci.gates.schema.openapi.changes.change import Change, Judged, Pair, Sense, Way
from launchready_ci.gates.schema.openapi.changes.matching import Matching, matched
from launchready_ci.gates.schema.openapi.changes.node import Node
from launchready_ci.gates.schema.openapi.changes.shape import (
    ARRAY,
    BOOLEAN,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    Shape,
    Term,
)
from launchready_ci.gates.schema.openapi.changes.shapes import shapes
from launchready_ci.gates.schema.openapi.changes.table import breaking
from launchready_ci.unusable import CannotLook

MOST = 300_000
"""Pairs of one comparison; GitHub's API of 14 MB has 15,000."""
WALKED = 200_000
"""Pairs that are walked over, for one operation after the other."""
DEEPEST = 30
"""Unions within unions that are matched."""


class Schemas:
    """Compares pairs of schemas, and remembers what it found."""

    def __init__(self) -> None:
        self._judged: dict[object, Judged] = {}
        self._breaks: dict[object, bool] = {}
        self._shapes: dict[object, tuple[Shape, ...]] = {}
        self._quiet: set[object] = set()
        """Pairs with nothing to say, at any level below them."""
        self._told: set[object] = set()
        """Pairs that an operation has told of, where telling it of each would take too long."""
        self._walked = 0
        self._terms: list[Term] = []
        self._level = 0
        self._steps = 0

    def changes(self, pair: Pair) -> Iterator[tuple[str, Change]]:
        """Everything at and below a pair, each with the way that leads to it; each pair once."""
        waiting, seen, noisy = deque([("", pair)]), {pair.key}, set[object]()
        above: dict[object, list[object]] = {}
        top = self._level == 0
        while waiting:
            path, one = waiting.popleft()  # in breadth: the shortest way to each
            judged = self.judge(one)
            for change in judged.changes:
                noisy.add(one.key)
                yield path, change
            for label, below in judged.below:
                key = below.key
                if key in self._quiet or (top and key in self._told):
                    continue
                above.setdefault(key, []).append(one.key)
                if key not in seen:
                    seen.add(key)
                    waiting.append((f"{path}{label}", below))
        if top:  # else what is only half judged may still speak
            self._quiet |= seen - _reached(noisy, above)
            self._walked += len(seen)
            if self._walked > WALKED:
                self._told |= seen

    def breaks(self, pair: Pair) -> bool:
        """Whether the head lets through less (a request), or more (a response), than the base."""
        if pair.key not in self._breaks:
            if self._level >= DEEPEST:
                return True
            self._breaks[pair.key] = False  # of itself: a schema within itself
            found = any(breaking(change, pair.way) for _, change in self.changes(pair))
            self._breaks[pair.key] = found
        return self._breaks[pair.key]

    def differs(self, base: Term, head: Term) -> Sense | None:
        """How the sets of values differ, whichever way the data goes."""
        tighter = self.breaks(Pair(base, head, Way.REQUEST))
        looser = self.breaks(Pair(head, base, Way.REQUEST))
        if tighter:
            return Sense.OTHER if looser else Sense.TIGHTER
        return Sense.LOOSER if looser else None

    def judge(self, pair: Pair) -> Judged:
        """What is to say at the level of one pair."""
        key = pair.key
        if key not in self._judged:
            self._steps += 1
            if self._steps > MOST:
                raise CannotLook("the schemas are too large to be compared")
            judged = self._judged[key] = Judged(pair)
            self._terms.extend((pair.base, pair.head))
            self._level += 1
            try:
                self._compare(judged)
            finally:
                self._level -= 1
        return self._judged[key]

    def of(self, term: Term) -> tuple[Shape, ...]:
        """The shapes of a schema."""
        key = tuple(map(id, (node.value for node in term)))
        if key not in self._shapes:
            self._terms.append(term)
            self._shapes[key] = shapes(term)
        return self._shapes[key]

    def _compare(self, said: Judged) -> None:
        base, head = self.of(said.pair.base), self.of(said.pair.head)
        kinds = dict.fromkeys(shape.kind for shape in (*base, *head))
        before = {kind: [s for s in base if s.kind == kind] for kind in kinds}
        after = {kind: [s for s in head if s.kind == kind] for kind in kinds}
        self._kinds(said, before, after)
        discriminator.compare(self, said)
        for kind in kinds:
            if before[kind] and after[kind]:
                self._union(said, matched(self, before[kind], after[kind]))

    def _kinds(
        self, said: Judged, before: dict[str, list[Shape]], after: dict[str, list[Shape]]
    ) -> None:
        gone = [kind for kind in before if before[kind] and not after[kind]]
        come = [kind for kind in after if after[kind] and not before[kind]]
        if said.pair.text:
            gone, come = self._as_text(said, before, after, gone, come)
        old, new = _where(said.pair.base, before), _where(said.pair.head, after)
        for kinds, word, sense in ((gone, "no longer", Sense.TIGHTER), (come, "now", Sense.LOOSER)):
            if NULL in kinds and len(before.keys()) > 1:
                kinds.remove(NULL)
                told = f"null is {word} possible"
                said.say("null", sense, told, old, new)
        both = gone and come
        if both:
            said.say("type", Sense.OTHER, f"{_listed(gone)} became {_listed(come)}", old, new)
        elif gone:
            said.say("type", Sense.TIGHTER, f"{_listed(gone)} is no longer possible", old, new)
        elif come:
            said.say("type", Sense.LOOSER, f"{_listed(come)} is possible now", old, new)

    def _as_text(
        self,
        said: Judged,
        before: dict[str, list[Shape]],
        after: dict[str, list[Shape]],
        gone: list[str],
        come: list[str],
    ) -> tuple[list[str], list[str]]:
        """What is sent as text fits any text; and one value is a list of one."""
        if any(not shape.limits.keys() - {"default"} for shape in after.get(STRING, ())):
            gone = [kind for kind in gone if kind not in (NUMBER, BOOLEAN)]
        lists = after.get(ARRAY, ())
        plain = tuple(kind for kind in gone if kind in (NUMBER, BOOLEAN, STRING))
        if plain and len(lists) == 1 and not before.get(ARRAY):
            items = lists[0].value("items")
            rest = items.rest if items is not None and not items.first else None
            if rest and not self.breaks(said.pair._replace(head=rest)):
                gone = [kind for kind in gone if kind not in plain]
        return gone, come

    def _union(self, said: Judged, matching: Matching) -> None:
        for base, head in matching.pairs:
            self._shape(said, base, head)
        for shape in matching.gone:
            told = f"{_called(shape)} is no longer possible"
            said.say("union", Sense.TIGHTER, told, shape.node, _at(matching.heads))
        for shape in matching.come:
            told = f"{_called(shape)} is possible now"
            said.say("union", Sense.LOOSER, told, _at(matching.bases), shape.node)
        for base, head in matching.renamed:
            told = f"{_called(base)} was replaced by {_called(head)}"
            said.say("union", Sense.OTHER, told, base.node, head.node)

    def _shape(self, said: Judged, base: Shape, head: Shape) -> None:
        limits.compare(said, base, head)
        if base.kind == OBJECT:
            inside.objects(said, base, head)
        elif base.kind == ARRAY:
            inside.arrays(said, base, head)
        logic.compare(self, said, base, head)


def _reached(start: set[object], edges: dict[object, list[object]]) -> set[object]:
    """All that the edges lead to."""
    reached, waiting = set(start), list(start)
    while waiting:
        for key in edges.get(waiting.pop(), ()):
            if key not in reached:
                reached.add(key)
                waiting.append(key)
    return reached


def _where(term: Term, found: dict[str, list[Shape]]) -> Node:
    return next((shape.node for some in found.values() for shape in some), term[0])


def _at(shapes: list[Shape]) -> Node:
    return shapes[0].node


def _called(shape: Shape) -> str:
    name = " + ".join(shape.names)
    return f"{shape.kind} `{name}`" if name else f"one kind of {shape.kind}"


def _listed(kinds: list[str]) -> str:
    return " or ".join(kinds)
