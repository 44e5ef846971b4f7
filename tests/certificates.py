"""HTTPS servers on loopback, with certificates as good or bad as a test wants them."""

import contextlib
import os
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

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
    old: bool = False
    """The server speaks TLS 1.0 and 1.1 too."""


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
    by = authority("Known" if wanted.known else "Unknown")
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
    (folder / "trusted.pem").write_bytes(authority("Known").certificate.public_bytes(pem))
    return str(folder / "server.pem"), str(folder / "trusted.pem")


@contextlib.contextmanager
def https(wanted: Wanted, folder: Path) -> Iterator[int]:
    """The port of a server that shakes hands and hangs up; ``SSL_CERT_FILE`` is set for it."""
    server, trusted = write(wanted, folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")  # for short keys too
    context.load_cert_chain(server)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        lowest = ssl.TLSVersion.TLSv1 if wanted.old else ssl.TLSVersion.TLSv1_2
        context.minimum_version = lowest
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=shake, args=(connection,), daemon=True).start()

    def shake(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(10)
            with context.wrap_socket(connection, server_side=True) as secured:
                secured.recv(1)

    threading.Thread(target=serve, daemon=True).start()
    before = os.environ.get("SSL_CERT_FILE")
    os.environ["SSL_CERT_FILE"] = trusted
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        if before is None:
            del os.environ["SSL_CERT_FILE"]
        else:
            os.environ["SSL_CERT_FILE"] = before


@contextlib.contextmanager
def described(file: Path, folder: Path) -> Iterator[int]:
    """What a file ``tls.yaml`` wants: the fields of ``Wanted``."""
    said: dict[str, Any] = yaml.safe_load(file.read_text())
    with https(
        Wanted(**{**said, "names": tuple(said.get("names", ["example.com"]))}), folder
    ) as at:
        yield at
