"""Whom does a new database begin with? A member, an admin, a bot with an API key, and posts."""

from datetime import UTC, datetime, timedelta
from random import Random

from app import accounts
from app.database import run, transaction
from app.settings import Settings

DID = ("Renewed", "Moved", "Restarted", "Patched", "Measured", "Replaced", "Documented", "Tested")
WHAT = (
    "the certificate of the mail relay",
    "the nightly backup of the wiki",
    "the queue that feeds the invoices",
    "the on-call rota for the holidays",
    "the runbook for a full disk",
    "the build cache",
    "the alert on slow queries",
    "the DNS records of the status page",
)
WHY = (
    "It would have expired on Sunday.",
    "The old host goes away at the end of the month.",
    "It had stopped silently, and nobody was told.",
    "Two people asked for it in the retrospective.",
    "The new one needs half the memory.",
)
NEXT = (
    "Please watch the dashboard today.",
    "Nothing to do for you.",
    "The runbook has the new steps.",
    "Tell me when you see something odd.",
)


def fill(settings: Settings) -> None:
    """Fill the database, if nobody has yet."""
    with transaction():
        if not run("has_users"):
            _posts(settings.seed_posts, _users(settings))


def _users(settings: Settings) -> tuple[int, ...]:
    password, admins = settings.member_password, settings.admin_password
    bot = accounts.add_bot("deploys@example.com", "Deploy Bot")
    run("add_api_key", key_hash=accounts.digest(settings.api_key.get_secret_value()), user_id=bot)
    return (
        accounts.add(settings.member_email, "Mia Member", password.get_secret_value()),
        accounts.add(settings.admin_email, "Ada Admin", admins.get_secret_value(), "admin"),
        bot,
    )


def _posts(count: int, authors: tuple[int, ...]) -> None:
    random, now = Random(7), datetime.now(UTC)
    for age in range(count, 0, -1):
        written = now - timedelta(hours=5 * age, minutes=random.randrange(60))
        run(
            "add_post",
            author_id=random.choice(authors),
            title=f"{random.choice(DID)} {random.choice(WHAT)}",
            body=f"{random.choice(WHY)} {random.choice(NEXT)}",
            created_at=written.isoformat(timespec="seconds"),
        )
