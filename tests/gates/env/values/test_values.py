"""Literal values, and what is wrong with each; most of what people really set is right."""

from base64 import b64encode
from random import Random
from string import ascii_letters, digits

import pytest

from launchready_ci.gates.env.values import (
    exposure,
    keys,
    local_auth,
    placeholders,
    places,
    strength,
    switches,
)
from launchready_ci.gates.env.values.hidden import Hidden
from tests.gates.secret_samples import sample

GOOD = "".join(Random("good").choices(ascii_letters + digits, k=22))
PASS = GOOD[:10]
LOCAL = [
    ("API_URL", "http://localhost:3000"),
    ("API_URL", "http://127.0.0.1:8000/v1"),
    ("API_URL", "http://[::1]:8000"),
    ("API_URL", "http://0.0.0.0:8000"),
    ("DATABASE_URL", "postgres://app:pw@localhost:5432/app?application_name=web"),
    ("DATABASE_URL", "postgres://app:p%40ss@host.docker.internal/app"),
    ("DATABASE_URL", "postgres://a@localhost:1,localhost:2/app"),
    ("DATABASE_URL", "host=localhost port=5432 dbname=app"),
    ("DATABASE_URL", "Server=tcp:localhost,1433;Database=app;User Id=sa;Password=x"),
    ("DATABASE_URL", "app:pw@tcp(127.0.0.1:3306)/app"),
    ("DATABASE_URL", "jdbc:sqlserver://localhost;databaseName=app"),
    ("REDIS_URL", "redis://localhost"),
    ("REDIS_HOST", "localhost"),
    ("REDIS_ADDR", "localhost:6379"),
    ("DB_HOST", "127.0.0.1"),
    ("SMTP_HOST", "mailhog.local"),
    ("KAFKA_BROKERS", "localhost:9092,127.0.0.1:9093"),
    ("CORS_ORIGINS", '["http://localhost:3000", "http://127.0.0.1:3000"]'),
    ("APP_URL", "https://myapp.test"),
    ("WEBHOOK_URL", "https://ab12.ngrok-free.app/hook"),
    ("APP_URL", "https://x.trycloudflare.com"),
    ("CACHE", "::1"),
    ("API_HOST", "printer.local"),
    ("ELASTIC", "http://elastic:9200@localhost:9200"),
    ("CORS_ORIGINS", "http://localhost:3000,http://127.0.0.1:5173"),
    ("CORS_ORIGINS", "http://localhost:3000, http://127.0.0.1:5173"),
]
NOT_LOCAL = [
    ("API_URL", "https://api.acme.io"),
    ("DATABASE_URL", "postgres://app:pw@db.internal:5432/app"),
    ("DATABASE_URL", "postgres://app:localhost@db:5432/app"),
    ("DATABASE_URL", "postgresql://u:p@ep-x.eu-central-1.aws.neon.tech/app"),
    ("REDIS_URL", "redis://redis.default.svc.cluster.local:6379"),
    ("REDIS_URL", "redis://redis:6379/0"),
    ("HOST", "0.0.0.0"),  # noqa: S104
    ("BIND_ADDRESS", "127.0.0.1"),
    ("HOSTNAME", "0.0.0.0"),  # noqa: S104
    ("LISTEN", "0.0.0.0:8080"),
    ("HTTP_ADDR", "127.0.0.1:8080"),
    ("NO_PROXY", "localhost,127.0.0.1"),
    ("TRUSTED_PROXIES", "127.0.0.1"),
    ("ALLOWED_HOSTS", "app.acme.io,localhost"),
    ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"),
    ("DD_AGENT_HOST", "localhost"),
    ("GREETING", "this is no localhost at all"),
    ("APP_NAME", "local"),
    ("DJANGO_SETTINGS_MODULE", "config.settings.local"),
    ("PACKAGE", "com.acme.test"),
    ("LOCALE", "de"),
    ("S3_URL", "s3://localhost-assets/x"),
    ("SITE", "https://localhosting.io"),
    ("PROXY", "http://proxy.local.acme.io"),
]
PRIVATE = [
    ("DB_HOST", "10.0.0.5"),
    ("DATABASE_URL", "postgres://u:p@192.168.1.20/app"),
    ("REDIS_URL", "redis://172.16.4.1:6379"),
    ("KAFKA_BROKERS", "10.0.0.1:9092,10.0.0.2:9092"),
]
PUBLIC_ADDRESSES = [
    ("DB_HOST", "172.32.0.1"),
    ("DB_HOST", "8.8.8.8"),
    ("DB_HOST", "100.64.0.1"),
    ("METADATA", "http://169.254.169.254"),
    ("VERSION", "10.2.3"),
    ("ALLOWED_IPS", "10.0.0.0/8"),
    ("KAFKA_BROKERS", "10.0.0.1:9092,kafka.acme.io:9092"),
]


