"""Which folders and archives are looked at, and how is each read?"""

import glob
import os
from collections.abc import Iterator
from typing import Literal, NamedTuple

from launchready_ci.findings import Location
from launchready_ci.gate import CannotLook, Context
from launchready_ci.gates.schema.artifact import folder, tars, zips
from launchready_ci.gates.schema.artifact.configuration import Artifact
from launchready_ci.gates.schema.artifact.member import Item
from launchready_ci.gates.schema.configuration import Asked
from launchready_ci.gates.schema.json_schema.chosen import from_root

Kind = Literal["folder", "zip", "wheel", "tar"]
PACKAGES = (".whl", ".tar.gz")
"""What ``python -m build`` leaves in a folder."""


class Chosen(NamedTuple):
    """One artifact."""

    name: str
    """As people name it: its path from the root, else as it was given."""
    full: str
    kind: Kind
    place: Location
    """Where its findings stand that belong to no file of the repository."""
    prefix: str | None
    """What leads from the root to its files, where it is a folder below it."""

    def items(self) -> Iterator[Item]:
        """Its files; raises Bomb and CannotLook."""
        if self.kind == "folder":
            return folder.members(self.full)
        return tars.members(self.full) if self.kind == "tar" else zips.members(self.full)


def chosen(artifact: Artifact, asked: Asked | None, context: Context) -> Iterator[Chosen]:
    """Every artifact; raises CannotLook where there is none."""
    place = context.place("artifact", "dir")
    if asked:
        found = [(path, os.path.abspath(path)) for path in asked.files]
    else:
        paths = sorted(glob.glob(artifact.dir, root_dir=context.root, recursive=True))
        found = [(path, os.path.join(context.root, path)) for path in paths]
    missing = [path for path, full in found if not os.path.lexists(full)]
    if not found or missing:
        name = from_root(missing[0], context.root) if missing else artifact.dir
        where = "" if asked else "schema.artifact.dir: "
        raise CannotLook(f"{where}there is no {name}; build first, then look")
    for path, full in found:
        for one in _packages(full):
            name = os.path.join(path, one) if one else path
            yield _chosen(name, os.path.join(full, one), place, context)


def _packages(full: str) -> list[str]:
    """The packages in a folder that holds nothing else; else the folder itself, ``""``."""
    names = sorted(os.listdir(full)) if os.path.isdir(full) else []
    own = [name for name in names if name != ".gitignore"]
    return own if own and all(name.endswith(PACKAGES) for name in own) else [""]


def _chosen(path: str, full: str, place: Location, context: Context) -> Chosen:
    full = full.rstrip("/") or "/"
    inside = os.path.relpath(os.path.realpath(full), os.path.realpath(context.root))
    inside, kind = inside.replace(os.sep, "/"), _kind(full)
    if inside.startswith(os.pardir):
        return Chosen(path, full, kind, place, None)
    if kind == "folder":
        return Chosen(inside, full, kind, place, "" if inside == os.curdir else f"{inside}/")
    return Chosen(inside, full, kind, Location(inside), None)


def _kind(full: str) -> Kind:
    if os.path.isdir(full):
        return "folder"
    try:
        with open(full, "rb") as file:
            head = file.read(4)
    except OSError as error:
        raise CannotLook(f"{full} cannot be read: {error.strerror}") from None
    if head[:2] == b"PK":
        return "wheel" if full.endswith(".whl") else "zip"
    if tars.is_tar(full):
        return "tar"
    raise CannotLook(f"{full} is no folder, no zip and no tar (plain, gzip, bzip2 or xz)")
