"""``python -m app [--port 0]``: serve the app, and say where."""

import argparse
import os
import signal
import socket
import sys

from pydantic import ValidationError
from waitress.server import create_server

from app import logs
from app.factory import create_app
from app.flaws import FLAWS
from app.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(prog="ops_community")
    parser.add_argument("--port", type=int, help="0 takes a free one  [PORT, else 8000]")
    parser.add_argument("--list-flaws", action="store_true", help="what FLAWS may name")
    options = parser.parse_args()
    if options.list_flaws:
        for flaw in FLAWS:
            print(f"{flaw.name:<24} {flaw.gate:<11} {flaw.rule or '-':<10} {flaw.breaks}")
        return
    settings = _settings()
    port = settings.port if options.port is None else options.port
    logs.configure(settings.log_file)
    try:
        app = create_app(settings)
    except ValueError as error:
        sys.exit(f"ops_community: {error}")
    listener = _listener(settings.host, port)
    server = create_server(app, sockets=[listener], threads=16, connection_limit=1000, ident=None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"http://{settings.host}:{listener.getsockname()[1]}", flush=True)
    server.run()


def _listener(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        sys.exit(f"ops_community cannot listen on {host}:{port}: {error.strerror}")


def _settings() -> Settings:
    """The settings; names the variables that are missing, and shows the value of none."""
    if "missing-variable" in os.environ.get("FLAWS", ""):
        os.environ.pop("SECRET_KEY", None)  # who followed .env.example has not set it
    try:
        return Settings()  # type: ignore[call-arg] # from the environment
    except ValidationError as error:
        told = [f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        sys.exit("ops_community cannot start, see .env.example:\n  " + "\n  ".join(told))


main()
