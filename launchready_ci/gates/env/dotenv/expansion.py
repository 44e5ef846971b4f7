"""Which parts of a value does each parser replace by a variable or by what a command says?"""

import re

NAMED = r"\$[A-Za-z_]\w*"
BRACED = r"\$\{[^}]*\}"
COMMAND = r"\$\([^)]*\)"
FILLS: dict[str, str] = {
    "dotenvx": rf"{BRACED}|{COMMAND}|{NAMED}",
    "env-spec": rf"{BRACED}|{COMMAND}|{NAMED}",
    "ruby dotenv": rf"{BRACED}|{COMMAND}|\$\w+",
    "docker compose": rf"\$\$|{BRACED}|{NAMED}",
    "python-dotenv": BRACED,
}
"""node's dotenv is not here: it leaves every ``$`` as it is."""


def filled(parser: str, value: str, quote: str) -> tuple[str, ...]:
    """The parts that this parser fills in; python-dotenv does so in single quotes too."""
    pattern = FILLS.get(parser)
    if pattern is None or "$" not in value or (quote == "'" and parser != "python-dotenv"):
        return ()
    escaped = r"\\\$" if parser != "python-dotenv" else r"(?!)"
    return tuple(part for part in re.findall(rf"{escaped}|{pattern}", value, re.ASCII))
