"""How many of the variables that a package reads are found, and how long does it take?

``env_usage.py FOLDER`` where FOLDER holds the packages of ``env_usage/*.txt`` as pip unpacks them
(``pip install --no-deps --target FOLDER wandb==0.31.0 celery==5.7.0 label-studio==1.23.2``). Those
lists were made by hand, by reading, before the search was run.
"""

import ast
import os
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

from launchready_ci.gate import Unreadable
from launchready_ci.gates.env.usage import relevant, usage
from launchready_ci.sources import Text


def texts(folder: Path, package: str) -> Iterator[Text]:
    """What the package holds, with paths from the folder, as a repository would have them."""
    for path in sorted((folder / package).rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and relevant(name) and name.endswith(".py"):
            yield Text(name, path.read_bytes())


def parse_all(files: list[Text]) -> float:
    """CPU seconds to parse every file."""
    began = time.process_time()
    for file in files:
        try:
            ast.parse(file.data)
        except (SyntaxError, ValueError):
            continue
    return time.process_time() - began


def measure(folder: Path, names: Path) -> None:
    """Print recall, precision, what was missed or invented, and the share of parsing everything."""
    package = names.stem.rpartition("-")[0]
    files, wanted = list(texts(folder, package)), set(names.read_text().split())
    began = time.process_time()
    found = {item.name for item in usage(files) if not isinstance(item, Unreadable)}
    spent = time.process_time() - began
    right = len(found & wanted)
    print(
        f"{names.stem}: recall {right / len(wanted):.3f}, precision {right / len(found):.3f}, "
        f"{len(files)} files, {spent / parse_all(files):.2f} x the time of parsing them all"
    )
    for title, few in (("missed", wanted - found), ("invented", found - wanted)):
        if few:
            print(f"  {title}: {', '.join(sorted(few))}")


def main() -> None:
    """Measure every package for which there is a list."""
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):
        sys.exit(__doc__)
    warnings.simplefilter("ignore")
    for names in sorted((Path(__file__).parent / "env_usage").glob("*.txt")):
        measure(Path(sys.argv[1]), names)


if __name__ == "__main__":
    main()
