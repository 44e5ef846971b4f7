"""Which lines of a dotenv file do six parsers read differently?"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from launchready_ci.gates.env.dotenv.compose import compose
from launchready_ci.gates.env.dotenv.env_spec import env_spec
from launchready_ci.gates.env.dotenv.expansion import filled
from launchready_ci.gates.env.dotenv.javascript import dotenvx, node
from launchready_ci.gates.env.dotenv.python import python
from launchready_ci.gates.env.dotenv.reading import Reading
from launchready_ci.gates.env.dotenv.ruby import ruby

PARSERS: Mapping[str, Callable[[str], Iterator[Reading]]] = {
    "node dotenv": node,
    "dotenvx": dotenvx,
    "env-spec": env_spec,
    "ruby dotenv": ruby,
    "docker compose": compose,
    "python-dotenv": python,
}
LARGEST = 200_000
"""Characters of a dotenv file; a larger one is no configuration."""


class Disagreement(NamedTuple):
    """A statement that two parsers read differently."""

    line: int
    name: str
    """As the first parser that sees one has it; may be empty."""
    readings: Mapping[str, tuple[Reading, ...]]
    """Parser → what it reads on that line."""
    expansion: bool
    """They differ only in which variables they fill in."""


def normalised(data: bytes) -> str:
    """The text whose lines and offsets count: every parser takes CRLF for a line end."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def statements(text: str, parser: str = "python-dotenv") -> dict[str, str]:
    """Name → value as one parser reads a file; the last one counts."""
    return {reading.name: reading.value for reading in PARSERS[parser](text) if reading.name}


def disagreements(text: str, parsers: Iterable[str] = PARSERS) -> Iterator[Disagreement]:
    """Go through the file line by line; what one parser reads over several lines counts once."""
    starts = [0, *(i + 1 for i, character in enumerate(text) if character in "\n\r")]
    said: dict[int, dict[str, tuple[Reading, ...]]] = {}
    chosen = tuple(parsers)
    for parser in chosen:
        for reading in PARSERS[parser](text):
            here = said.setdefault(bisect_right(starts, reading.start), {})
            here[parser] = (*here.get(parser, ()), reading)
    after = 0
    for line in sorted(said):
        if line <= after:
            continue
        readings = {parser: said[line].get(parser, ()) for parser in chosen}
        last = max(reading.end for several in readings.values() for reading in several)
        after = max(line, bisect_right(starts, max(last - 1, 0)))
        name = next((r.name for several in readings.values() for r in several if r.name), "")
        if len({tuple((r.name, r.value) for r in several) for several in readings.values()}) > 1:
            yield Disagreement(line, name, readings, expansion=False)
        elif len({_filled(parser, several) for parser, several in readings.items()}) > 1:
            yield Disagreement(line, name, readings, expansion=True)


def _filled(parser: str, readings: tuple[Reading, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(filled(parser, reading.value, reading.quote) for reading in readings)
