"""Is a key one of a provider's test or live mode?"""

from typing import Literal, NamedTuple

from launchready_ci.lazy import lazy_pattern

Mode = Literal["test", "live", ""]


class Row(NamedTuple):
    """How the keys of one provider tell their mode."""

    provider: str
    test: str
    live: str = ""


ROWS = (
    Row("Stripe, Clerk, Paystack or WorkOS", r"(?:sk|pk|rk|ek)_test_\w", r"(?:sk|pk|rk)_live_\w"),
    Row("Checkout.com", r"(?:sk|pk)_sbox_\w"),
    Row("Razorpay", r"rzp_test_\w", r"rzp_live_\w"),
    Row("Flutterwave", r"FLW(?:SEC|PUB)K_TEST-", r"FLW(?:SEC|PUB)K-"),
    Row("Square", r"sandbox-sq0\w{3}-", r"sq0(?:idp|csp)-"),
    Row("Braintree", r"access_token\$sandbox\$|sandbox_\w{8,}_", r"access_token\$production\$"),
    Row("Plaid", r"(?:access|public)-sandbox-", r"(?:access|public)-production-"),
    Row("Paddle", r"pdl_sdbx_|test_[0-9a-f]{27}$", r"pdl_live_|live_[0-9a-f]{27}$"),
    Row("Mollie", r"test_[A-Za-z0-9]{30}$", r"live_[A-Za-z0-9]{30}$"),
    Row("GoCardless", r"sandbox_[\w-]{30,}$", r"live_[\w-]{38,}$"),
    Row("Mercado Pago", r"TEST-[\d a-f-]{12,}", r"APP_USR-\d"),
    Row("Xendit", r"xnd_(?:public_)?development_", r"xnd_(?:public_)?production_"),
    Row("Midtrans", r"SB-Mid-(?:server|client)-", r"Mid-(?:server|client)-"),
    Row("Liveblocks", r"(?:sk|pk)_dev_\w", r"(?:sk|pk)_prod_\w"),
    Row("Inngest", r"signkey-test-", r"signkey-prod-"),
    Row("Trigger.dev", r"tr_dev_\w", r"tr_prod_\w"),
    Row("Convex", r"dev:[\w-]+(?:\||$)", r"prod:[\w-]+(?:\||$)"),
    Row("Svix", r"testsk_\w"),
    Row("Postmark", r"POSTMARK_API_TEST$"),
    Row("Cloudflare Turnstile", r"[123]x0{16,}[AB]{2}$"),
    Row("reCAPTCHA", r"6LeIxAcTAAAAA"),
    Row("hCaptcha", r"[12]0000000-[fa]{4}-|0x0{38,}$"),
    Row("Azure Storage emulator", r"UseDevelopmentStorage=true|.*AccountName=devstoreaccount1"),
)
SANDBOX = lazy_pattern(
    r"""(?ix) ://(?:[^/?#\s@]*@)? (?:[\w-]+\.)* (?:
      (?:[\w-]+[.-])? (?:sandbox|squareupsandbox) (?:[.-][\w-]+)* \. [a-z]{2,}
    | checkout-test\.adyen\.com | pal-test\.adyen\.com | apitest\.authorize\.net
    | demo\.docusign\.net | test\.salesforce\.com | api-m\.sandbox\.paypal\.com
    | (?:test|eu-test)\.oppwa\.com ) (?=[:/?#\s]|$)"""
)
MODES = lazy_pattern(
    r"""(?ix) (?:.*_)? (?: PAYPAL | BRAINTREE | SQUARE | PLAID | ADYEN | STRIPE | RAZORPAY | PADDLE
    | MIDTRANS | XENDIT | PAYMENT | PAYMENTS | GOCARDLESS | DOCUSIGN | MERCADOPAGO | MOLLIE | APNS
    | FLUTTERWAVE | KLARNA | CASHFREE | PHONEPE | PAYTM )
    _ (?: MODE | ENV | ENVIRONMENT | SANDBOX | USE_SANDBOX | SANDBOX_MODE | TEST_MODE )"""
)
TESTING = frozenset(("sandbox", "test", "testing", "development", "dev"))
LIVE = frozenset(("live", "production", "prod"))
ON = frozenset(("1", "true", "yes", "on"))
COMPILED = tuple((row, lazy_pattern(row.test), lazy_pattern(row.live or r"(?!)")) for row in ROWS)


class Key(NamedTuple):
    """What a value tells of its provider's mode."""

    mode: Mode
    provider: str = ""


def key(name: str, value: str) -> Key:
    """The mode that the value, or the value under that name, stands for."""
    text = value.strip()
    for row, test, live in COMPILED:
        if test.match(text):
            return Key("test", row.provider)
        if live.match(text):
            return Key("live", row.provider)
    if text.startswith("eyJ") and _local_supabase(text):
        return Key("test", "the key of every local Supabase")
    if SANDBOX.search(text):
        return Key("test", "a sandbox's address")
    return _switched(name, text.lower())


def _local_supabase(token: str) -> bool:
    """https://supabase.com/docs/guides/self-hosting/docker: its issuer is ``supabase-demo``."""
    import binascii

    payload = token.split(".")[1:2]
    try:
        return b"supabase-demo" in binascii.a2b_base64(f"{payload[0]}==") if payload else False
    except (ValueError, binascii.Error):
        return False


def _switched(name: str, low: str) -> Key:
    if not MODES.fullmatch(name):
        return Key("")
    provider = name.partition("_")[0].capitalize()
    if low in TESTING or (low in ON and name.upper().rpartition("_")[2] in ("SANDBOX", "MODE")):
        return Key("test", provider)
    return Key("live", provider) if low in LIVE else Key("")
