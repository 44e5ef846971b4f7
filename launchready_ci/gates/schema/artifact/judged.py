"""Turns the files of one artifact into facts."""

import os
from collections.abc import Iterator
from typing import TypedDict

from launchready_ci.findings import Location, Unreadable
from launchready_ci.gate import CannotLook, Context, Facts, NotLookedAt
from launchready_ci.gates.schema.artifact import hosts, package, record
from launchready_ci.gates.schema.artifact.chosen import Chosen
from launchready_ci.gates.schema.artifact.configuration import Artifact, Budget
from launchready_ci.gates.schema.artifact.facts import (
    Absent,
    Archive,
    Content,
    Kept,
    Listing,
    Made,
    Package,
    Recorded,
    Reference,
    Searched,
    Spot,
    Valued,
    Weighed,
)
from launchready_ci.gates.schema.artifact.hashed import is_hashed
from launchready_ci.gates.schema.artifact.looked import Looked, Seen
from launchready_ci.gates.schema.artifact.member import Bomb, Odd, once
from launchready_ci.gates.schema.artifact.referred import references
from launchready_ci.gates.schema.artifact.site import Site
from launchready_ci.gates.schema.artifact.values import Needles
from launchready_ci.gates.schema.artifact.weights import Scales, budget, budgets, together
from launchready_ci.globs import matcher

Items = Iterator[Facts | Unreadable | NotLookedAt]


class About(TypedDict):
    """What all facts of one artifact share."""

    subject: str
    location: Location
    place: Location
    prefix: str | None


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
    yield from _Judging(chosen, config, context, looked, about).everything()


def _named(chosen: Chosen, trouble: Unreadable) -> Unreadable:
    """With the artifact in front of the file."""
    return trouble._replace(subject=f"{chosen.name}: {trouble.subject}", location=chosen.place)


class _Judging:
    def __init__(
        self, chosen: Chosen, config: Artifact, context: Context, looked: Looked, about: About
    ) -> None:
        self.chosen, self.config, self.context = chosen, config, context
        self.looked, self.about = looked, about
        self.sources = chosen.kind == "tar" and "PKG-INFO" in looked.texts
        self.web = not self.sources and chosen.kind != "wheel"

    def everything(self) -> Items:
        """Everything, in the order in which people read it."""
        yield self._listing()
        yield from self._weighed()
        allowed = matcher(self.config.allow)
        extra = dict[str, list[Spot]]()
        if self.web:
            yield from self._served(extra)
        else:
            for kind in (Reference, Kept):
                yield NotLookedAt(kind, f"{self.chosen.name} is no web build")
            yield from self._package()
        for path, seen in self.looked.seen.items():
            yield from self._content(path, seen, extra.get(path, []), allowed=allowed(path))
        if self.config.record:
            yield self._made()

    def _listing(self) -> Listing:
        files, allowed = self.looked.seen, matcher(self.config.allow)
        absent = list[Absent]()
        for index, glob in enumerate(self.config.expect.files):
            found = list(filter(matcher([glob]), files))
            full = [p for p in found if files[p].member.size or files[p].member.link]
            if not full:
                asked = self.context.place("artifact", "expect", "files", index)
                absent.append(Absent(glob, asked, found[0] if found else ""))
        return Listing(
            **self.about,
            files=tuple(path for path in files if not allowed(path)),
            absent=tuple(absent),
            web=self.web,
            sources=self.sources,
        )

    def _weighed(self) -> Items:
        seen, expect = self.looked.seen, self.config.expect
        total = together(one.weight for one in seen.values())
        asked = self.context.place("artifact", "expect", "total")
        given = budget(expect.total) if expect.total is not None else Budget()
        yield Weighed(**self.about, path="", weight=total, budget=given, asked=asked)
        for glob, size in expect.sizes.items():
            matches = matcher([glob])
            asked = self.context.place("artifact", "expect", "sizes", glob)
            for path, one in seen.items():
                if matches(path):
                    yield Weighed(
                        **self.about, path=path, weight=one.weight, budget=budget(size), asked=asked
                    )

    def _served(self, extra: dict[str, list[Spot]]) -> Items:
        """What matters to browsers; ``extra`` gets what references say of a developer's machine."""
        config, looked = self.config, self.looked
        try:
            host = hosts.read(looked.texts)
        except ValueError as error:
            yield Unreadable(str(error), self.chosen.name, self.chosen.place)
            host = hosts.Host((), ())
        links = [path for path, one in looked.seen.items() if one.member.link]
        site = Site(looked.seen, config.base, config.elsewhere, host, links)
        for found in references(site, looked.texts):
            if found.address:
                spot = Spot(found.address, found.line, found.column)
                extra.setdefault(found.path, []).append(spot)
                continue
            yield Reference(
                **self.about,
                path=found.path,
                line=found.line,
                column=found.column,
                url=found.url,
                kind=found.kind,
                trouble=found.trouble or site.trouble(found.url, found.kind),
            )
        immutable = matcher(config.immutable)
        for path in looked.seen.keys() - set(hosts.FILES):
            said = "schema.artifact.immutable" if immutable(path) else ""
            if said := said or host.keeps(config.base + path):
                yield Kept(**self.about, path=path, hashed=is_hashed(path), said=said)

    def _content(
        self, path: str, seen: Seen, extra: list[Spot], *, allowed: bool
    ) -> Iterator[Facts]:
        mapped = path.lower().endswith((".js.map", ".mjs.map", ".cjs.map", ".css.map"))
        maps = "is a source map" if mapped else ""
        maps = "holds its source map" if seen.inline_map else maps
        yield Content(
            **self.about,
            path=path,
            addresses=(*seen.addresses, *extra) if self.web else (),
            source_map="" if allowed or self.sources else maps,
        )
        yield Searched(**self.about, path=path, credentials=seen.credentials)
        if self.looked.needles:
            yield Valued(**self.about, path=path, variables=seen.variables)

    def _package(self) -> Items:
        texts = self.looked.texts
        name = os.path.basename(self.chosen.full)
        said = next((t for p, t in texts.items() if package.METADATA.fullmatch(p)), "")
        if self.sources:
            said = texts["PKG-INFO"]
        named = package.named(name)
        yield Package(
            **self.about,
            metadata=package.metadata(said),
            expected=self.config.expect.version,
            name=named.name,
            version=named.version,
        )
        if self.chosen.kind == "wheel":
            listed = next((t for p, t in texts.items() if package.RECORD.fullmatch(p)), None)
            files = {path: one.member for path, one in self.looked.seen.items()}
            troubles = (
                [("RECORD", "is not there")]
                if listed is None
                else list(package.record(listed, files))
            )
            yield Recorded(**self.about, troubles=tuple(troubles))

    def _made(self) -> Facts:
        asked, wanted = self.context.place("artifact", "record"), self.config.record
        if wanted is None:
            raise CannotLook("no record is configured")
        data = self.looked.texts.get(wanted.file)
        return record.made(
            wanted, data, self.context, Made(**self.about, path=wanted.file, asked=asked)
        )
