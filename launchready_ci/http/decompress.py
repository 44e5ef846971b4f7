"""What does a compressed body hold? Unpacked as it comes, and never more than a limit."""

import zlib
from collections.abc import Callable, Iterator

from launchready_ci.http.errors import DecompressionBomb, Malformed

ACCEPTED = "gzip, deflate"
"""What the standard library unpacks piece by piece in every Python that we run on."""
LAYERS = 3
GZIP = b"\x1f\x8b"


class Decompressor:
    """Unpacks the ``Content-Encoding`` of one body (RFC 9110, section 8.4)."""

    def __init__(self, encoding: str, limit: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",")]
        codings = [name for name in names if name not in ("", "identity")]
        if len(codings) > LAYERS:
            raise Malformed(f"the body is encoded {len(codings)} times over")
        # applied in the order of the header, so they are undone from the last
        self._layers = [_coding(name, limit) for name in reversed(codings)]
        self._limit, self._total = limit, 0

    def feed(self, data: bytes) -> bytes:
        """The next piece; raises DecompressionBomb or Malformed."""
        for layer in self._layers:
            data = layer.feed(data)
        self._total += len(data)
        if self._total > self._limit:
            raise _bomb(self._limit)
        return data

    def finish(self) -> None:
        """Raise Malformed where the body ends in the middle of what it began."""
        for layer in self._layers:
            layer.finish()


class _Zlib:
    """One coding: gzip with all its members, or deflate with or without zlib's head."""

    def __init__(self, name: str, limit: int) -> None:
        self._name, self._limit, self._total = name, limit, 0
        self._begin: Callable[[], zlib._Decompress] = (
            _gzip if name == "gzip" else zlib.decompressobj
        )
        self._stream = self._begin()
        self._held = b""
        self._begun = self._done = False

    def feed(self, data: bytes) -> bytes:
        return b"".join(self._unpacked(self._held + data))

    def finish(self) -> None:
        if self._begun and not (self._stream.eof or self._done):
            raise Malformed(f"the body ends in the middle of its {self._name} encoding")

    def _unpacked(self, data: bytes) -> Iterator[bytes]:
        self._held = b""
        if data and not self._begun:
            self._start(data)
        while data and not self._done:
            if self._stream.eof:
                data = self._next_member(data)
                continue
            yield self._piece(data)
            data = self._stream.unconsumed_tail or self._stream.unused_data

    def _start(self, data: bytes) -> None:
        """Some servers send deflate bare (RFC 1951) instead of in zlib's format (RFC 1950)."""
        self._begun = True
        if self._name == "deflate" and data[0] & 0x0F != zlib.DEFLATED:
            self._begin = _bare
            self._stream = self._begin()

    def _next_member(self, data: bytes) -> bytes:
        """What follows an end: one more member (RFC 1952, section 2.2), or bytes of no meaning."""
        if self._name == "gzip" and data == GZIP[:1]:
            self._held = data
            return b""
        if self._name != "gzip" or not data.startswith(GZIP):
            self._done = True
            return b""
        self._stream = self._begin()
        return data

    def _piece(self, data: bytes) -> bytes:
        try:
            piece = self._stream.decompress(data, self._limit - self._total + 1)
        except zlib.error:
            raise Malformed(f"the body is not in the {self._name} encoding that it names") from None
        self._total += len(piece)
        if self._total > self._limit:
            raise _bomb(self._limit)
        return piece


def _coding(name: str, limit: int) -> _Zlib:
    name = name.removeprefix("x-")
    if name not in ("gzip", "deflate"):
        raise Malformed(f"the body is encoded as {name[:20]!r}, and only {ACCEPTED} was asked for")
    return _Zlib(name, limit)


def _gzip() -> "zlib._Decompress":
    return zlib.decompressobj(wbits=31)


def _bare() -> "zlib._Decompress":
    return zlib.decompressobj(wbits=-15)


def _bomb(limit: int) -> DecompressionBomb:
    return DecompressionBomb(f"the body unpacks to more than {limit:,} bytes")
