"""What was seen of a name's certificate and of the TLS that its server speaks."""

from dataclasses import dataclass
from datetime import datetime

from launchready_ci.findings import Location
from launchready_ci.gate import Facts
from launchready_ci.units import Duration


@dataclass(frozen=True, kw_only=True)
class Certificate(Facts):
    """Of one name, as its server shows it."""

    place: Location
    invalid: str = ""
    """Why browsers refuse it; empty where they do not."""
    ends: datetime
    """Of its validity, with time zone."""
    now: datetime
    wanted: Duration
    """How long it should still be valid."""
    issuer: str = ""
    issuers: tuple[str, ...] | None = None
    """Whom CAA records let issue for the name; None where they keep nobody out."""
    key: str = ""
    """``rsa`` or a curve."""
    bits: int = 0
    digest: str = ""
    """Of the signature: ``sha256``."""

    @property
    def days_left(self) -> float:
        return (self.ends - self.now).total_seconds() / 86_400


@dataclass(frozen=True, kw_only=True)
class Versions(Facts):
    """Old versions of TLS that a server still speaks."""

    place: Location
    spoken: tuple[str, ...] = ()
    untried: tuple[str, ...] = ()
    """What this machine's OpenSSL does not speak any more."""
