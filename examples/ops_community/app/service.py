"""What machines ask for: health, the API's document, assets."""

import json

import yaml
from flask import Blueprint, Response, abort, current_app, jsonify, render_template

from app.assets import Assets, media_type
from app.database import run
from app.flaws import ROOT, flawed
from app.headers import YEAR
from app.release import version

service = Blueprint("service", __name__)
FOREVER = f"public, max-age={YEAR}, immutable"


@service.get("/healthz")
def health() -> Response:
    run("ping")
    return jsonify(status="ok", version=version())


@service.get("/openapi.yaml")
def document() -> Response:
    return Response((ROOT / "openapi.yaml").read_bytes(), mimetype="application/yaml")


@service.get("/openapi.json")
def document_as_json() -> Response:
    loaded = yaml.safe_load((ROOT / "openapi.yaml").read_bytes())
    return Response(json.dumps(loaded), mimetype="application/json")


@service.get("/assets/<name>")
def asset(name: str) -> Response:
    assets: Assets = current_app.extensions["assets"]
    if name in assets.files:
        response = Response(assets.files[name], mimetype=media_type(name))
    elif flawed("missing-asset-as-html"):
        response = Response(render_template("home.html"))
    else:
        abort(404)
    response.headers["Cache-Control"] = FOREVER
    return response
