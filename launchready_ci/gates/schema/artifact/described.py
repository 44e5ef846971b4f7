"""What does an artifact say of itself, as a package and as a build?"""

import os

from launchready_ci.gates.schema.artifact import package, record
from launchready_ci.gates.schema.artifact.build import Build, Items
from launchready_ci.gates.schema.artifact.configuration import Record
from launchready_ci.gates.schema.artifact.facts import Made, Package, Recorded


def packed(build: Build) -> Items:
    """Of a wheel or an sdist: its metadata, and its RECORD."""
    texts = build.looked.texts
    name = os.path.basename(build.chosen.full)
    said = next((t for p, t in texts.items() if package.METADATA.fullmatch(p)), "")
    if build.is_sdist:
        said = texts["PKG-INFO"]
    named = package.named(name)
    yield Package(
        **build.about,
        metadata=package.metadata(said),
        expected=build.config.expect.version,
        name=named.name,
        version=named.version,
    )
    if build.chosen.kind == "wheel":
        listed = next((t for p, t in texts.items() if package.RECORD.fullmatch(p)), None)
        files = {path: one.member for path, one in build.looked.seen.items()}
        troubles = (
            [("RECORD", "is not there")] if listed is None else list(package.record(listed, files))
        )
        yield Recorded(**build.about, troubles=tuple(troubles))


def made(build: Build, wanted: Record) -> Made:
    """Of which commit it is made."""
    asked, data = build.context.place("artifact", "record"), build.looked.texts.get(wanted.file)
    return record.made(
        wanted, data, build.context, Made(**build.about, path=wanted.file, asked=asked)
    )
