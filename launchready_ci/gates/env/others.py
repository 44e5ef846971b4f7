"""Which variables do libraries and images read by themselves, that no code here names?"""

import re
from collections.abc import Iterable

from launchready_ci import sources
from launchready_ci.gates.env.usage import is_foreign, is_given, language
from launchready_ci.git import Git
from launchready_ci.sources import Text

READERS = {
    # https://www.postgresql.org/docs/current/libpq-envars.html; node-postgres does the same
    r'psycopg|asyncpg|postgres|"pg"|\bpgx?\b': (
        r"PG(?:HOST|HOSTADDR|PORT|USER|PASSWORD|PASSFILE|DATABASE|SSL\w+|SERVICE|OPTIONS|APPNAME)"
    ),
    # The official images: https://hub.docker.com/_/postgres, /_/mysql, /_/mariadb, /_/mongo …
    r"postgres|postgis|timescale|pgvector": (
        r"POSTGRES_(?:USER|PASSWORD|DB|INITDB_ARGS|HOST_AUTH_METHOD)(?:_FILE)?|PGDATA"
    ),
    r"mysql|mariadb": (
        r"(?:MYSQL|MARIADB)_(?:ROOT_PASSWORD|ROOT_HOST|RANDOM_ROOT_PASSWORD|DATABASE|USER|PASSWORD"
        r"|ALLOW_EMPTY_PASSWORD)(?:_FILE)?"
    ),
    r"mongo": r"MONGO_INITDB_\w+",
    r"rabbitmq": r"RABBITMQ_\w+",
    r"minio": r"MINIO_(?:ROOT|BROWSER|SERVER|ACCESS|SECRET)_\w+",
    r"grafana": r"GF_\w+",
    r"keycloak": r"(?:KC|KEYCLOAK)_\w+",
    # https://docs.docker.com/compose/how-tos/environment-variables/envvars/
    r"services:": r"COMPOSE_\w+|DOCKER_\w+",
    # https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
    r"boto|aws-sdk|awssdk|aws-cli|s3fs|django-storages|aws-lambda|litestream": (
        r"AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|(?:DEFAULT_)?REGION|ROLE_ARN"
        r"|CA_BUNDLE|CONFIG_FILE|SHARED_CREDENTIALS_FILE|WEB_IDENTITY_TOKEN_FILE|ENDPOINT_URL\w*)"
    ),
    # The clients of these services look for their own key
    r"openai|langchain|litellm|llama": r"OPENAI_(?:API_KEY|BASE_URL|ORG_ID|PROJECT_ID|API_BASE)",
    r"anthropic|claude|langchain|litellm": r"ANTHROPIC_(?:API_KEY|AUTH_TOKEN|BASE_URL)",
    r"google|gemini|firebase": (
        r"GOOGLE_(?:API_KEY|APPLICATION_CREDENTIALS|CLOUD_PROJECT|GENERATIVE_AI_API_KEY)"
        r"|GEMINI_API_KEY|GCLOUD_PROJECT|FIREBASE_CONFIG"
    ),
    r"azure": r"AZURE_(?:TENANT_ID|CLIENT_(?:ID|SECRET)|OPENAI_\w+|SUBSCRIPTION_ID)",
    r"groq": r"GROQ_API_KEY",
    r"mistral": r"MISTRAL_API_KEY",
    r"cohere": r"CO(?:HERE)?_API_KEY",
    r"together": r"TOGETHER_API_KEY",
    r"pinecone": r"PINECONE_\w+",
    r"replicate": r"REPLICATE_API_TOKEN",
    r"tavily": r"TAVILY_API_KEY",
    r"lang(?:chain|graph|smith)": r"LANG(?:CHAIN|SMITH)_\w+",
    r"langfuse": r"LANGFUSE_\w+",
    r"hugging|transformers|diffusers|sentence-": r"(?:HF|HUGGING_?FACE|TRANSFORMERS)_\w+",
    r"wandb": r"WANDB_\w+",
    r"mlflow": r"MLFLOW_\w+",
    r"twilio": r"TWILIO_(?:ACCOUNT_SID|AUTH_TOKEN)",
    r"resend": r"RESEND_API_KEY",
    r"cloudinary": r"CLOUDINARY_URL",
    r"upstash": r"UPSTASH_\w+_(?:URL|TOKEN)",
    r"@vercel/(?:blob|kv|postgres|edge-config)": (
        r"BLOB_READ_WRITE_TOKEN|KV_(?:URL|REST_API_\w+)|POSTGRES_(?:URL|PRISMA)\w*|EDGE_CONFIG"
    ),
    # What watches: https://docs.sentry.io/platforms/python/configuration/options/ and the like
    r"sentry": r"SENTRY_\w+",
    r"opentelemetry|otel": r"OTEL_\w+",
    r"dd-?trace|datadog": r"DD_\w+",
    r"newrelic": r"NEW_RELIC_\w+",
    # Frameworks and servers
    r"flask": r"FLASK_\w+",
    r"django": r"DJANGO_(?:SETTINGS_MODULE|SUPERUSER_\w+)",
    r"uvicorn|fastapi": r"UVICORN_\w+|WEB_CONCURRENCY|FORWARDED_ALLOW_IPS",
    r"gunicorn": r"GUNICORN_CMD_ARGS|WEB_CONCURRENCY|FORWARDED_ALLOW_IPS|PORT",
    r"celery": r"CELERY_(?:BROKER_URL|RESULT_BACKEND|CONFIG_MODULE)|FLOWER_\w+",
    r"streamlit": r"STREAMLIT_\w+",
    r"gradio": r"GRADIO_\w+",
    r"airflow": r"AIRFLOW_\w+",
    r'"next"': r"NEXT_TELEMETRY_DISABLED|PORT",
    r"next-auth|@auth/": (
        r"NEXTAUTH_(?:URL|URL_INTERNAL|SECRET)"
        r"|AUTH_(?:SECRET|URL|TRUST_HOST|REDIRECT_PROXY_URL|\w+_(?:ID|SECRET|ISSUER))"
    ),
    r"better-auth": r"BETTER_AUTH_(?:SECRET|URL|TRUSTED_ORIGINS)",
    r"clerk": r"(?:NEXT_PUBLIC_|VITE_|EXPO_PUBLIC_)?CLERK_\w+",
    r"auth0": r"AUTH0_\w+",
    r'"nuxt': r"N(?:UXT|ITRO)_\w+|PORT",
    r"react-scripts": (
        r"GENERATE_SOURCEMAP|PUBLIC_URL|INLINE_RUNTIME_CHUNK|WDS_SOCKET_\w+|SKIP_PREFLIGHT_CHECK"
        r"|ESLINT_NO_DEV_ERRORS|DISABLE_ESLINT_PLUGIN|CHOKIDAR_USEPOLLING|FAST_REFRESH|HTTPS|PORT"
    ),
    r"expo": r"EXPO_\w+",
    r"turbo": r"TURBO_\w+",
    r"prisma": r"PRISMA_\w+|DATABASE_URL|SHADOW_DATABASE_URL",
    r"playwright": r"PLAYWRIGHT_\w+|PWDEBUG",
    r"puppeteer": r"PUPPETEER_\w+",
    r'"node-config"|"config"': r"NODE_CONFIG\w*",
    r"rails": (
        r"RAILS_\w+|RACK_ENV|SECRET_KEY_BASE|DATABASE_URL|REDIS_URL|BUNDLE_\w+|PORT"
        r"|WEB_CONCURRENCY"
    ),
    r"sidekiq": r"REDIS_(?:URL|PROVIDER)|SIDEKIQ_\w+",
    r"spring": r"(?:SPRING|SERVER|MANAGEMENT|LOGGING)_\w+",
    r"microsoft\.|dotnet": r"(?:ASPNETCORE|DOTNET|ConnectionStrings_)_\w+",
    r"symfony": r"APP_(?:ENV|DEBUG|SECRET)|MESSENGER_\w+|MAILER_DSN",
    r"rocket": r"ROCKET_\w+",
    r"sqlx|diesel|drizzle-kit|dbmate|flyway|goose|atlas": r"DATABASE_URL|DBMATE_\w+|FLYWAY_\w+",
}
"""What a manifest, a Dockerfile or a compose file says of one → the variables that it reads."""
MANIFEST = re.compile(
    r"package\.json|pyproject\.toml|[\w.-]*requirements[\w.-]*\.(?:txt|in)|pipfile|setup\.(?:py|cfg)"
    r"|environment\.ya?ml|gemfile|go\.mod|composer\.json|cargo\.toml|mix\.exs|pom\.xml"
    r"|build\.gradle(?:\.kts)?|.*\.csproj"
)


def read_elsewhere(git: Git, names: Iterable[str]) -> frozenset[str]:
    """Those of these names that tools read, or a library or an image that the project uses."""
    names = frozenset(names)
    found = {name for name in names if is_given(name)}
    readers = [
        (words, name)
        for words, own in READERS.items()
        for name in names - found
        if re.fullmatch(own, name)
    ]
    if readers:
        said = _said(git)
        found.update(name for words, name in readers if re.search(words, said))
    return frozenset(found)


def _said(git: Git) -> str:
    """All that lists what the project is made of, in lower case."""

    def unwanted(path: str) -> bool:
        name = path.rpartition("/")[2].lower()
        kept = MANIFEST.fullmatch(name) or language(path) in ("dockerfile", "compose")
        return not kept or is_foreign(path)

    items = sources.tree(git, unwanted)
    texts = (item.data for item in items if isinstance(item, Text))
    return b"\n".join(texts).decode("utf-8", "replace").lower()
