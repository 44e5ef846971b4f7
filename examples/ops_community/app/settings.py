"""What does the app need to know? Its environment variables; ``.env.example`` lists them."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is the variable of its name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    app_version: str
    database_path: Path
    secret_key: SecretStr = Field(min_length=16)
    member_email: str
    member_password: SecretStr = Field(min_length=12)
    admin_email: str
    admin_password: SecretStr = Field(min_length=12)
    api_key: SecretStr = Field(min_length=16)

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    seed_posts: int = 700
    hash_method: str = "scrypt"
    log_file: Path | None = None
    log_queries: bool = False
    flaws: str = ""
