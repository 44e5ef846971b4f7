"""The app, put together from its parts."""

import time

from flask import Flask

from app import (
    accounts,
    assets,
    configuration,
    database,
    errors,
    exposed,
    forms,
    headers,
    logs,
    migrate,
    release,
    seed,
)
from app.api import api
from app.flaws import Switched, flawed
from app.pages import pages
from app.service import service
from app.settings import Settings


def create_app(settings: Settings) -> Flask:
    """The app, on a database that is up to date; raises ValueError for a flaw that is unknown."""
    flaws = Switched(settings.flaws)
    app = Flask("app", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https:"),
        MAX_CONTENT_LENGTH=64 * 1024,
        VERSION=settings.app_version,
        LOG_QUERIES=settings.log_queries,
        HASH_METHOD=settings.hash_method,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined] # of the default provider
    app.extensions |= {
        "assets": assets.load(flaws),
        "configuration": configuration.load(flaws),
        "flaws": flaws,
        "started": time.monotonic(),
    }
    _templates(app)
    database.register(app, settings.database_path, flaws)
    # what comes after a request runs in the reverse of this order
    for part in (logs, headers, errors):
        part.register(app)
    for blueprint in (pages, api, service):
        app.register_blueprint(blueprint)
    exposed.register(app, flaws)
    _prepare(app, settings)
    return app


def _templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=app.extensions["assets"].url,
        community=app.extensions["configuration"].name,
        csrf=forms.token,
        current=accounts.current,
        flawed=flawed,
        version=release.version,
    )


def _prepare(app: Flask, settings: Settings) -> None:
    connection = database.open_at(settings.database_path)
    migrate.up(connection)
    connection.close()
    with app.app_context():
        seed.fill(settings)
