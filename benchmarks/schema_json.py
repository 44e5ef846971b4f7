"""A configuration of 250 KB against its schema: the whole command beside check-jsonschema's.

    python benchmarks/schema_json.py        # check-jsonschema on PATH

Once as it should be, once with a mistake in every tenth service.
"""

import json
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from measure import Command, binary, interleave, table

ROUNDS = 9
BYTES = 250_000
SERVICE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["image", "port", "health"],
    "properties": {
        "image": {"type": "string", "pattern": "^[a-z0-9./-]+:[a-z0-9.]+$"},
        "port": {"type": "integer", "minimum": 1, "maximum": 65535},
        "replicas": {"type": "integer", "minimum": 1},
        "environment": {"type": "object", "additionalProperties": {"type": "string"}},
        "health": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["get"],
                    "properties": {"get": {"type": "string"}, "seconds": {"type": "number"}},
                    "additionalProperties": False,
                },
                {
                    "type": "object",
                    "required": ["run"],
                    "properties": {"run": {"type": "array", "items": {"type": "string"}}},
                    "additionalProperties": False,
                },
            ]
        },
    },
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "properties": {"services": {"type": "object", "additionalProperties": {"$ref": "#/$defs/s"}}},
    "$defs": {"s": SERVICE},
}


def service(numbers: random.Random) -> dict[str, Any]:
    """One of many."""
    return {
        "image": f"registry.example.com/team/app-{numbers.randrange(999)}:1.{numbers.randrange(9)}",
        "port": numbers.randrange(1024, 65535),
        "replicas": numbers.randrange(1, 9),
        "environment": {f"NAME_{n}": f"value of {numbers.random()}" for n in range(6)},
        "health": numbers.choice(
            [{"get": "/healthz", "seconds": 1.5}, {"run": ["curl", "-f", "http://localhost/"]}]
        ),
    }


def configuration(*, wrong: bool) -> dict[str, Any]:
    """Services until there are enough bytes."""
    numbers, services, size = random.Random(8), dict[str, Any](), 0
    while size < BYTES:
        made = service(numbers)
        if wrong and len(services) % 10 == 0:
            made["replica"] = made.pop("replicas")
        services[f"service-{len(services)}"] = made
        size += len(json.dumps(made, indent=2))
    return {"services": services}


def main() -> None:
    """Print the table."""
    ours = str(Path(sys.executable).parent / "launchready")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "schema.json").write_text(json.dumps(SCHEMA))
        rows = []
        for said, wrong in (("sound", False), ("with mistakes", True)):
            content = configuration(wrong=wrong)
            (folder / "app.json").write_text(json.dumps(content, indent=2))
            (folder / "app.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
            for name in ("app.json", "app.yaml"):
                words = [ours, "schema", "json", name, "--schema", "schema.json"]
                peer = [binary("check-jsonschema"), "--schemafile", "schema.json", name]
                found = interleave(
                    {"ours": Command(words, folder), "peer": Command(peer, folder)}, ROUNDS
                )
                one, other = found["ours"], found["peer"]
                rows.append(
                    [
                        f"{name}, {said}",
                        f"{os.path.getsize(folder / name):,}",
                        f"{one.wall:.2f} s ({one.cpu:.2f})",
                        f"{other.wall:.2f} s ({other.cpu:.2f})",
                        f"{one.wall / other.wall:.2f} x",
                    ]
                )
    head = ["file", "bytes", "launchready, wall (CPU)", "check-jsonschema", "wall"]
    sys.stdout.write(table(rows, head) + "\n")


if __name__ == "__main__":
    main()
