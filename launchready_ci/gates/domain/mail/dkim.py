"""Can receivers check a signature with this DKIM key (RFC 6376, 3.6.1; RFC 8301; RFC 8463)?"""

import base64
import binascii
from collections.abc import Iterator
from typing import NamedTuple

from launchready_ci.gates.domain.mail import tags
from launchready_ci.gates.domain.mail.tags import Fault, Tags
from launchready_ci.nodes import shown

KINDS = ("rsa", "ed25519")
HASHES = ("sha1", "sha256")


class Dkim(NamedTuple):
    """The key record of one selector."""

    record: str
    tags: Tags
    faults: tuple[Fault, ...]
    bits: int = 0
    """Of an RSA key; 256 of an ed25519 one."""

    @property
    def kind(self) -> str:
        return self.tags.get("k", "rsa").lower()

    @property
    def is_revoked(self) -> bool:
        """An empty ``p=`` takes a key back."""
        return "p" in self.tags.values and not self.tags.get("p")

    @property
    def is_testing(self) -> bool:
        """``t=y``: receivers treat a failing signature as none."""
        return "y" in (flag.strip() for flag in self.tags.get("t").split(":"))


def parse(record: str) -> Dkim:
    """Read the TXT record of ``SELECTOR._domainkey.DOMAIN``."""
    read = tags.parse(record)
    faults = [*read.faults, *_faults(read)]
    bits = 0
    if read.get("p") and not faults:
        try:
            bits = _bits(read.get("k", "rsa").lower(), read.get("p"))
        except ValueError as error:
            faults.append(Fault(str(error)))
    return Dkim(record, read, tuple(faults), bits)


def _faults(read: Tags) -> Iterator[Fault]:
    if "v" in read.values and (next(iter(read.values)) != "v" or read.get("v") != "DKIM1"):
        yield Fault("v=DKIM1 comes first, in this case, where it is given at all")
    if "p" not in read.values:
        yield Fault("has no p=, the key")
    yield from tags.one_of(read, "k", KINDS, "")
    hashes = [name.strip().lower() for name in read.get("h", "sha256").split(":")]
    if "sha256" not in hashes:
        told = f"h={shown(read.get('h'))}: a signature is made with sha256 (RFC 8301)"
        yield Fault(told, {"h": ""})
    services = [name.strip() for name in read.get("s", "*").split(":")]
    if not {"*", "email"} & set(services):
        yield Fault(f"s={shown(read.get('s'))}: the key is not for email", {"s": ""})


def _bits(kind: str, text: str) -> int:
    """How long the key is; raises ValueError, with what is wrong, for what is none."""
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("p= is no Base64: was the key cut, or a quote left in it?") from None
    if kind == "ed25519":
        if len(data) != 32:
            raise ValueError(f"an ed25519 key has 32 bytes, this has {len(data)}")
        return 256
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import (
        load_der_public_key,
        load_pem_public_key,
    )

    body = base64.encodebytes(data)
    pem = b"-----BEGIN RSA PUBLIC KEY-----\n" + body + b"-----END RSA PUBLIC KEY-----\n"
    # the bare key of PKCS#1 too, as receivers do (RFC 6376, erratum 3017)
    for load, form in ((load_der_public_key, data), (load_pem_public_key, pem)):
        try:
            key = load(form)
        except (ValueError, UnsupportedAlgorithm):
            continue
        if isinstance(key, RSAPublicKey):
            return key.key_size
    raise ValueError("p= holds no RSA public key: was it cut?")
