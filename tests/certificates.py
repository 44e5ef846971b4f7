"""HTTPS servers on loopback, with certificates as good or bad as a test wants them."""

import contextlib
import ssl
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.http.servers import Got, Reply, Web, web
from tests.site import router

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Wanted:
    """What a certificate is to be like."""

    names: tuple[str, ...] = ("example.com",)
    days: float = 90
    """Until its end, from now on."""
    bits: int = 0
    """Of an RSA key; 0: an elliptic curve."""
    known: bool = True
    """Its authority is one that the client trusts."""
    issuer: str = "Known"
    """The authority's organisation."""
    old: bool = False
    """The server speaks TLS 1.0 and 1.1 too."""
    outdated: bool = False
    """It speaks nothing newer."""


@dataclass(frozen=True)
class Authority:
    key: Private
    certificate: x509.Certificate


@cache
def authority(name: str) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, name)])
    made = _builder(subject, subject, key, 3650).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    return Authority(key, made.sign(key, hashes.SHA256()))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Private, days: float
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
    )


def write(wanted: Wanted, folder: Path) -> tuple[str, str]:
    """A certificate with its key, and the authorities that are trusted: two files."""
    by = authority(wanted.issuer)
    key: Private = ec.generate_private_key(ec.SECP256R1())
    if wanted.bits:
        key = rsa.generate_private_key(65537, wanted.bits)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, wanted.names[0])])
    names = x509.SubjectAlternativeName([x509.DNSName(name) for name in wanted.names])
    built = _builder(subject, by.certificate.subject, key, wanted.days)
    made = built.add_extension(names, critical=False).sign(by.key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + made.public_bytes(pem))
    trusted = by if wanted.known else authority("Another")
    (folder / "trusted.pem").write_bytes(trusted.certificate.public_bytes(pem))
    return str(folder / "server.pem"), str(folder / "trusted.pem")


@contextlib.contextmanager
def https(wanted: Wanted, folder: Path, route: Callable[[Got], Reply]) -> Iterator[Web]:
    """A server with that certificate; ``SSL_CERT_FILE`` is set for it."""
    server, trusted = write(wanted, folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")  # for short keys too
    context.load_cert_chain(server)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old = wanted.old or wanted.outdated
        context.minimum_version = ssl.TLSVersion.TLSv1 if old else ssl.TLSVersion.TLSv1_2
        if wanted.outdated:
            context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.MonkeyPatch.context() as patch, web(route, context) as found:
        patch.setenv("SSL_CERT_FILE", trusted)
        yield found


@contextlib.contextmanager
def described(file: Path, folder: Path) -> Iterator[Web]:
    """What a file ``tls.yaml`` wants: the fields of ``Wanted``; it serves ``site.yaml``, if any."""
    said: dict[str, Any] = yaml.safe_load(file.read_text())
    names = tuple(said.pop("names", ["example.com"]))
    pages = file.with_name("site.yaml")
    route = router(pages) if pages.exists() else lambda _: Reply("ok")
    with https(Wanted(names, **said), folder, route) as server:
        yield server
