"""Payments and shops."""

from launchready_ci.gates.secrets.formats.checks import (
    NOTE,
    WARNING,
    digest,
    mixed,
    real,
    unlike_language,
)
from launchready_ci.gates.secrets.formats.row import Format, named

FORMATS = (
    Format(
        "LR-SEC060", "stripe-secret-key", "Stripe secret key", r"(?<![A-Za-z0-9])(?:sk|rk)_(?:live|prod)_[A-Za-z0-9]{16,247}(?![A-Za-z0-9_])",
        "It charges, refunds and pays out, and reads every customer of the Stripe account.",
        "Roll it: https://dashboard.stripe.com/apikeys.",
        real, rank=90, binary=True, prefilter="(?:sk|rk)_(?:live|prod)_[A-Za-z0-9]{16}",
    ),
    Format(
        "LR-SEC061", "stripe-test-key", "Stripe secret key, test mode", r"(?<![A-Za-z0-9])(?:sk|rk)_test_[A-Za-z0-9]{16,247}(?![A-Za-z0-9_])",
        "It reads and changes everything in the Stripe account's test mode, webhooks included.",
        "Roll it: https://dashboard.stripe.com/test/apikeys.",
        real, rank=90, prefilter="(?:sk|rk)_test_[A-Za-z0-9]{16}",
    ),
    Format(
        "LR-SEC062", "webhook-signing-secret", "Webhook signing secret (Stripe, Svix)", r"\bwhsec_[A-Za-z0-9+/]{32,64}={0,2}(?![A-Za-z0-9_+/])",
        "Whoever has it can forge the events that your webhook believes.",
        "Roll it where the webhook is set up, e.g. https://dashboard.stripe.com/webhooks.",
        real, rank=90,
    ),
    Format(
        "LR-SEC063", "stripe-publishable-key", "Stripe publishable key", r"(?<![A-Za-z0-9])pk_(?:live|test)_[A-Za-z0-9]{16,247}(?![A-Za-z0-9_])",
        "It is made for browsers: it starts payments, and reads nothing.",
        "Nothing to revoke; keep the secret key of the same account out of the repository.",
        real, severity=NOTE, rank=90, prefilter="pk_(?:live|test)_[A-Za-z0-9]{16}",
    ),
    Format(
        "LR-SEC064", "square-token", "Square access token",
        r"(?<![A-Za-z0-9+/_-])(?:EAAA[A-Za-z0-9_-]{60}|sq0(?:atp|csp)-[A-Za-z0-9_-]{22,43})(?![A-Za-z0-9_+/=-])",
        "It takes payments and reads customers and orders of the Square account.",
        "Replace it: https://developer.squareup.com/apps.",
        unlike_language, rank=85, prefilter=r"\bEAAA[A-Za-z0-9_-]{8}|sq0(?:atp|csp)-",
    ),
    Format(
        "LR-SEC065", "paypal-braintree-token", "Braintree access token",
        r"\baccess_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}(?![A-Za-z0-9])",
        "It takes payments through your Braintree account.",
        "Revoke it: https://www.braintreegateway.com, Settings, API.",
        real, rank=90,
    ),
    Format(
        "LR-SEC066", "paypal-secret", "PayPal client secret",
        named(r"paypal[\w.\- \"'\[\]]{0,20}(?:secret|token|key|password)", r"(?:E[A-Za-z0-9_-]{79}|[A-Za-z0-9_-]{80})"),
        "With the client id it takes payments and pays out of your PayPal account.",
        "Make a new one and delete it: https://developer.paypal.com/dashboard/applications.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC067", "braintree-private-key", "Braintree private key",
        named(r"braintree[\w.\- \"'\[\]]{0,20}private[_-]?key", "[a-f0-9]{32}"),
        "With the public key it takes payments through your Braintree account.",
        "Make a new API key and delete it: https://www.braintreegateway.com, Settings, API.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC068", "plaid-token", "Plaid access token",
        r"\baccess-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-zA-Z])",
        "It reads the bank accounts that one of your users connected.",
        "Call /item/access_token/invalidate with it: https://plaid.com/docs/api/items/.",
        real, rank=90,
    ),
    Format(
        "LR-SEC069", "plaid-secret", "Plaid secret", named(r"plaid[\w.\- \"'\[\]]{0,20}(?:secret|key)", "[a-f0-9]{30}"),
        "With the client id it opens every bank connection of your Plaid account.",
        "Rotate it: https://dashboard.plaid.com/developers/keys.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC070", "razorpay-secret", "Razorpay key secret",
        named(r"razor_?pay[\w.\- \"'\[\]]{0,20}secret", "[A-Za-z0-9]{20,30}"),
        "With the key id it takes payments and refunds through your Razorpay account.",
        "Regenerate it: https://dashboard.razorpay.com/app/website-app-settings/api-keys.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC071", "razorpay-key-id", "Razorpay key id", r"\brzp_(?:live|test)_[A-Za-z0-9]{14}(?![A-Za-z0-9_])",
        "It names your Razorpay account; it is no use without its secret, which often stands beside it.",
        "Look for the secret beside it; regenerate both at https://dashboard.razorpay.com/app/website-app-settings/api-keys.",
        real, severity=WARNING, rank=90,
    ),
    Format(
        "LR-SEC072", "shopify-token", "Shopify access token",
        r"\bshp(?:at|ca|pa|ss|tka|ua)_[a-fA-F0-9]{32,40}(?![A-Za-z0-9_])",
        "It reads and changes the shop: orders, customers, products.",
        "Uninstall the app or rotate its credentials in the Shopify admin: Settings, Apps, Develop apps.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC073", "adyen-key", "Adyen API key", r"(?<![A-Za-z0-9+/_-])AQE(?!DAH)[A-Za-z0-9+/]{5}[A-Za-z0-9+/=-]{80,160}(?![A-Za-z0-9+/])",
        "It takes payments and refunds through your Adyen account.",
        "Generate a new one in the Customer Area: Developers, API credentials.",
        lambda c: unlike_language(c) and not digest(c), rank=80,
    ),
    Format(
        "LR-SEC074", "flutterwave-key", "Flutterwave secret key", r"\bFLWSECK(?:_TEST)?-[a-zA-Z0-9]{12,40}(?:-X)?(?![A-Za-z0-9])",
        "It takes payments through your Flutterwave account.",
        "Regenerate it: https://dashboard.flutterwave.com, Settings, API keys.",
        real, rank=90,
    ),
    Format(
        "LR-SEC075", "paystack-key", "Paystack secret key",
        r"(?<![A-Za-z0-9])sk_(?:live|test)_[a-f0-9]{40}(?![A-Za-z0-9_])",
        "It takes payments and reads customers of your Paystack account.",
        "Regenerate it: https://dashboard.paystack.com/#/settings/developers.",
        real, rank=91,
    ),
    Format(
        "LR-SEC076", "coinbase-secret", "Coinbase API secret", named(r"coinbase[\w.\- \"'\[\]]{0,20}(?:secret|key|token)", "[A-Za-z0-9_-]{32,64}"),
        "It trades and moves money of your Coinbase account.",
        "Delete it: https://www.coinbase.com/settings/api.",
        unlike_language, rank=70,
    ),
)  # fmt: skip
