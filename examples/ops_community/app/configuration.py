"""How does this community want to run? ``config/community.yaml``, held by schemas/config.json."""

import yaml
from flask import current_app
from pydantic import BaseModel, ConfigDict

from app.flaws import Switched


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Feed(Section):
    page: int
    most: int


class Login(Section):
    attempts: int
    window_seconds: int
    session_hours: int


class Signup(Section):
    domains: tuple[str, ...]
    password_characters: int


class Cors(Section):
    origins: tuple[str, ...]


class Configuration(Section):
    name: str
    feed: Feed
    login: Login
    signup: Signup
    cors: Cors


def current() -> Configuration:
    """The one of the app that answers this request."""
    found: Configuration = current_app.extensions["configuration"]
    return found


def load(flaws: Switched) -> Configuration:
    """Raise ValidationError where the file does not fit."""
    text = flaws.file("config/community.yaml").read_text()
    return Configuration.model_validate(yaml.safe_load(text))
