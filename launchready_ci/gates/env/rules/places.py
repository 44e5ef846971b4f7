"""Where is a variable used, once for each file?"""

from collections.abc import Iterable, Iterator

from launchready_ci.findings import Location


def by_file(places: Iterable[Location]) -> Iterator[tuple[Location, str]]:
    """The first place in each file, with how many more lines there are, in words."""
    lines: dict[str, list[Location]] = {}
    for place in places:
        lines.setdefault(place.path, []).append(place)
    for first, *others in lines.values():
        more = f" and on {len(others)} more line{'s' * (len(others) > 1)}" if others else ""
        yield first, more
