"""BIND on loopback, for the zones that a test writes down.

    with resolving({"example.com": ["A 127.0.0.1"]}, folder) as resolvers:
        ...                                  # --nameserver {resolvers.strict}

Behind them is the name server of all zones, the root among them. Each zone gets the NS and SOA
records that a real one cannot do without.
"""

import contextlib
import os
import re
import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT
from tests.programs import ending, free_port
from tests.zones import Zones

FETCHED = ROOT / ".tools" / "bind"
PATH = f"{FETCHED}/usr/sbin:{FETCHED}/usr/bin:{os.environ['PATH']}:/usr/sbin"
NAMED = shutil.which("named", path=PATH)
SOA = "SOA ns.nic.test hostmaster.nic.test 2026112401 7200 3600 1209600 300"
NS = ["NS ns.nic.test", SOA]
"""Of every zone that has none of its own."""
OPTIONS = """options {{
  directory "{folder}"; pid-file none; session-keyfile none; listen-on-v6 {{ none; }};
  listen-on port {port} {{ 127.0.0.1; }}; empty-zones-enable no; check-names primary ignore;
  check-integrity no; check-spf ignore; {options}
}};
controls {{ }};
"""


class Resolvers(NamedTuple):
    """Addresses, as ``--nameserver`` takes them."""

    strict: str
    """Of one that checks DNSSEC."""
    lax: str
    """Of one that does not, as most."""


@contextlib.contextmanager
def resolving(
    content: Zones, folder: Path, signed: Iterable[str] = (), broken: Mapping[str, str] = {}
) -> Iterator[Resolvers]:
    """The zones in ``broken`` are signed too, and something was done since.

    They have the wrong ``DS`` at their parent, signatures that have ``expired``, another SOA record
    (``edited``), or are ``unsigned`` again.
    """
    write(content, folder)
    root = {zone: ["NS ns.nic.test"] for zone in by_zone(content)}
    for zone in {*signed, *broken}:
        file, how = folder / f"{zone}.zone", broken.get(zone)
        plain, key = file.read_text(), sign(folder, zone, expired=how == "expired")
        if how in ("unsigned", "edited"):
            signed_ = file.read_text().replace("2026112401", "2026112402")
            file.write_text(signed_ if how == "edited" else plain)
        wrong = re.sub("[0-9A-F]{8}$", "00000000", key)
        root[zone].append(f"DS {wrong if how == 'DS' else key}")
    (folder / ".zone").write_text(written({"": NS, "ns.nic.test": ["A 127.0.0.1"], **root}))
    sign(folder, "")
    (file,) = folder.glob("K.+*.key")
    numbers, key = re.split(r"DNSKEY (\d+ \d+ \d+) ", file.read_text().strip())[1:]
    with authoritative(folder) as server:
        asks = f"forward only; forwarders {{ 127.0.0.1 port {server.rpartition(':')[2]}; }};"
        trusted = f'trust-anchors {{ "." static-key {numbers} "{key}"; }};'
        lax = f"{asks} dnssec-validation no;"
        with (
            named(folder / "strict", asks, trusted) as strict,
            named(folder / "lax", lax, "") as naive,
        ):
            yield Resolvers(strict, naive)


def write(content: Zones, folder: Path) -> None:
    """A file for each zone."""
    folder.mkdir()
    for zone, names in by_zone(content).items():
        (folder / f"{zone}.zone").write_text(written(names))


@contextlib.contextmanager
def authoritative(folder: Path) -> Iterator[str]:
    """The address of a name server that has the zones of a folder, and asks nobody for others."""
    zones = [file.name.removesuffix(".zone") for file in folder.glob("*.zone")]
    listed = [f'zone "{z or "."}" {{ type primary; file "{z}.zone"; }};' for z in zones]
    with named(folder / "authoritative", "recursion no;", "\n".join(listed)) as address:
        yield address


def by_zone(content: Zones) -> dict[str, dict[str, Sequence[str | tuple[str, bytes]]]]:
    """Zone → name → records: a zone for each registered domain."""
    found = defaultdict[str, dict[str, Sequence[str | tuple[str, bytes]]]](dict)
    for name, records in content.items():
        found[".".join(name.split(".")[-2:])][name] = records
    for zone, names in found.items():
        own = [record for record in names.get(zone, ()) if isinstance(record, str)]
        needed = [more for more in NS if not any(r.split()[0] == more.split()[0] for r in own)]
        names[zone] = [*names.get(zone, ()), *needed]
    return found


def written(names: Mapping[str, Sequence[str | tuple[str, bytes]]]) -> str:
    """A zone file."""
    lines = ["$ORIGIN .", "$TTL 60"]
    for name, records in names.items():
        for record in records:
            kind, _, value = (
                record.partition(" ") if isinstance(record, str) else (record[0], "", "")
            )
            data = value.encode() if isinstance(record, str) else record[1]
            lines.append(f"{name or '.'} {kind} {_strings(data) if kind == 'TXT' else value}")
    return "\n".join(lines) + "\n"


def _strings(data: bytes) -> str:
    pieces = [data[n : n + 255] for n in range(0, len(data), 255)] or [b""]
    return " ".join('"' + "".join(f"\\{byte:03d}" for byte in piece) + '"' for piece in pieces)


def sign(folder: Path, zone: str, *, expired: bool = False) -> str:
    """Sign a zone's file in its place; what its parent says of the key (DS)."""
    origin, file = f"{zone}.", f"{zone}.zone"
    run(folder, "dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", "-f", "KSK", origin)
    past = ["-P", "-s", "20200101000000", "-e", "20200201000000"] if expired else []
    run(folder, "dnssec-signzone", "-S", "-z", *past, "-o", origin, "-f", file, file)
    return (folder / f"dsset-{origin}").read_text().split("DS ", 1)[1].strip()


def environ() -> dict[str, str]:
    libraries = ":".join(map(str, FETCHED.glob("usr/lib/*-linux-*")))
    return {**os.environ, "LD_LIBRARY_PATH": libraries}


def run(folder: Path, program: str, *words: str) -> None:
    found = shutil.which(program, path=PATH)
    assert found, program
    subprocess.run([found, *words], cwd=folder, env=environ(), check=True, capture_output=True)


@contextlib.contextmanager
def named(file: Path, options: str, rest: str) -> Iterator[str]:
    """One BIND, once it answers: its address."""
    port, log = free_port(), file.with_suffix(".log")
    file.write_text(OPTIONS.format(folder=file.parent, port=port, options=options) + rest)
    assert NAMED
    with log.open("w") as errors, ending([NAMED, "-g", "-n", "1", "-c", file], environ(), errors):
        until = time.monotonic() + 20
        while time.monotonic() < until and "running" not in log.read_text():
            time.sleep(0.02)
        assert "running" in log.read_text(), log.read_text()[-2000:]
        yield f"127.0.0.1:{port}"
