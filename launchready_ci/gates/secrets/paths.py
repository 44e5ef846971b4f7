"""Is a credential in the name of a file? A name is published with what it names."""

from collections.abc import Iterable, Iterator

from launchready_ci.gates.secrets.engine import CERTAIN, Found, Hit, searcher
from launchready_ci.git import data
from launchready_ci.sources import Text


def search(texts: Iterable[Text]) -> Iterator[Found]:
    """The texts whose names hold a credential, with their names in the place of their data."""
    named = [(text, forms(text.path)) for text in texts]
    together = b"\n".join(form for _, both in named for form in both)
    if not searcher().search(Text("", together)).hits:
        return  # nearly always: one search for all of them
    for text, both in named:
        for form in both:
            searched = searcher().search(Text("", form))
            if hits := _certain(searched):
                yield Found(text, searched.data, hits)
                break


def forms(path: str) -> tuple[bytes, bytes]:
    """A name as it is, and with its ending cut off by a space: a dot may be part of a token."""
    whole = data(path)
    folder, slash, name = whole.rpartition(b"/")
    stem, dot, ending = name.rpartition(b".")
    return whole, folder + slash + stem + (b" " if dot else b"") + ending


def _certain(found: Found) -> tuple[Hit, ...]:
    return tuple(hit for hit in found.hits if hit.format.rank >= CERTAIN)


def masked(found: Found) -> str:
    """The name without the credentials in it."""
    from launchready_ci.redact import MASK

    name = data(found.text.path)
    for hit in found.hits:
        name = name.replace(found.data[hit.start : hit.end], MASK.encode())
    return name.decode("utf-8", "surrogateescape")
