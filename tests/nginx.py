"""nginx on loopback, configured as a test wants it."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT
from tests.programs import ending, listens

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:{ROOT}/.tools/nginx/usr/sbin")


@contextlib.contextmanager
def nginx(servers: str, port: int, folder: Path) -> Iterator[None]:
    """Once it listens there: ``server { listen 127.0.0.1:8080; … }``, one or several."""
    folder.mkdir()
    (folder / "nginx.conf").write_text(configured(folder, servers))
    assert NGINX
    with ending([NGINX, "-e", folder / "errors.log", "-c", folder / "nginx.conf"]) as process:
        try:
            listens(port, process)
        except RuntimeError:
            raise AssertionError((folder / "errors.log").read_text()) from None
        yield


def configured(folder: Path, servers: str) -> str:
    kinds = "text/html html; text/css css; text/javascript js; image/svg+xml svg;"
    places = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "" if os.geteuid() else "user root;"  # else its workers may not read our folders
    return (
        f"{user} daemon off; pid {folder}/pid; error_log {folder}/errors.log; events {{}}\n"
        f"http {{ types {{ {kinds} }} access_log off; {places}\n{servers} }}\n"
    )
