"""How long do the checks of a domain take, and what do they cost beside checkdmarc's?

    uv venv /tmp/peer && uv pip install --python /tmp/peer/bin/python checkdmarc
    python benchmarks/domain.py --checkdmarc /tmp/peer/bin/python [--rounds 9]

A domain with twelve names, whose name server and web servers on loopback wait 50 ms before each
answer: wall time of all checks. Then the mail of a domain, answered at once: CPU of the whole
process, beside checkdmarc (PyPI) with the same name server and without its look at mail servers.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from measure import Command, interleave, table

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.certificates import Wanted, https
from tests.http.servers import Got, Reply, web
from tests.zones import Zones, zones

LATENCY = 0.05
WALL_BAR, CPU_BAR = 5.0, 0.5
HOSTS = [f"host{n}" for n in range(10)]
DOMAIN = "example.com"
MAIL: Zones = {
    DOMAIN: [
        "A 127.0.0.1",
        f"NS ns1.{DOMAIN}",
        f"SOA ns1.{DOMAIN} hostmaster.{DOMAIN} 2026112401 7200 3600 1209600 300",
        f"MX 10 mail.{DOMAIN}",
        "TXT v=spf1 include:_spf.example.net mx -all",
    ],
    f"ns1.{DOMAIN}": ["A 127.0.0.1"],
    f"mail.{DOMAIN}": ["A 127.0.0.1"],
    f"_dmarc.{DOMAIN}": [f"TXT v=DMARC1; p=reject; rua=mailto:dmarc@{DOMAIN}"],
    "_spf.example.net": ["TXT v=spf1 include:_a.example.net include:_b.example.net -all"],
    "_a.example.net": ["TXT v=spf1 ip4:192.0.2.0/25 -all"],
    "_b.example.net": ["TXT v=spf1 ip4:192.0.2.128/25 -all"],
}
PEER = """
import sys, checkdmarc, dns.resolver
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers, resolver.port = ["127.0.0.1"], int(sys.argv[1])
checkdmarc.check_domains(["example.com"], skip_tls=True, resolver=resolver)
"""


def slow(_: Got) -> Reply:
    time.sleep(LATENCY)
    return Reply("<title>App</title><p>Hello", 200, [("Content-Type", "text/html")])


def twelve(launchready: str, rounds: int) -> None:
    names = [DOMAIN, f"www.{DOMAIN}", *(f"{host}.{DOMAIN}" for host in HOSTS)]
    content = {**MAIL, **{name: ["A 127.0.0.1"] for name in names[1:]}}
    listed = ", ".join(f"{{host: {host}}}" for host in HOSTS)
    with (
        tempfile.TemporaryDirectory() as folder,
        zones(content, LATENCY) as dns,
        web(slow) as plain,
        https(Wanted(tuple(names)), Path(folder), slow) as secured,
    ):
        home = f"https://{DOMAIN}:{secured.port}"
        config = f"domain: {{name: {DOMAIN}, canonical: '{home}', hosts: [{listed}]}}\n"
        Path(folder, "launchready.yaml").write_text(config)
        words = [launchready, "domain", "--root", folder, "--nameserver", dns.address]
        words += ["--http-port", str(plain.port), "--https-port", str(secured.port)]
        ours = interleave({"all": Command(words, Path(folder))}, rounds)["all"]
        print("| twelve names, all checks, answers after 50 ms | wall s | bar |\n|---|---|---|")
        print(f"| exit {ours.code}, {len(dns.asked) // (rounds + 1)} questions of DNS | ", end="")
        print(f"{ours.wall:.2f} | ≤ {WALL_BAR:g} |\n")


def beside_checkdmarc(launchready: str, peer: str, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder, zones(MAIL) as dns:
        port = dns.address.rpartition(":")[2]
        ours = [launchready, "domain", DOMAIN, "--root", folder, "--nameserver", dns.address]
        ours += ["--http-port", "1", "--https-port", "1"]
        commands = {
            "launchready": Command(ours, Path(folder)),
            "checkdmarc": Command([peer, "-c", PEER, port], Path(folder)),
        }
        found = interleave(commands, rounds)
        rows = [(name, f"{t.cpu:.2f}", f"{t.wall:.2f}", str(t.code)) for name, t in found.items()]
        print(table(rows, ("mail of a domain", "CPU s", "wall s", "exit")))
        ratio = found["launchready"].cpu / found["checkdmarc"].cpu
        print(f"\nCPU: {ratio:.2f} x checkdmarc (bar ≤ {CPU_BAR:g})")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--launchready", default=shutil.which("launchready") or "launchready")
    parser.add_argument("--checkdmarc", help="a Python that has it installed")
    parser.add_argument("--rounds", type=int, default=9)
    args = parser.parse_args()
    launchready = os.path.abspath(args.launchready)
    twelve(launchready, args.rounds)
    if args.checkdmarc:
        beside_checkdmarc(launchready, os.path.abspath(args.checkdmarc), args.rounds)


if __name__ == "__main__":
    main()
