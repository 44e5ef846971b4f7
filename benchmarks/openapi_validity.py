"""Which tool tells of which broken OpenAPI document, and where? Side by side with two peers.

    python benchmarks/openapi_validity.py [DOCUMENT…]     # openapi-spec-validator, redocly on PATH

Told counts where the tool says anything of the broken document, the line where it names the very
line. The sound documents are those of the tests that look suspicious and are not. Of redocly the
rules about validity are on, not those about taste. Documents that are given are timed.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from measure import Command, interleave, table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.gates.schema.openapi_broken import BROKEN  # noqa: E402 - found by the line above
from tests.gates.schema.test_openapi_sound import SOUND, marked  # noqa: E402

T = TypeVar("T")
ROUNDS = 3
OURS = str(Path(sys.executable).parent / "launchready")
REDOCLY = (
    "struct no-unresolved-refs path-parameters-defined no-identical-paths no-ambiguous-paths"
    " path-declaration-must-exist path-not-include-query operation-operationId-unique"
    " operation-parameters-unique no-undefined-server-variable no-enum-type-mismatch"
    " no-required-schema-properties-undefined no-duplicated-tag-names security-defined"
    " no-invalid-schema-examples no-invalid-media-type-examples no-invalid-parameter-examples"
    " operation-2xx-response no-schema-type-mismatch spec-components-invalid-map-name"
)
TASTE = "Every operation should have security"
"""What one of these rules says of an operation for everybody."""


def ours(file: Path) -> set[int]:
    """The lines that ``launchready schema openapi`` names."""
    report = json.loads(_run([OURS, "schema", "openapi", file.name, "--output", "json"], file))
    every = [one for result in report["results"] for one in result["findings"]]
    return {one["location"]["line"] for one in every}


def spec_validator(file: Path) -> set[int]:
    """Whether openapi-spec-validator says anything: no places."""
    fine = f"{file.name}: OK" in _run(["openapi-spec-validator", file.name], file)
    return set() if fine else {0}


def redocly(file: Path) -> set[int]:
    """The lines that redocly names."""
    rules = "".join(f"  {rule}: error\n" for rule in REDOCLY.split())
    (file.parent / "redocly.yml").write_text(f"rules:\n{rules}")
    said = _run(["redocly", "lint", "--format=json", "--config=redocly.yml", file.name], file)
    if '"totals"' not in said:
        return {0}
    problems = json.loads(said)["problems"]
    meant = (one for one in problems if not one["message"].startswith(TASTE))
    return {one["location"][0]["start"]["line"] for one in meant}


TOOLS: Mapping[str, Callable[[Path], set[int]]] = {  # 0: it says no line
    "launchready": ours,
    "openapi-spec-validator": spec_validator,
    "redocly": redocly,
}
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "launchready": (OURS, "schema", "openapi"),
    "openapi-spec-validator": ("openapi-spec-validator",),
    "redocly": ("redocly", "lint", "--format=json"),
}


def _run(words: list[str], file: Path) -> str:
    done = subprocess.run(words, cwd=file.parent, capture_output=True, text=True, check=False)
    return done.stdout


def found() -> str:
    """The table of what is found."""
    rows = []
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(2) as pool:
        texts = [*BROKEN.values(), *SOUND.values()]
        files = [Path(place) / f"{number:03}.yaml" for number in range(len(texts))]
        wanted = []
        for file, text in zip(files, texts, strict=True):
            plain, places = marked(text)
            file.write_text(plain)
            wanted.append({line for _, line, _ in places})
        for name, look in _installed(TOOLS).items():
            said = list(zip(wanted, pool.map(look, files), strict=True))
            broken = [(lines, named) for lines, named in said if lines]
            told = sum(bool(named) for _, named in broken)
            exact = sum(lines <= named for lines, named in broken)
            false = sum(bool(named) for lines, named in said if not lines)
            rows.append([name, f"{told} of {len(broken)}", str(exact), f"{false} of {len(SOUND)}"])
    return table(rows, ["tool", "broken, told", "with the line", "sound, told all the same"])


def _installed(tools: Mapping[str, T]) -> Mapping[str, T]:
    return {n: tool for n, tool in tools.items() if n == "launchready" or shutil.which(n)}


def timed(documents: list[str]) -> str:
    """The table of times."""
    rows, tools = [], _installed(COMMANDS)
    for document in documents:
        path = Path(document).resolve()
        commands = {n: Command([*words, path.name], path.parent) for n, words in tools.items()}
        times = interleave(commands, ROUNDS)
        cells = [f"{one.wall:.2f} s ({one.cpu:.2f})" for one in times.values()]
        rows.append([path.name, f"{path.stat().st_size:,}", *cells])
    return table(rows, ["document", "bytes", *(f"{name}, wall (CPU)" for name in tools)])


def main() -> None:
    """Print the tables."""
    sys.stdout.write(found() + "\n")
    if documents := sys.argv[1:]:
        sys.stdout.write("\n" + timed(documents) + "\n")


if __name__ == "__main__":
    main()
