"""Write Cloudflare's ranges anew: python requirements/cloudflare.py

Reads the two lists that https://www.cloudflare.com/ips/ links to.
"""

import ipaddress
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx

LISTS = ("https://www.cloudflare.com/ips-v4", "https://www.cloudflare.com/ips-v6")
FILE = Path(__file__).parent.parent / "launchready_ci/gates/domain/cloudflare/ranges.py"


def main() -> None:
    found: list[str] = []
    for url in LISTS:
        answer = httpx.get(url, follow_redirects=True).raise_for_status()
        found += [str(ipaddress.ip_network(line)) for line in answer.text.split()]
    lines = "".join(f'    "{network}",\n' for network in sorted(found))
    text = re.sub(r'DATE = ".*"', f'DATE = "{datetime.now(UTC):%Y-%m-%d}"', FILE.read_text())
    head, _, _ = text.partition("RANGES = (")
    FILE.write_text(f"{head}RANGES = (\n{lines})\n")


if __name__ == "__main__":
    main()
