"""Is a variable that ends up in everybody's browser a secret?"""

from launchready_ci.lazy import lazy_pattern

PREFIXES = (
    *("NEXT_PUBLIC_", "VITE_", "REACT_APP_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "GATSBY_", "PUBLIC_"),
    *("VUE_APP_", "NG_APP_", "STORYBOOK_", "SNOWPACK_PUBLIC_", "GRIDSOME_", "TARO_APP_"),
    *("BUN_PUBLIC_", "RSBUILD_PUBLIC_"),
)
"""What these frameworks put into the code that they serve."""
LONGEST = 200
"""Characters of a name; a longer one is an attack on the patterns."""
SURE = lazy_pattern(
    r"""(?x) (?:.*_)? (?: SECRET(?:_KEY|_TOKEN)? | \w*_SECRET | PASSWORD | PASSWD | PASSPHRASE | PWD
    | PRIVATE_KEY | SERVICE_ROLE(?:_KEY)? | SERVICE_KEY | SERVICE_ACCOUNT(?:_KEY|_JSON)?
    | SECRET_ACCESS_KEY | ADMIN_(?:KEY|TOKEN|API_KEY) | MASTER_KEY | SIGNING_KEY | ENCRYPTION_KEY
    | (?:AUTH|REFRESH|BEARER|BOT|PERSONAL_ACCESS|GITHUB|GITLAB|NPM|DEPLOY|SESSION)_TOKEN
    | (?:DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS)_(?:URL|URI|DSN)
    | (?: OPENAI | OPEN_AI | ANTHROPIC | CLAUDE | GEMINI | GOOGLE_AI | GROQ | MISTRAL | COHERE
      | REPLICATE | HUGGING_?FACE | HF | ELEVEN_?LABS | DEEPSEEK | OPENROUTER | PERPLEXITY
      | TOGETHER | XAI | PINECONE | STABILITY | SENDGRID | RESEND | MAILGUN | POSTMARK | BREVO
      | MAILCHIMP | TWILIO | AIRTABLE | NOTION | SLACK | DISCORD )
      (?:_AI)? _ (?: API )? _? (?: KEY | TOKEN ) )"""
)
PERHAPS = lazy_pattern(r"(?:API_KEY|API_TOKEN|ACCESS_TOKEN|TOKEN|ACCESS_KEY|CREDENTIALS|APIKEY)")
"""Alone behind the prefix: of whatever service, it may be one that is meant to be public."""
CLIENTS = lazy_pattern(
    r"""(?x) .* (?: PUBLISHABLE | PUBLIC_?KEY | ANON | SITE_?KEY | CLIENT_TOKEN | SECRET_?SANTA
    | SECRETS?_(?:ENABLED|URL|NAME|ID|PATH|COUNT|MANAGER) | PASSWORD_(?:MIN|MAX|RESET|LENGTH|POLICY)
    | FORGOT_PASSWORD | CHANGE_PASSWORD | RESET_PASSWORD | SHOW_PASSWORD ) .*"""
)
"""Of a client, or about a secret."""
CERTAIN = 50
"""Least rank of a secret format that counts; ``assigned to a name that says so`` is below."""
MEANT = frozenset(("LR-SEC027", "LR-SEC010", "LR-SEC071"))
"""Formats of which some are meant for browsers: Google's API keys, JSON Web Tokens, key ids."""


def public(name: str) -> str:
    """The prefix that makes it public; ``""`` where it is none of these frameworks'."""
    if not name.startswith(PREFIXES) or len(name) > LONGEST:
        return ""
    return next((p for p in PREFIXES if name.startswith(p) and len(name) > len(p)), "")


def secret_by_name(name: str) -> bool:
    """Does the rest of a public name speak of a secret?"""
    rest = name.removeprefix(public(name))
    return bool(SURE.fullmatch(rest)) and not CLIENTS.fullmatch(rest)


def perhaps_by_name(name: str) -> bool:
    """Is the rest a word for a credential, of a service that it does not tell?"""
    return bool(PERHAPS.fullmatch(name.removeprefix(public(name))))


def secret_by_value(name: str, value: str) -> str:
    """What the value is, such as ``Stripe secret key``, where its form tells; else ``""``."""
    from launchready_ci.findings import Severity
    from launchready_ci.gates.secrets.engine import searcher
    from launchready_ci.sources import Text

    data = f"{name}={value}\n".encode("utf-8", "surrogatepass")
    for hit in searcher().search(Text(".env", data)).hits:
        row = hit.format
        if row.rank >= CERTAIN and row.severity is Severity.ERROR and row.id not in MEANT:
            return row.title
    return ""
