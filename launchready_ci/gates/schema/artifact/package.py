"""Is a wheel or an sdist what it says of itself?

https://packaging.python.org/en/latest/specifications/binary-distribution-format/ and
…/recording-installed-packages/ (RECORD).
"""

import base64
import csv
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from launchready_ci.gates.schema.artifact.member import Member

SIGNATURES = ("RECORD", "RECORD.jws", "RECORD.p7s")
"""Files of the ``.dist-info`` that no RECORD has a hash of."""
WHEEL = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl")
SDIST = re.compile(r"(?P<name>.+)-(?P<version>\d[^-]*)\.(?:tar\.gz|zip)")
METADATA = re.compile(r"[^/]+\.dist-info/METADATA|[^/]+/PKG-INFO")
RECORD = re.compile(r"[^/]+\.dist-info/RECORD")


class Named(NamedTuple):
    """What a file's name says."""

    name: str
    version: str


def named(file: str) -> Named:
    """Name and version in the file name of a wheel or an sdist; empty where it says none."""
    found = WHEEL.fullmatch(file) or SDIST.fullmatch(file)
    return Named(found["name"], found["version"]) if found else Named("", "")


def metadata(text: str) -> Mapping[str, str]:
    """The headers of METADATA or PKG-INFO."""
    from email.parser import HeaderParser  # 7 ms

    said = HeaderParser().parsestr(text)
    return {name: str(said[name]).strip() for name in ("Name", "Version") if said[name]}


def same_version(one: str, other: str) -> bool:
    """PEP 440: 1.0-rc1 and 1.0rc1 are one, and so are 1.0 and 1.0.0."""
    return _plain(one) == _plain(other)


def _plain(version: str) -> str:
    text = re.sub(r"[-_.]?(a|b|rc|post|dev)[-_.]?(?=\d)", r"\1", version.lower().strip())
    text = re.sub(r"^v|^0+!", "", text)
    return re.sub(r"(?:\.0+)+(?=$|[a-z+])", "", text)


def record(text: str, files: Mapping[str, Member]) -> Iterator[tuple[str, str]]:
    """Path and what is wrong: every file is listed, is there, and has that hash and size."""
    listed = dict[str, list[str]]()
    try:
        for row in csv.reader(text.splitlines()):
            if row:
                listed[row[0]] = [*row[1:3], "", ""][:2]
    except csv.Error as error:
        yield "RECORD", f"cannot be read: {error}"
        return
    for path, (digest, size) in listed.items():
        if path not in files:
            yield path, "is in RECORD, and not in the wheel"
        elif told := _differs(files[path], digest, size):
            yield path, told
    for path in files:
        if path not in listed and path.rpartition("/")[2] not in SIGNATURES:
            yield path, "is in the wheel, and not in RECORD"


def _differs(file: Member, digest: str, size: str) -> str:
    algorithm, _, value = digest.partition("=")
    if not digest:
        is_signature = file.path.rpartition("/")[2] in SIGNATURES
        return "" if is_signature else "has no hash in RECORD"
    if algorithm != "sha256":
        return f"has a hash in RECORD that is no SHA-256 ({algorithm[:20]})"
    wanted = base64.urlsafe_b64encode(bytes.fromhex(file.digest)).decode().rstrip("=")
    if value.rstrip("=") != wanted:
        return "has another hash than RECORD says"
    return (
        f"has {file.size} bytes, and RECORD says {size}" if size not in ("", str(file.size)) else ""
    )
