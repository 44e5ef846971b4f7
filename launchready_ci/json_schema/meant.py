"""Which branch of a ``oneOf`` or ``anyOf`` did the author of a value have in mind?

The one that is nearest: what is wrong deeper down, or is a slip in a name, weighs little; what
makes the value another kind of thing weighs much.
"""

from collections.abc import Iterable, Iterator, Sequence

from launchready_ci.json_schema.misfit import Known, Misfit
from launchready_ci.nearest import close

OTHER_KIND = 100.0
"""The whole value is of another type."""
OTHER_TAG = 12.0
"""A value beside others that says which kind of thing it is, as ``type: circle``."""
ALIKE = 0.7
"""So near are a slip and the key that is meant: more than for a value, since keys are short."""
SLIPS = 10
"""Unknown keys of which it is asked whether they are slips."""
KINDS = ("Type", "FalseSchema", "Not")
TAGS = frozenset(("Constant", "Enum"))
NONE_FITS = ("AnyOf", "OneOfNotValid")


def nothing(_: Misfit) -> Iterable[str]:
    """Know no keys."""
    return ()


def misfits(found: Iterable[Misfit], known: Known = nothing) -> Iterator[Misfit]:
    """The same misfits, with those of the branch that was meant in place of "fits none of them"."""
    for misfit in found:
        if misfit.kind in NONE_FITS and misfit.branches:
            yield from _of_branches(misfit, known)
        else:
            yield misfit


def _of_branches(misfit: Misfit, known: Known) -> Iterator[Misfit]:
    if merged := _merged(misfit, known) or _tags(misfit):
        yield merged
        return
    costs = [distance(branch, misfit, known) for branch in misfit.branches]
    least = min(costs)
    if costs.count(least) == 1 and least < OTHER_KIND:
        yield from misfits(misfit.branches[costs.index(least)], known)
    else:
        near = [b for b, cost in zip(misfit.branches, costs, strict=True) if cost == least]
        yield misfit._replace(branches=tuple(near))


def _merged(misfit: Misfit, known: Known) -> Misfit | None:
    """One misfit that says what all branches ask of the same value, where they ask alike."""
    flat = [tuple(misfits(branch, known)) for branch in misfit.branches]
    if not all(len(branch) == 1 for branch in flat):
        return None
    ones = [branch[0] for branch in flat]
    if len({one.keys for one in ones}) > 1:
        return None
    first, kinds = ones[0], {one.kind for one in ones}
    if kinds == {"Type"}:
        types = dict.fromkeys(t for one in ones for t in one.asked["types"])
        return first._replace(asked={"types": list(types)})
    if kinds <= TAGS:
        return first._replace(kind="Enum", asked={"options": _options(ones)})
    if kinds == {"Required"}:
        names = dict.fromkeys(one.asked["property"] for one in ones)
        return first._replace(kind="RequiredOneOf", asked={"properties": list(names)})
    return None


def _tags(misfit: Misfit) -> Misfit | None:
    """What the value that says which kind of thing this is may be, where no branch has its own."""
    depth = len(misfit.keys) + 1
    found = [
        [one for one in branch if one.kind in TAGS and len(one.keys) == depth]
        for branch in misfit.branches
    ]
    if not all(len(tags) == 1 for tags in found) or len({tags[0].keys for tags in found}) > 1:
        return None
    ones = [tags[0] for tags in found]
    return ones[0]._replace(kind="Enum", asked={"options": _options(ones)})


def _options(ones: Sequence[Misfit]) -> list[object]:
    options: list[object] = []
    for one in ones:
        more = one.asked.get("options", [one.asked.get("expected_value")])
        options.extend(option for option in more if option not in options)
    return options


def distance(branch: Sequence[Misfit], parent: Misfit, known: Known = nothing) -> float:
    """How far the value is from fitting one branch."""
    return sum(_cost(misfit, parent, known) for misfit in branch)


def _cost(misfit: Misfit, parent: Misfit, known: Known) -> float:
    depth = len(misfit.keys) - len(parent.keys)
    if misfit.kind in NONE_FITS and misfit.branches:
        inside = min(distance(branch, parent, known) for branch in misfit.branches)
        return inside if depth == 0 else min(inside, OTHER_TAG)
    if misfit.kind in KINDS and depth == 0:
        return OTHER_KIND
    if misfit.kind in TAGS and depth <= 1:
        return OTHER_TAG if depth else OTHER_KIND / 2
    if misfit.kind in ("AdditionalProperties", "UnevaluatedProperties"):
        names = list(known(misfit))
        unexpected = misfit.asked["unexpected"]
        slips = sum(bool(close(name, names, 1, ALIKE)) for name in unexpected[:SLIPS])
        return (3.0 * len(unexpected) - 2.0 * slips) / max(depth, 1)
    if misfit.kind == "Required":
        return 2.0 if depth == 0 else 1.0
    return 2.0 if depth <= 1 else 1.0 / depth
