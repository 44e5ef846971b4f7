"""An API that Flask-CORS opens to origins: ``python cors_app.py PORT ORIGIN…``."""

import sys

from flask import Flask
from flask_cors import CORS

app = Flask("api")
CORS(app, origins=sys.argv[2:], supports_credentials=True)


@app.get("/")
def home() -> str:
    return "Welcome"


@app.get("/api/feed")
def feed() -> dict[str, list[str]]:
    return {"items": []}


app.run(port=int(sys.argv[1]), threaded=True)