@pytest.mark.parametrize(("name", "value"), LOCAL)
def test_a_value_leads_to_this_machine(name: str, value: str) -> None:
    assert places.where(name, value) == "local"


@pytest.mark.parametrize(("name", "value"), PRIVATE)
def test_a_value_leads_to_a_private_network(name: str, value: str) -> None:
    assert places.where(name, value) == "private"


@pytest.mark.parametrize(("name", "value"), NOT_LOCAL + PUBLIC_ADDRESSES)
def test_a_value_leads_to_a_place_in_production(name: str, value: str) -> None:
    assert places.where(name, value) == ""


@pytest.mark.parametrize(
    "value",
    [
        "changeme",
        "CHANGE_ME",
        "please-change-me-123",
        "change this in production",
        "replace-with-a-long-random-text",
        "your-api-key",
        "your_password_here",
        "YOUR-DOMAIN.com",
        "https://your-project.supabase.co",
        "<your-key>",
        "https://<project>.supabase.co",
        "[your key]",
        "TODO",
        "todo: ask Ana",
        "xxx",
        "xxxxxxxx",
        "sk_live_xxxxxxxxxxxx",
        "G-XXXXXXXXXX",
        "ghp_...",
        "sk-…",
        "***",
        "https://api.example.com/v1",
        "admin@example.com",
        "postgres://user:pass@db.example.org/app",
        "placeholder",
        "insert-key-here",
        "secret-key-here",
        "put your key here",
        "example-key",
        "dummy_token",
        "fake-secret",
        "undefined",
        "[object Object]",
        "${DATABASE_URL}",
        "https://${HOST}/api",
        "{{ secret }}",
        "%APP_KEY%",
        "$DATABASE_URL",
        "<%= ENV %>",
        "this_password_is_insecure_and_should_be_updated",
        "tobemodified",
        "your-32-character-encryption-key",
        "fake_mail_password",
        "yoursecretneedtochange",
        "SOME_NAME",
        "foobar",
        "to-be-set",
        "please-change",
        "not-a-real-key",
        "https://mysite.com",
        "#{API_KEY}",
        "@@API_KEY@@",
        "__API_KEY__",
    ],
)
def test_a_placeholder_is_one(value: str) -> None:
    assert placeholders.placeholder("SOME_NAME", value) != ""


@pytest.mark.parametrize(
    "value",
    [
        "8000",
        "info",
        "production",
        "true",
        "null",
        "https://api.acme.io",
        "Acme <hello@acme.io>",
        "no-reply@acme.io",
        "my-bucket",
        "examples-bucket",
        "sample-rate",
        "0.1",
        "eu-central-1",
        "postgres://app:pw@db:5432/app",
        "a1xxQ9",
        "Xxx1yZ9",
        "todoist",
        "mastodon.social",
        "exchange.acme.io",
        "yourself",
        "https://hooks.acme.io/x?next=https://a.b/c",
        '{"a": {"b": 1}}',
        "^[a-z]+$",
        "p$ssw0rdLong",
        "a,b,c",
        "[1, 2]",
        '["https://acme.io"]',
        "/var/lib/app",
        "gpt-4o-mini",
        "latest",
        "sha256:...abc",
        "Hello {{ name }}, welcome",
        "https://todo.acme.io",
        "%(asctime)s %(message)s",
        "${time} ${level}",
        "notifications@yourselfhosted.io",
        "https://insite.com",
        "mysite.company.com",
        "barcelona",
        "__init__",
        "ghcr.io/acme/backend:latest",
    ],
)
def test_an_ordinary_value_is_no_placeholder(value: str) -> None:
    assert placeholders.placeholder("NAME", value) == ""


