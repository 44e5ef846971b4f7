"""Does a setting of the login work on a developer's machine only?"""

from launchready_ci.gates.env.values.places import where
from launchready_ci.gates.env.values.switches import OFF, ON
from launchready_ci.lazy import lazy_pattern

ADDRESS = lazy_pattern(
    r"""(?ix) (?:.*_)? (?: CALLBACK | REDIRECT | LOGOUT | LOGIN | SIGN_?IN | SIGN_?OUT | AUTH | OIDC
    | OAUTH\d? | SSO | SAML | NEXTAUTH | BETTER_AUTH | WEBAUTHN )
    (?:_.*)? _ (?: URL | URI | URLS | URIS | ORIGIN | ORIGINS | DOMAIN )
    | (?:.*_)? (?: COOKIE_DOMAIN | SESSION_DOMAIN | CALLBACK | RP_ID | ISSUER | ALLOWED_HOSTS?
    | TRUSTED_ORIGINS | TRUSTED_HOSTS? | SANCTUM_STATEFUL_DOMAINS | ALLOWED_REDIRECT_\w+ )"""
)
COOKIES = lazy_pattern(r"(?i)(?:.*_)?(?:COOKIE_SECURE|SECURE_COOKIES?|USE_SECURE_COOKIES)")
INSECURE = lazy_pattern(
    r"(?i)OAUTHLIB_INSECURE_TRANSPORT|(?:.*_)?ALLOW_INSECURE_(?:HTTP|TRANSPORT)"
)


def auth(name: str) -> bool:
    """Is it a place that a login or its cookies depend on?"""
    return ADDRESS.fullmatch(name) is not None


def local_only(name: str, value: str) -> str:
    """Why it works only locally, in words; ``""`` where it does not."""
    low = value.strip().lower()
    if auth(name) and where(name, value) == "local":
        return "leads to this machine: nobody else can log in"
    if COOKIES.fullmatch(name) and low in OFF:
        return "sends the login's cookies over plain http"
    if INSECURE.fullmatch(name) and low in ON:
        return "lets the login run over plain http"
    return ""
