"""Can browsers tell who answers under the name, and for how long still?"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from launchready_ci.findings import Unreadable
from launchready_ci.gate import Facts, NotLookedAt
from launchready_ci.gates.domain.configuration import Domain
from launchready_ci.gates.domain.connections import TIME, connected
from launchready_ci.gates.domain.hosts import Host
from launchready_ci.gates.domain.resolver import NoAnswer, Resolver
from launchready_ci.gates.domain.tls.caa import allowed
from launchready_ci.gates.domain.tls.facts import Certificate, Versions

if TYPE_CHECKING:
    from cryptography import x509

    from launchready_ci.gates.domain.tls.handshake import Shown


def collect(
    config: Domain, hosts: tuple[Host, ...], resolver: Resolver, pool: ThreadPoolExecutor
) -> Iterator[Facts | Unreadable | NotLookedAt]:
    """The certificate of every name that has an address, and the versions its server speaks.

    Where nothing answers that is an error under the canonical name, and no error under others.
    """
    looked = [host for host in hosts if host.reachable]
    for found in pool.map(lambda host: _look(config, host, resolver), looked):
        yield from found


def _look(config: Domain, host: Host, resolver: Resolver) -> list[Facts | Unreadable | NotLookedAt]:
    port = int(config.https_port)
    try:
        connected(host.reachable, port).close()  # before TLS is loaded, which takes 15 ms
        from launchready_ci.gates.domain.tls import handshake

        read = certificate(config, host, handshake.show(host.name, host.reachable, port))
        versions = _versions(config, host)
    except OSError as error:
        told = f"{host.name}: {_silent(error, port)}"
        is_main = host.name == config.main_host
        missed = Unreadable(told, host.name, host.place) if is_main else None
        return [missed or NotLookedAt(Certificate, told), *_outdated(config, host, error)]
    if isinstance(read, Unreadable):
        return [read, versions]
    try:
        return [replace(read, issuers=allowed(resolver, host.name)), versions]
    except NoAnswer as error:
        return [read, versions, Unreadable(str(error), host.name, host.place)]


def certificate(config: Domain, host: Host, found: "Shown") -> Certificate | Unreadable:
    """What the certificate says; one that cannot be read is an error of ours."""
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return _read(config, host, found)
    except (ValueError, UnsupportedAlgorithm):
        return Unreadable(f"{host.name}: its certificate cannot be read", host.name, host.place)


def _read(config: Domain, host: Host, found: "Shown") -> Certificate:
    from cryptography import x509

    from launchready_ci.http.network import CERTIFICATE

    shown = x509.load_der_x509_certificate(found.der)
    why = CERTIFICATE.get(found.refused.verify_code, "is refused") if found.refused else ""
    kind, bits = _key(shown)
    digest = shown.signature_hash_algorithm
    issuers = shown.issuer.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    return Certificate(
        subject=host.name,
        place=host.place,
        invalid=why,
        ends=shown.not_valid_after_utc,
        now=datetime.now(UTC),
        wanted=config.certificate.expect.valid_for,
        issuer=str(issuers[0].value) if issuers else "",
        key=kind,
        bits=bits,
        digest=digest.name if digest else "",
    )


def _key(certificate: "x509.Certificate") -> tuple[str, int]:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    key = certificate.public_key()
    if isinstance(key, RSAPublicKey):
        return "rsa", key.key_size
    if isinstance(key, EllipticCurvePublicKey):
        return key.curve.name, key.key_size
    return type(key).__name__, 0


def _versions(config: Domain, host: Host) -> Versions:
    from launchready_ci.gates.domain.tls import handshake

    said = {
        version: handshake.speaks(host.name, host.reachable, int(config.https_port), version)
        for version in handshake.OLD
    }
    return Versions(
        subject=host.name,
        place=host.place,
        spoken=tuple(version for version, does in said.items() if does),
        untried=tuple(version for version, does in said.items() if does is None),
    )


def _outdated(config: Domain, host: Host, error: OSError) -> Iterator[Versions]:
    """Why no hands were shaken, where that is an old version: the only one that it speaks."""
    if getattr(error, "library", "") == "SSL":  # an ssl.SSLError, whose module need not be loaded
        versions = _versions(config, host)
        if versions.spoken:
            yield versions


def _silent(error: OSError, port: int) -> str:
    if isinstance(error, TimeoutError):
        return f"port {port} does not answer within {TIME:g} s"
    if isinstance(error, ConnectionRefusedError):
        return f"connection refused: nothing listens on port {port}"
    why = getattr(error, "reason", None) or error.strerror or "the server hung up"
    return f"no TLS on port {port}: {str(why).lower().replace('_', ' ')}"
