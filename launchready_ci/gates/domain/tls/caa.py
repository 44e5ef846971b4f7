"""May the authority that issued a certificate do so again? CAA, RFC 8659."""

from collections.abc import Mapping

from launchready_ci.gates.domain.resolver import Resolver

AUTHORITIES: Mapping[str, tuple[str, ...]] = {
    "Let's Encrypt": ("letsencrypt.org",),
    "Google Trust Services": ("pki.goog",),
    "DigiCert": ("digicert.com", "symantec.com", "geotrust.com", "rapidssl.com", "thawte.com"),
    "Sectigo": ("sectigo.com", "comodoca.com", "comodo.com", "usertrust.com"),
    "ZeroSSL": ("sectigo.com", "zerossl.com"),
    "Amazon": ("amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"),
    "GlobalSign": ("globalsign.com",),
    "SSL Corp": ("ssl.com",),
    "GoDaddy": ("godaddy.com", "starfieldtech.com"),
    "Entrust": ("entrust.net",),
    "IdenTrust": ("identrust.com",),
    "Buypass": ("buypass.com", "buypass.no"),
    "Actalis": ("actalis.it",),
    "Certum": ("certum.pl",),
    "Microsoft": ("microsoft.com", "digicert.com"),
    "SwissSign": ("swisssign.com",),
}
"""Organisation in a certificate's issuer → what it answers to in CAA records, as each says in its
certification practice statement (the list of https://ccadb.org/cas)."""


def allowed(resolver: Resolver, host: str) -> tuple[str, ...] | None:
    """Who may issue for the name; None where nobody is kept out (section 3). Raises NoAnswer."""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        records = resolver.ask(".".join(labels[start:]), "CAA").records
        if records:
            issuers = [r for r in records if r.tag.lower() == b"issue"]  # type: ignore[attr-defined]
            if not issuers:
                return None
            values = (r.value.decode("latin-1") for r in issuers)  # type: ignore[attr-defined]
            return tuple(value.partition(";")[0].strip().lower() for value in values)
    return None


def forbids(names: tuple[str, ...] | None, issuer: str) -> bool:
    """Is the issuer kept out? An unknown one is not said to be."""
    known = next((domains for name, domains in AUTHORITIES.items() if name in issuer), ())
    return names is not None and bool(known) and not set(known) & set(names)