@pytest.mark.parametrize(
    ("value", "example", "secret", "is_copied"),
    [
        ("8000", "8000", False, False),
        ("info", "info", False, False),
        ("https://api.stripe.com", "https://api.stripe.com", False, False),
        ("postgres://app:app@db/app", "postgres://app:app@db/app", False, True),
        ("a1b2", "a1b2", True, True),
        ("a1b2", "another", True, False),
        ("", "", True, False),
    ],
)
def test_what_the_example_file_shows_is_no_secret(
    value: str, example: str, secret: bool, is_copied: bool
) -> None:
    assert bool(placeholders.copied(value, example, secret=secret)) is is_copied


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "1"),
        ("DEBUG", "True"),
        ("FLASK_DEBUG", "on"),
        ("DJANGO_DEBUG", "yes"),
        ("APP_DEBUG", "true"),
        ("DEBUG_TOOLBAR", "true"),
        ("NODE_ENV", "development"),
        ("FLASK_ENV", "development"),
        ("RAILS_ENV", "test"),
        ("APP_ENV", "local"),
        ("ENVIRONMENT", "dev"),
        ("GIN_MODE", "debug"),
        ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("GRAPHQL_PLAYGROUND", "true"),
        ("SKIP_AUTH", "1"),
        ("DISABLE_CSRF", "true"),
        ("MOCK_PAYMENTS", "true"),
        ("NODE_TLS_REJECT_UNAUTHORIZED", "0"),
        ("NEXT_PUBLIC_APP_ENV", "development"),
        ("SPRING_PROFILES_ACTIVE", "dev, local"),
        ("FLASK_DEBUG", "2"),
        ("TESTING", "true"),
        ("DJANGO_SETTINGS_MODULE", "config.settings.local"),
        ("NODE_OPTIONS", "--max-old-space-size=4096 --inspect=0.0.0.0:9229"),
        ("SMTP_SSL_VERIFY", "false"),
    ],
)
def test_a_switch_belongs_to_development(name: str, value: str) -> None:
    assert switches.debugging(name, value) != ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "0"),
        ("DEBUG", "False"),
        ("SPRING_PROFILES_ACTIVE", "prod,eu"),
        ("DJANGO_SETTINGS_MODULE", "config.settings.production"),
        ("NODE_OPTIONS", "--max-old-space-size=4096"),
        ("DEBUG", ""),
        ("NODE_ENV", "production"),
        ("APP_ENV", "staging"),
        ("DEBUG_TOKEN", "1"),
        ("DEBUG_PORT", "1"),
        ("BUGSNAG", "true"),
        ("NODE_TLS_REJECT_UNAUTHORIZED", "1"),
        ("FEATURE_TEST", "true"),
        ("STAGE", "prod"),
    ],
)
def test_a_switch_is_fit_for_production(name: str, value: str) -> None:
    assert switches.debugging(name, value) == ""


