"""What do detect-secrets' own detectors find in a stream of texts? As the engine says it."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from launchready_ci.findings import Location
from launchready_ci.gate import Unreadable
from launchready_ci.gates.secrets import adapter, parity
from launchready_ci.gates.secrets.adapter import Secret
from launchready_ci.gates.secrets.engine import Found, Hit
from launchready_ci.gates.secrets.formats import stock
from launchready_ci.sources import Text


def search(texts: Iterable[Text | Unreadable]) -> Iterator[Found | Unreadable]:
    """Find in every text what ``detect-secrets scan -n`` finds."""
    for text in texts:
        yield text if isinstance(text, Unreadable) else _search(text, parity.stock())


def search_as_configured(
    texts: Iterable[Text | Unreadable], configuration: Mapping[str, Any]
) -> Iterator[Found | Unreadable]:
    """The same with a baseline's detectors and filters. THIS RUNS CODE: see adapter.configured."""
    with adapter.configured(configuration) as detectors:
        scanner = parity.Scanner(detectors)
        for text in texts:
            yield text if isinstance(text, Unreadable) else _search(text, scanner)


def _search(text: Text, scanner: parity.Scanner) -> Found | Unreadable:
    data = parity.unix(text.data)
    try:
        secrets = scanner.secrets(text.path, data)
    except Exception as error:  # noqa: BLE001 - its parsers raise many kinds on hostile YAML
        reason = f"detect-secrets cannot read {text.path!r}: {type(error).__name__}"
        return Unreadable(reason, location=Location(text.path))
    if not secrets:
        return Found(text, data, ())
    lengths = (len(line) for line in data.splitlines(keepends=True) or [b""])
    starts = list(accumulate(lengths, initial=0))
    hits = [_hit(data, secret, starts) for secret in secrets]
    return Found(text, data, tuple(sorted(hits, key=lambda hit: (hit.start, hit.format.id))))


def _hit(data: bytes, secret: Secret, starts: list[int]) -> Hit:
    """The place of a value on its line; the whole line where YAML or INI wrote it otherwise."""
    line = min(secret.line, len(starts) - 1)
    value = secret.value.encode("utf-8", "surrogatepass")
    low, high = starts[line - 1], starts[line]
    start = data.find(value, low, high)
    start, end = (start, start + len(value)) if start >= 0 else (low, high)
    columns = [len(data[low:place].decode("utf-8", "replace")) + 1 for place in (start, end)]
    return Hit(stock.of_kind(secret.kind), value, line, columns[0], line, columns[1], start, end)
