"""Makes folders, zips, wheels and tars out of names and contents; sound ones and others.

A content is text or bytes; ``{"zeros": 1000}``, ``{"link": "../x"}``, ``{"pipe": true}``, or a list
of contents, which is the same name so many times.
"""

import base64
import hashlib
import io
import os
import stat
import tarfile
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Members = Mapping[str, Any]
Pairs = Iterator[tuple[str, Any]]


def build(path: Path, members: Members) -> Path:
    """The artifact of that name: its ending says which kind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in (".zip", ".whl"):
        _zip(path, members)
    elif ".tar" in path.name or path.suffix == ".tgz":
        _tar(path, members)
    else:
        _folder(path, members)
    return path


def with_record(members: Members) -> dict[str, Any]:
    """The members of a wheel and its RECORD, in the first ``.dist-info`` that there is."""
    info = next(name.partition("/")[0] for name in members if ".dist-info/" in name)
    lines = []
    for name, content in members.items():
        data = _data(content)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        lines.append(f"{name},sha256={digest},{len(data)}\n")
    return {**members, f"{info}/RECORD": "".join([*lines, f"{info}/RECORD,,\n"])}


def _each(members: Members) -> Pairs:
    for name, content in members.items():
        for one in content if isinstance(content, list) else [content]:
            yield name, one


def _data(content: Any) -> bytes:  # noqa: ANN401 - see above
    if isinstance(content, dict):
        return bytes(content.get("zeros", 0))
    return content if isinstance(content, bytes) else str(content).encode()


def _link(content: Any) -> str:  # noqa: ANN401
    return str(content.get("link", "")) if isinstance(content, dict) else ""


def _folder(path: Path, members: Members) -> None:
    path.mkdir(exist_ok=True)
    for name, content in _each(members):
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if link := _link(content):
            file.symlink_to(link)
        elif isinstance(content, dict) and content.get("pipe"):
            os.mkfifo(file)
        else:
            file.write_bytes(_data(content))


def _zip(path: Path, members: Members) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # of a name that is there twice
        for name, content in _each(members):
            if link := _link(content):
                info = zipfile.ZipInfo(name)
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
                archive.writestr(info, link)
            else:
                archive.writestr(name, _data(content))


def _tar(path: Path, members: Members) -> None:
    kind = {".tgz": "gz", ".gz": "gz", ".bz2": "bz2", ".xz": "xz"}.get(path.suffix, "")
    # typed for each mode apart
    with tarfile.open(path, f"w:{kind}") as archive:  # type: ignore[call-overload]
        for name, content in _each(members):
            info = tarfile.TarInfo(name)
            if link := _link(content):
                info.type, info.linkname = tarfile.SYMTYPE, link
            elif isinstance(content, dict) and content.get("pipe"):
                info.type = tarfile.FIFOTYPE
            info.size = len(_data(content)) if info.type == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(_data(content)))