@pytest.mark.parametrize(
    ("name", "value", "loud"),
    [
        ("LOG_LEVEL", "debug", True),
        ("LOGLEVEL", "TRACE", True),
        ("DJANGO_LOG_LEVEL", "DEBUG", True),
        ("RUST_LOG", "trace", True),
        ("DEBUG", "*", True),
        ("DEBUG", "express:router", True),
        ("SQLALCHEMY_ECHO", "1", True),
        ("SQLALCHEMY_ECHO", "0", False),
        ("LOG_LEVEL", "info", False),
        ("LOG_FORMAT", "debug", False),
    ],
)
def test_a_level_logs_everything(name: str, value: str, loud: bool) -> None:
    assert switches.verbose(name, value) is loud


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "secret"),
        ("SECRET_KEY", "dev"),
        ("SECRET_KEY", PASS[:6]),
        ("SECRET_KEY", "django-insecure-" + GOOD),
        ("JWT_SECRET", "supersecret"),
        ("JWT_SECRET", "secret123!"),
        ("NEXTAUTH_SECRET", "0123456789abcdef"),
        ("SESSION_SECRET", "keyboard cat"),
        ("APP_KEY", "aaaaaaaaaaaaaaaaaaaaaaaa"),
        ("DB_PASSWORD", "postgres"),
        ("DB_PASSWORD", "Password1!"),
        ("ADMIN_PASSWORD", "admin"),
        ("ADMIN_PASSWORD", PASS[:5]),
        ("REDIS_PASSWORD", "qwertzuiop"),
        ("API_TOKEN", "token"),
        ("STRIPE_WEBHOOK_SECRET", "test"),
        ("DATABASE_URL", "postgres://postgres:postgres@db/app"),
        ("DATABASE_URL", "mysql://root:root@db/app"),
        ("AMQP_URL", "amqp://guest:guest@rabbit"),
        ("DATABASE_URL", "postgres://acmeapp:acmeapp@db/app"),
    ],
)
def test_a_secret_can_be_guessed(name: str, value: str) -> None:
    assert strength.weak(name, value) != ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", GOOD),
        ("JWT_SECRET", f"{GOOD}=="),
        ("DB_PASSWORD", PASS),
        ("DB_PASSWORD", "correct horse battery staple"),
        ("GITHUB_CLIENT_SECRET", PASS[:8]),
        ("MAXMIND_LICENSE_KEY", PASS[:8]),
        ("TOKEN_TTL", "3600"),
        ("PASSWORD_MIN_LENGTH", "8"),
        ("SECRET_NAME", "prod"),
        ("API_KEY_HEADER", "x-api-key"),
        ("JWT_ALGORITHM", "HS256"),
        ("CACHE_KEY", "app"),
        ("APP_NAME", "admin"),
        ("REFRESH_TOKEN_COOKIE_SECURE", "false"),
        ("REFRESH_TOKEN_TTL_DAYS", "7"),
        ("CORS_CREDENTIALS", "true"),
        ("REDIS_PASSWORD", "null"),
        ("DATABASE_URL", f"postgres://app:{PASS}@db/app"),
        ("DATABASE_URL", "postgres://app@db/app"),
        ("APP_KEY", f"base64:{GOOD}{GOOD}="),
    ],
)
def test_a_secret_is_strong_or_none(name: str, value: str) -> None:
    assert strength.weak(name, value) == ""


@pytest.mark.parametrize(
    ("name", "said", "is_weak"),
    [
        ("LICENSE_KEY", None, True),
        ("LICENSE_KEY", False, False),
        ("THE_KEY", None, False),
        ("THE_KEY", True, True),
        ("GREETING", True, False),
        ("PORT", True, False),
    ],
)
def test_the_contract_decides_where_the_name_leaves_it_open(
    name: str, said: bool | None, is_weak: bool
) -> None:
    assert bool(strength.weak(name, "hello", said)) is is_weak


HEADER = "eyJhbGciOiJIUzI1NiJ9"
LOCAL_SUPABASE = b'{"role": "anon", "iss": "supabase-demo"}'
TAIL = "0" * 6 + "1aB2"


