"""Which branch of a ``oneOf`` or ``anyOf`` did the author of a value have in mind?

The one that is nearest: what is wrong deeper down, or is a slip in a name, weighs little; what
makes the value another kind of thing weighs much.
"""

from collections.abc import Iterable, Iterator, Sequence

from launchready_ci.json_schema.misfit import Misfit

OTHER_KIND = 100.0
"""The whole value is of another type."""
OTHER_TAG = 12.0
"""A value beside others that says which kind of thing it is, as ``type: circle``."""
KINDS = ("Type", "FalseSchema", "Not")


def misfits(found: Iterable[Misfit]) -> Iterator[Misfit]:
    """The same misfits, with those of the branch that was meant in place of "fits none of them"."""
    for misfit in found:
        if misfit.kind in ("AnyOf", "OneOfNotValid") and misfit.branches:
            yield from _of_branches(misfit)
        else:
            yield misfit


def _of_branches(misfit: Misfit) -> Iterator[Misfit]:
    if merged := _merged(misfit):
        yield merged
        return
    costs = [distance(branch, misfit) for branch in misfit.branches]
    least = min(costs)
    if costs.count(least) == 1 and least < OTHER_KIND:
        yield from misfits(misfit.branches[costs.index(least)])
    else:
        near = [b for b, cost in zip(misfit.branches, costs, strict=True) if cost == least]
        yield misfit._replace(branches=tuple(near))


def _merged(misfit: Misfit) -> Misfit | None:
    """One misfit that says what all branches ask of the same value, where they ask alike."""
    flat = [tuple(misfits(branch)) for branch in misfit.branches]
    if not all(len(branch) == 1 for branch in flat):
        return None
    ones = [branch[0] for branch in flat]
    if len({one.keys for one in ones}) > 1:
        return None
    first, kinds = ones[0], {one.kind for one in ones}
    if kinds == {"Type"}:
        types = dict.fromkeys(t for one in ones for t in one.asked["types"])
        return first._replace(asked={"types": list(types)})
    if kinds <= {"Enum", "Constant"}:
        return first._replace(kind="Enum", asked={"options": _options(ones)})
    if kinds == {"Required"}:
        names = dict.fromkeys(one.asked["property"] for one in ones)
        return first._replace(kind="RequiredOneOf", asked={"properties": list(names)})
    return None


def _options(ones: Sequence[Misfit]) -> list[object]:
    options: list[object] = []
    for one in ones:
        more = one.asked.get("options", [one.asked.get("expected_value")])
        options.extend(option for option in more if option not in options)
    return options


def distance(branch: Sequence[Misfit], parent: Misfit) -> float:
    """How far the value is from fitting one branch."""
    return sum(_cost(misfit, len(misfit.keys) - len(parent.keys), parent) for misfit in branch)


def _cost(misfit: Misfit, depth: int, parent: Misfit) -> float:
    if misfit.branches and misfit.kind in ("AnyOf", "OneOfNotValid"):
        inside = min(distance(branch, parent) for branch in misfit.branches)
        return inside if depth == 0 else min(inside, OTHER_TAG)
    if misfit.kind in KINDS and depth == 0:
        return OTHER_KIND
    if misfit.kind in ("Constant", "Enum") and depth <= 1:
        return OTHER_TAG if depth else OTHER_KIND / 2
    if misfit.kind in ("AdditionalProperties", "UnevaluatedProperties"):
        return 3.0 * len(misfit.asked["unexpected"]) / max(depth, 1)
    if misfit.kind == "Required":
        return 2.0 if depth == 0 else 1.0
    return 2.0 if depth <= 1 else 1.0 / depth
