"""Which rule stands for which of detect-secrets' detectors?"""

from collections.abc import Mapping

from launchready_ci.findings import Severity
from launchready_ci.gates.secrets.formats.row import Format

_ANYTHING = "Look at what it is: a detector of detect-secrets says no more than its name."
_REVOKE = "Delete or replace it where it was made."


def _row(
    id_: str, kind: str, opens: str, revoke: str = _REVOKE, severity: Severity = Severity.ERROR
) -> Format:
    name = "detect-secrets-" + kind.lower().replace("(", "").replace(")", "").replace(" ", "-")
    title = f"{kind} (detect-secrets)"
    # the detectors themselves match: the pattern of such a row is never searched for
    return Format(id_, name, title, "(?!)", opens, revoke, severity=severity)


ROWS = (
    _row("LR-SEC900", "Artifactory Credentials", "It reads and writes packages in Artifactory."),
    _row("LR-SEC901", "AWS Access Key", "It acts as its user in your AWS account."),
    _row("LR-SEC902", "Azure Storage Account access key", "It opens the whole storage account."),
    _row("LR-SEC903", "Basic Auth Credentials", "It logs in at the host of the URL."),
    _row("LR-SEC904", "Cloudant Credentials", "It opens the Cloudant databases."),
    _row("LR-SEC905", "Discord Bot Token", "It acts as the bot on its Discord servers."),
    _row("LR-SEC906", "GitHub Token", "It acts on GitHub as whoever made it."),
    _row("LR-SEC907", "GitLab Token", "It acts on GitLab as whoever made it."),
    _row("LR-SEC908", "Base64 High Entropy String", _ANYTHING, severity=Severity.WARNING),
    _row("LR-SEC909", "Hex High Entropy String", _ANYTHING, severity=Severity.WARNING),
    _row("LR-SEC910", "IBM Cloud IAM Key", "It acts as its user in IBM Cloud."),
    _row("LR-SEC911", "IBM COS HMAC Credentials", "It opens the buckets of IBM Cloud Storage."),
    _row(
        "LR-SEC912",
        "Public IP (ipv4)",
        "It names a host of yours.",
        "Decide whether the address may be known; it cannot be revoked.",
        Severity.NOTE,
    ),
    _row("LR-SEC913", "JSON Web Token", "It acts as its subject until it expires."),
    _row("LR-SEC914", "Secret Keyword", "It is assigned to a name that says it is secret."),
    _row("LR-SEC915", "Mailchimp Access Key", "It reads your lists and sends mail in your name."),
    _row("LR-SEC916", "NPM tokens", "It publishes packages in your name."),
    _row("LR-SEC917", "OpenAI Token", "It runs models on your bill."),
    _row("LR-SEC918", "Private Key", "It logs in, signs or decrypts as its owner."),
    _row("LR-SEC919", "PyPI Token", "It publishes packages in your name."),
    _row("LR-SEC920", "SendGrid API Key", "It sends mail in your name."),
    _row("LR-SEC921", "Slack Token", "It reads and writes in your Slack workspace."),
    _row("LR-SEC922", "SoftLayer Credentials", "It acts as its user in IBM's SoftLayer."),
    _row("LR-SEC923", "Square OAuth Secret", "It acts as your application at Square."),
    _row("LR-SEC924", "Stripe Access Key", "It charges, refunds and reads your customers."),
    _row("LR-SEC925", "Telegram Bot Token", "It acts as the bot on Telegram."),
    _row("LR-SEC926", "Twilio API Key", "It sends messages and calls on your bill."),
)
OTHER = _row("LR-SEC927", "Other", _ANYTHING)
"""Of a detector that a project brings along."""
ALL = (*ROWS, OTHER)

_BY_KIND: Mapping[str, Format] = {row.title.removesuffix(" (detect-secrets)"): row for row in ROWS}


def of_kind(kind: str) -> Format:
    """The row of a detector's ``secret_type``."""
    return _BY_KIND.get(kind, OTHER)
