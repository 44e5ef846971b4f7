"""A small built website, and servers that serve its folder."""

from pathlib import Path

from tests.conftest import ROOT
from tests.nginx import nginx as started
from tests.programs import Programs, free_port

SITE = {
    "index.html": "<!doctype html><html lang=en><title>Shop</title>"
    '<link rel=stylesheet href="/assets/app.3f9a1c07.css"><link rel=icon href="/icon.svg">'
    '<script type=module src="/assets/index-DiwrgTda.js"></script><div id=root></div>',
    "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "assets/app.3f9a1c07.css": "body { color: #222 }",
    "assets/index-DiwrgTda.js": "document.title = 'Shop'",
}
NPM = ROOT / ".tools" / "node_modules"
SERVE = NPM / "serve" / "build" / "main.js"
SPA = "root {site}; location / {{ try_files $uri /index.html; }}"


def website(folder: Path) -> Path:
    """The website, in a folder which a server may read."""
    for name, text in SITE.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "site"


def npm_serve(programs: Programs, site: Path) -> str:
    """``serve --single``: it answers everything with the homepage."""
    return programs.serve("node", SERVE, "--single", site, "--listen", "tcp://127.0.0.1:{port}")


def nginx(programs: Programs, server: str, site: Path) -> str:
    """An nginx whose ``server`` is configured like this; ``{site}`` is the website's folder."""
    port = free_port()
    block = f"server {{ listen 127.0.0.1:{port}; {server.format(site=site)} }}"
    programs.enter(started(block, port, programs.new_folder() / "nginx"))
    return f"http://127.0.0.1:{port}"
