"""One look at what a server says over TLS, however bad it is; nothing is sent after it."""

import ssl
import warnings
from collections.abc import Sequence
from typing import NamedTuple

from launchready_ci.gates.domain.connections import connected
from launchready_ci.trust import trusted, unchecked

TIME = 5.0
"""Seconds for a handshake."""
OLD = {"TLS 1.0": ssl.TLSVersion.TLSv1, "TLS 1.1": ssl.TLSVersion.TLSv1_1}


class Shown(NamedTuple):
    """The certificate that came (DER), and why it is refused."""

    der: bytes
    refused: ssl.SSLCertVerificationError | None


def show(host: str, addresses: Sequence[str], port: int) -> Shown:
    """Shake hands twice where the certificate is refused; raises OSError where no TLS came."""
    try:
        return Shown(_certificate(trusted(), host, addresses, port), None)
    except ssl.SSLCertVerificationError as error:
        return Shown(_certificate(unchecked(), host, addresses, port), error)


def speaks(host: str, addresses: Sequence[str], port: int, version: str) -> bool | None:
    """Does the server still speak an old version? None where this machine cannot ask."""
    context = unchecked()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = OLD[version]
        context.set_ciphers("ALL:@SECLEVEL=0")
    except (ssl.SSLError, ValueError):
        return None
    try:
        _certificate(context, host, addresses, port)
    except ssl.SSLError as error:
        # our own library refused, not the server
        local = ("NO_PROTOCOLS_AVAILABLE", "UNSUPPORTED_PROTOCOL_VERSION", "NO_CIPHERS_AVAILABLE")
        return None if error.reason in local else False
    except OSError:
        return False
    return True


def _certificate(context: ssl.SSLContext, host: str, addresses: Sequence[str], port: int) -> bytes:
    with connected(addresses, port) as plain:
        plain.settimeout(TIME)  # of the handshake as a whole
        with context.wrap_socket(plain, server_hostname=host) as secured:
            return secured.getpeercert(binary_form=True) or b""
