"""Chat, mail and telephony."""

from launchready_ci.gates.secrets import checksums, values
from launchready_ci.gates.secrets.formats.checks import mixed, real, unlike_language
from launchready_ci.gates.secrets.formats.row import Candidate, Format, named

_UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"


def _slack(c: Candidate) -> bool:
    digits = sum(48 <= byte <= 57 for byte in c.value)
    return len(c.value) >= 24 and digits >= 6 and not values.made_up(c.value)


def _slack_hook(c: Candidate) -> bool:
    return not values.made_up(c.value.rpartition(b"/")[2])


def _discord(c: Candidate) -> bool:
    return checksums.discord(c.value) and real(c)


FORMATS = (
    Format(
        "LR-SEC080", "slack-token", "Slack token",
        r"\b(?:xoxe\.)?xox[abceoprs]-(?:\d{1,2}-)?[A-Za-z0-9]{8,400}(?:-[A-Za-z0-9]{1,80}){0,6}",
        "It reads and writes what its bot or user may see in the Slack workspace.",
        "Call https://api.slack.com/methods/auth.revoke with it, or reinstall the app: https://api.slack.com/apps.",
        _slack, rank=90, binary=True, prefilter=r"\bxox[abceoprs]-[A-Za-z0-9]",
    ),
    Format(
        "LR-SEC081", "slack-app-token", "Slack app-level token", r"\bxapp-\d-[A-Z0-9]{8,14}-\d{10,14}-[a-f0-9]{64}(?![A-Za-z0-9])",
        "It receives the events of your Slack app in every workspace.",
        "Revoke it: https://api.slack.com/apps, Basic information, App-level tokens.",
        real, rank=90, binary=True, prefilter="xapp-",
    ),
    Format(
        "LR-SEC082", "slack-webhook", "Slack webhook",
        r"hooks\.slack(?:-gov)?\.com\\?/(?:services|workflows|triggers)\\?/(?P<value>[A-Za-z0-9_]{8,14}\\?/[A-Za-z0-9_]{8,22}\\?/(?:[A-Za-z0-9]{12,22}\\?/)?[A-Za-z0-9]{20,48})",
        "It posts to a channel of your Slack workspace, as your app.",
        "Remove it: https://api.slack.com/apps, Incoming webhooks.",
        _slack_hook, rank=90, binary=True, prefilter="hooks.slack",
    ),
    Format(
        "LR-SEC083", "slack-cookie", "Slack session cookie", r"\bxoxd-[A-Za-z0-9%+/_-]{80,400}={0,2}",
        "With a client token it is somebody's login to Slack.",
        "Sign out of all sessions: https://my.slack.com/account/settings.",
        real, rank=90,
    ),
    Format(
        "LR-SEC084", "discord-bot-token", "Discord bot token",
        r"(?<![A-Za-z0-9_.-])[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,45}(?![A-Za-z0-9_-])",
        "It is the bot: it reads and writes in every server that the bot has joined.",
        "Reset it: https://discord.com/developers/applications, Bot.",
        _discord, rank=95, binary=True, prefilter=r"[A-Za-z0-9_-]{10}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27}",
    ),
    Format(
        "LR-SEC085", "discord-webhook", "Discord webhook",
        r"discord(?:app)?\.com\\?/api\\?/(?:v\d{1,2}\\?/)?webhooks\\?/\d{17,20}\\?/(?P<value>[A-Za-z0-9_-]{60,80})",
        "It posts to a channel of your Discord server.",
        "Delete it: the channel's Settings, Integrations, Webhooks.",
        real, rank=90, binary=True, prefilter="discord(?:app)?.com",
    ),
    Format(
        "LR-SEC086", "discord-client-secret", "Discord client secret", named(r"discord[\w.\- \"'\[\]]{0,20}secret", "[A-Za-z0-9_-]{32}"),
        "With the client id it acts as your Discord application.",
        "Reset it: https://discord.com/developers/applications, OAuth2.",
        unlike_language, rank=70,
    ),
    Format(
        "LR-SEC087", "telegram-bot-token", "Telegram bot token",
        r"(?<![A-Za-z0-9_:/.-])(?:bot)?(?P<value>\d{8,10}:A[A-Za-z0-9_-]{34})(?![A-Za-z0-9_-])",
        "It is the bot: it reads what people write to it, and answers.",
        "Send /revoke to https://t.me/BotFather.",
        real, rank=90, binary=True, prefilter=r"\d{8}:A[A-Za-z0-9_-]{16}",
    ),
    Format(
        "LR-SEC088", "telegram-bot-url", "Telegram bot token in a URL",
        r"api\.telegram\.org\\?/(?:file\\?/)?bot(?P<value>\d{8,10}:[A-Za-z0-9_-]{35})",
        "It is the bot: it reads what people write to it, and answers.",
        "Send /revoke to https://t.me/BotFather.",
        real, rank=91, binary=True,
    ),
    Format(
        "LR-SEC089", "teams-webhook", "Microsoft Teams webhook",
        rf"[a-z0-9-]{{1,60}}\.webhook\.office\.com\\?/webhookb2\\?/(?P<value>{_UUID}@{_UUID}\\?/IncomingWebhook\\?/[a-f0-9]{{32}}\\?/{_UUID}[A-Za-z0-9_/-]{{0,50}})",
        "It posts to a channel of your Teams.",
        "Remove it: the channel's Manage channel, Connectors.",
        real, rank=90, binary=True, prefilter=r"\.webhook\.office\.com\\?/webhookb2",
    ),
    Format(
        "LR-SEC090", "logic-apps-url", "Power Automate or Logic Apps URL with its signature",
        r"(?:logic\.azure\.com|powerplatform\.com|azure-api\.net)[^\s\"'<>]{10,300}?[?&;]sig=(?P<value>[A-Za-z0-9_%-]{40,60})",
        "It starts the workflow behind it, a Teams webhook of the new kind for instance.",
        "Regenerate the access key in the workflow's settings: https://make.powerautomate.com.",
        real, rank=90, prefilter="[?&;]sig=",
    ),
    Format(
        "LR-SEC091", "twilio-api-key", "Twilio API key", r"(?<![A-Za-z0-9_/+-])SK[a-f0-9]{32}(?![A-Za-z0-9_/+=-])",
        "With its secret it sends messages and calls at your expense.",
        "Delete it: https://console.twilio.com, Account, API keys.",
        mixed, rank=80,
    ),
    Format(
        "LR-SEC092", "twilio-auth-token", "Twilio auth token",
        named(r"twilio[\w.\- \"'\[\]]{0,24}(?:token|secret|pass(?:word)?|key)", r"(?:[a-f0-9]{32}|[A-Za-z0-9]{32})"),
        "It sends messages and calls at your expense, and reads those that were.",
        "Rotate it: https://console.twilio.com, Account, Auth tokens.",
        mixed, rank=70,
    ),
    Format(
        "LR-SEC093", "sendgrid-key", "SendGrid API key", r"(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{39,50}(?![A-Za-z0-9_-])",
        "It sends mail in your name.",
        "Delete it: https://app.sendgrid.com/settings/api_keys.",
        real, rank=90, binary=True,
    ),
    Format(
        "LR-SEC094", "mailgun-key", "Mailgun API key",
        r"(?<![A-Za-z0-9_-])(?:key-[a-f0-9]{32}|[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8})(?![A-Za-z0-9_-])",
        "It sends mail in your name, and reads who received what.",
        "Delete it: https://app.mailgun.com/settings/api_security.",
        mixed, rank=85, prefilter="key-[a-f0-9]{8}|[a-f0-9]{8}-[a-f0-9]{8}-[a-f0-9]{8}",
    ),
    Format(
        "LR-SEC095", "mailchimp-key", "Mailchimp API key", r"(?<![A-Za-z0-9_-])[a-f0-9]{32}-us[0-9]{1,2}(?![A-Za-z0-9_-])",
        "It reads and writes your mailing lists, and sends to them.",
        "Revoke it: https://admin.mailchimp.com/account/api/.",
        real, rank=90, binary=True, prefilter="[a-f0-9]{16}-us[0-9]",
    ),
    Format(
        "LR-SEC096", "mandrill-key", "Mailchimp Transactional key", r"(?<![A-Za-z0-9_-])md-[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])",
        "It sends mail in your name.",
        "Revoke it: https://mandrillapp.com/settings.",
        unlike_language, rank=80,
    ),
    Format(
        "LR-SEC097", "postmark-token", "Postmark server token", named(r"(?:postmark|X-Postmark-(?:Server|Account)-Token)", _UUID),
        "It sends mail in your name, and reads what was sent.",
        "Make a new one and delete it: https://account.postmarkapp.com, API tokens.",
        real, rank=70,
    ),
    Format(
        "LR-SEC098", "resend-key", "Resend API key", r"(?<![A-Za-z0-9])re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,32}(?![A-Za-z0-9_])",
        "It sends mail in your name.",
        "Delete it: https://resend.com/api-keys.",
        unlike_language, rank=85,
    ),
    Format(
        "LR-SEC099", "brevo-key", "Brevo API key", r"\bx(?:keysib|smtpsib)-[a-f0-9]{64}-[A-Za-z0-9]{16}(?![A-Za-z0-9])",
        "It sends mail in your name, and reads your contacts.",
        "Delete it: https://app.brevo.com/settings/keys/api.",
        real, rank=90, binary=True,
    ),
)  # fmt: skip