@pytest.mark.parametrize(
    ("name", "value", "mode"),
    [
        ("STRIPE_SECRET_KEY", "sk_" + "test_" + TAIL, "test"),
        ("STRIPE_PUBLISHABLE_KEY", "pk_" + "test_" + TAIL, "test"),
        ("STRIPE_KEY", "rk_" + "live_" + TAIL, "live"),
        ("CLERK_SECRET_KEY", "sk_" + "live_" + TAIL, "live"),
        ("RAZORPAY_KEY", "rzp_" + "test_" + TAIL, "test"),
        ("FLW", "FLWSECK_" + "TEST-" + TAIL, "test"),
        ("FLW", "FLWSECK-" + TAIL, "live"),
        ("SQUARE_APP", "sandbox-" + "sq0idb-" + TAIL, "test"),
        ("BRAINTREE", "access_token$sandbox$" + TAIL, "test"),
        ("PLAID", "access-sandbox-" + TAIL, "test"),
        ("XENDIT", "xnd_" + "development_" + TAIL, "test"),
        ("MIDTRANS", "SB-Mid-server-" + TAIL, "test"),
        ("CONVEX_DEPLOYMENT", "dev:happy-animal-123", "test"),
        ("TURNSTILE", "1x" + "0" * 20 + "AA", "test"),
        ("PAYPAL_MODE", "sandbox", "test"),
        ("PAYPAL_MODE", "live", "live"),
        ("PLAID_ENV", "sandbox", "test"),
        ("PAYPAL_SANDBOX", "true", "test"),
        ("PAYPAL_API", "https://api-m.sandbox.paypal.com", "test"),
        ("SQUARE_URL", "https://connect.squareupsandbox.com", "test"),
        ("PAYPAL_API", "https://api-m.paypal.com", ""),
        ("SANDBOX_URL", "https://sandboxes.acme.io", ""),
        ("ANON_KEY", f"{HEADER}.{b64encode(LOCAL_SUPABASE).decode()}.x", "test"),
        ("ANON_KEY", f"{HEADER}.{b64encode(b'{}').decode()}.x", ""),
        ("ANON_KEY", f"{HEADER}.!.x", ""),
        ("ANON_KEY", HEADER, ""),
        ("STRIPE_WEBHOOK_SECRET", "whsec_" + TAIL, ""),
        ("TEST_MODE", "off", ""),
        ("NODE_ENV", "test", ""),
        ("BACKTEST", "test_runner", ""),
        ("RISK", "risk_test_1", ""),
    ],
)
def test_a_key_tells_its_mode(name: str, value: str, mode: str) -> None:
    assert keys.key(name, value).mode == mode


@pytest.mark.parametrize(
    ("name", "sure", "perhaps"),
    [
        ("NEXT_PUBLIC_API_SECRET", True, False),
        ("VITE_OPENAI_API_KEY", True, False),
        ("REACT_APP_DB_PASSWORD", True, False),
        ("NEXT_PUBLIC_SUPABASE_SERVICE_ROLE_KEY", True, False),
        ("EXPO_PUBLIC_STRIPE_SECRET_KEY", True, False),
        ("PUBLIC_DATABASE_URL", True, False),
        ("VITE_ANTHROPIC_KEY", True, False),
        ("GATSBY_GITHUB_TOKEN", True, False),
        ("NUXT_PUBLIC_AWS_SECRET_ACCESS_KEY", True, False),
        ("NEXT_PUBLIC_RECAPTCHA_SECRET", True, False),
        ("VITE_API_KEY", False, True),
        ("REACT_APP_TOKEN", False, True),
        ("NEXT_PUBLIC_SUPABASE_ANON_KEY", False, False),
        ("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", False, False),
        ("NEXT_PUBLIC_SENTRY_DSN", False, False),
        ("VITE_FIREBASE_API_KEY", False, False),
        ("NEXT_PUBLIC_GA_ID", False, False),
        ("NEXT_PUBLIC_MAPBOX_TOKEN", False, False),
        ("VITE_GOOGLE_MAPS_API_KEY", False, False),
        ("NEXT_PUBLIC_POSTHOG_KEY", False, False),
        ("VITE_RECAPTCHA_SITE_KEY", False, False),
        ("NEXT_PUBLIC_PASSWORD_MIN_LENGTH", False, False),
        ("VITE_SECRET_SANTA_ENABLED", False, False),
        ("NEXT_PUBLIC_APP_URL", False, False),
        ("API_SECRET", True, False),
    ],
)
def test_a_public_name_speaks_of_a_secret(name: str, sure: bool, perhaps: bool) -> None:
    assert exposure.secret_by_name(name) is sure
    assert exposure.perhaps_by_name(name) is perhaps


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("NEXT_PUBLIC_X", "NEXT_PUBLIC_"), ("PUBLIC_X", "PUBLIC_"), ("VITE_", ""), ("MY_VITE_X", "")],
)
def test_a_prefix_makes_public(name: str, prefix: str) -> None:
    assert exposure.public(name) == prefix


