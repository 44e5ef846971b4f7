"""What matters of an artifact that is served to browsers?"""

from launchready_ci.findings import Unreadable
from launchready_ci.gates.schema.artifact import hosts
from launchready_ci.gates.schema.artifact.build import Build, Items
from launchready_ci.gates.schema.artifact.facts import Kept, Reference, Spot
from launchready_ci.gates.schema.artifact.hashed import is_hashed
from launchready_ci.gates.schema.artifact.referred import references
from launchready_ci.gates.schema.artifact.site import Site
from launchready_ci.globs import matcher


def served(build: Build, extra: dict[str, list[Spot]]) -> Items:
    """What matters to browsers; ``extra`` gets what references say of a developer's machine."""
    config, looked = build.config, build.looked
    try:
        host = hosts.read(looked.texts)
    except ValueError as error:
        yield Unreadable(str(error), build.chosen.name, build.chosen.place)
        host = hosts.Host((), ())
    links = [path for path, one in looked.seen.items() if one.member.link]
    site = Site(looked.seen, config.base, config.elsewhere, host, links)
    for found in references(site, looked.texts):
        if found.address:
            spot = Spot(found.address, found.line, found.column)
            extra.setdefault(found.path, []).append(spot)
            continue
        yield Reference(
            **build.about,
            path=found.path,
            line=found.line,
            column=found.column,
            url=found.url,
            kind=found.kind,
            trouble=found.trouble or site.trouble(found.url, found.kind),
        )
    immutable = matcher(config.immutable)
    for path in (path for path in looked.seen if path not in hosts.FILES):
        said = "schema.artifact.immutable" if immutable(path) else ""
        if said := said or host.keeps(config.base + path):
            yield Kept(**build.about, path=path, hashed=is_hashed(path), said=said)
