"""Turns the files of one artifact into facts."""

import os
from collections.abc import Iterator

from launchready_ci.findings import Unreadable
from launchready_ci.gate import Context, Facts, NotLookedAt
from launchready_ci.gates.schema.artifact.build import About, Build, Items
from launchready_ci.gates.schema.artifact.chosen import Chosen
from launchready_ci.gates.schema.artifact.configuration import Artifact, Budget
from launchready_ci.gates.schema.artifact.described import made, packed
from launchready_ci.gates.schema.artifact.facts import (
    Absent,
    Archive,
    Content,
    Kept,
    Listing,
    Reference,
    Searched,
    Spot,
    Valued,
    Weighed,
)
from launchready_ci.gates.schema.artifact.looked import Looked, Seen
from launchready_ci.gates.schema.artifact.member import Bomb, Odd, once
from launchready_ci.gates.schema.artifact.served import served
from launchready_ci.gates.schema.artifact.values import Needles
from launchready_ci.gates.schema.artifact.weights import Scales, budget, budgets, together
from launchready_ci.globs import matcher

MAPS = (".js.map", ".mjs.map", ".cjs.map", ".css.map", ".min.map")


def judged(chosen: Chosen, config: Artifact, context: Context, needles: Needles) -> Items:
    """All facts of one artifact."""
    about = About(
        subject=chosen.name,
        location=chosen.place,
        place=chosen.place,
        prefix=chosen.prefix,
    )
    wanted = frozenset({os.path.basename(config.record.file)} if config.record else ())
    looked = Looked(context, Scales(budgets(config)), needles, wanted)
    context.progress(f"schema: {chosen.name}")
    try:
        for item in once(chosen.items()):
            yield from (_named(chosen, trouble) for trouble in looked.take(item))
    except Bomb as bomb:
        # what was read of it is not judged: half a build would seem to lack the other half
        yield Archive(**about, odd=(*looked.odd, Odd("bomb", "", str(bomb))))
        return
    context.count("files", len(looked.seen))
    looked.strip(chosen.kind)
    yield Archive(**about, odd=tuple(looked.odd))
    if not looked.seen:
        if not looked.odd and not looked.unreadable:
            yield Unreadable("there is no file in it", chosen.name, chosen.place)
        return
    yield from _everything(Build(chosen, config, context, looked, about))


def _named(chosen: Chosen, trouble: Unreadable) -> Unreadable:
    """With the artifact in front of the file."""
    return trouble._replace(subject=f"{chosen.name}: {trouble.subject}", location=chosen.place)


def _everything(build: Build) -> Items:
    """In the order in which people read it."""
    yield _listing(build)
    yield from _weighed(build)
    allowed = matcher(build.config.allow)
    extra = dict[str, list[Spot]]()
    if build.is_web:
        yield from served(build, extra)
    else:
        for kind in (Reference, Kept):
            yield NotLookedAt(kind, f"{build.chosen.name} is no web build")
        yield from packed(build)
    for path, seen in build.looked.seen.items():
        yield from _content(build, path, seen, extra.get(path, []), allowed=allowed(path))
    if build.config.record:
        yield made(build, build.config.record)


def _listing(build: Build) -> Listing:
    files, allowed = build.looked.seen, matcher(build.config.allow)
    absent = list[Absent]()
    for index, glob in enumerate(build.config.expect.files):
        found = list(filter(matcher([glob]), files))
        full = [p for p in found if files[p].member.size or files[p].member.link]
        if not full:
            asked = build.context.place("artifact", "expect", "files", index)
            absent.append(Absent(glob, asked, found[0] if found else ""))
    return Listing(
        **build.about,
        files=tuple(path for path in files if not allowed(path)),
        absent=tuple(absent),
        web=build.is_web,
        sources=build.is_sdist,
    )


def _weighed(build: Build) -> Items:
    seen, expect = build.looked.seen, build.config.expect
    total = together(one.weight for one in seen.values())
    asked = build.context.place("artifact", "expect", "total")
    given = budget(expect.total) if expect.total is not None else Budget()
    yield Weighed(**build.about, path="", weight=total, budget=given, asked=asked)
    for glob, size in expect.sizes.items():
        matches = matcher([glob])
        asked = build.context.place("artifact", "expect", "sizes", glob)
        for path, one in seen.items():
            if matches(path):
                yield Weighed(
                    **build.about, path=path, weight=one.weight, budget=budget(size), asked=asked
                )


def _content(
    build: Build, path: str, seen: Seen, extra: list[Spot], *, allowed: bool
) -> Iterator[Facts]:
    mapped = path.lower().endswith(MAPS)
    maps = "is a source map" if mapped else ""
    maps = "holds its source map" if seen.inline_map else maps
    yield Content(
        **build.about,
        path=path,
        addresses=(*seen.addresses, *extra) if build.is_web else (),
        source_map="" if allowed or build.is_sdist else maps,
    )
    yield Searched(**build.about, path=path, credentials=seen.credentials)
    if build.looked.needles:
        yield Valued(**build.about, path=path, variables=seen.variables)
