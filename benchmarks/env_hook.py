"""What does a commit wait for? ``env --hook`` beside check-jsonschema on one file, in CPU time.

    python benchmarks/env_hook.py --launchready .venv/bin/launchready [--rounds 15]

One of 300 files has changed and reads a variable. check-jsonschema (PyPI) is taken from PATH.
Natural code is the standard library of the interpreter that runs this.
"""

import argparse
import json
import os
import shutil
import tempfile
from pathlib import Path

from measure import Command, interleave, table
from secrets_hook import natural, repository, write

PLAIN = "env:\n  environments: {production: {}}\n"
FULL = """env:
  contract: [settings.py:Settings, .env.example]
  variables: {MAIL_URL: {type: url, required: [production]}}
"""
SETTINGS = """from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    database_url: str
    debug: bool = False
"""


def app(folder: Path, config: str) -> Path:
    """A repository of 300 files, of which one is changed and staged."""
    names = [f"VARIABLE_{i}" for i in range(40)]
    code = {f"module_{i}.py": text for i, text in enumerate(natural(40) * 5)}
    scripts = {f"page_{i}.js": f"export const title = {i};\n" * 60 for i in range(96)}
    files = {
        **code,
        **scripts,
        "settings.py": SETTINGS,
        ".env.example": "".join(f"{name}=\n" for name in names),
        "launchready.yaml": config,
    }
    repo = repository(folder, files)
    reads = "".join(f"print(os.environ['{name}'])\n" for name in names[:10])
    write(repo, {"module_7.py": f"import os\n{reads}{code['module_7.py']}"})
    return repo


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--launchready", default=shutil.which("launchready") or "launchready")
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    peer = shutil.which("check-jsonschema") or "check-jsonschema"
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        (base / "schema.json").write_text(json.dumps({"type": "object", "required": ["a"]}))
        (base / "file.json").write_text(json.dumps({"a": 1}))
        ours = [os.path.abspath(args.launchready), "env", "--hook"]
        theirs = [peer, "--schemafile", "schema.json", "file.json"]
        commands = {
            "a .env.example": Command(ours, app(base / "plain", PLAIN)),
            "a settings class, a .env.example and variables": Command(
                ours, app(base / "full", FULL)
            ),
            "peer": Command(theirs, base),
        }
        timings = interleave(commands, args.rounds)
    them = timings.pop("peer").cpu
    rows = [
        [
            what,
            f"{t.cpu * 1e3:.0f}",
            f"{them * 1e3:.0f}",
            f"{t.cpu / them:.2f}",
            "≤ 1.0",
            f"{t.code}",
        ]
        for what, t in timings.items()
    ]
    print(table(rows, ["contract", "launchready ms", "peer ms", "ratio", "bar", "exit code"]))


if __name__ == "__main__":
    main()