@pytest.mark.parametrize(
    "row",
    ["LR-SEC060", "LR-SEC061", "LR-SEC001", "LR-SEC011", "LR-SEC150", "LR-SEC093", "LR-SEC200"],
)
def test_a_public_value_is_a_secret_by_its_form(row: str) -> None:
    assert exposure.secret_by_value("VITE_X", sample(row, Random(row)).value) != ""


@pytest.mark.parametrize(
    "row",
    ["LR-SEC063", "LR-SEC012", "LR-SEC027", "LR-SEC028", "LR-SEC219", "LR-SEC259", "LR-SEC285"],
)
def test_a_public_value_is_meant_for_browsers(row: str) -> None:
    assert exposure.secret_by_value("VITE_X", sample(row, Random(row)).value) == ""


@pytest.mark.parametrize("value", ["https://acme.io", "G-ABC123", "true", "", "eu", "1.2.3"])
def test_a_public_value_is_an_ordinary_one(value: str) -> None:
    assert exposure.secret_by_value("VITE_X", value) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GOOGLE_CALLBACK_URL", "http://localhost:3000/cb"),
        ("OAUTH_REDIRECT_URI", "http://127.0.0.1/cb"),
        ("NEXTAUTH_URL", "http://localhost:3000"),
        ("BETTER_AUTH_URL", "http://localhost:3000"),
        ("SESSION_COOKIE_DOMAIN", "localhost"),
        ("COOKIE_DOMAIN", ".localhost"),
        ("ALLOWED_HOSTS", "localhost,127.0.0.1"),
        ("CSRF_TRUSTED_ORIGINS", "http://localhost:8000"),
        ("WEBAUTHN_RP_ID", "localhost"),
        ("OIDC_ISSUER", "http://localhost:8080/realms/x"),
        ("SESSION_COOKIE_SECURE", "False"),
        ("OAUTHLIB_INSECURE_TRANSPORT", "1"),
    ],
)
def test_a_login_works_locally_only(name: str, value: str) -> None:
    assert local_auth.local_only(name, value) != ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GOOGLE_CALLBACK_URL", "https://app.acme.io/cb"),
        ("ALLOWED_HOSTS", "app.acme.io,localhost"),
        ("ALLOWED_HOSTS", "*"),
        ("COOKIE_DOMAIN", ".acme.io"),
        ("SESSION_COOKIE_SECURE", "True"),
        ("AUTHOR_URL", "http://localhost"),
        ("SESSION_REDIS_HOST", "localhost"),
    ],
)
def test_a_login_works_for_everybody(name: str, value: str) -> None:
    assert local_auth.local_only(name, value) == ""


def test_a_hidden_value_shows_nothing() -> None:
    hidden = Hidden("zqx")

    assert "zqx" not in f"{hidden} {hidden!r} {[hidden]} {vars(type(hidden))}"
    assert bool(hidden)
    assert not Hidden("  ")


def test_a_hidden_value_stays_in_this_process() -> None:
    import pickle

    with pytest.raises(TypeError, match="stays in this process"):
        pickle.dumps(Hidden("zqx"))
