"""A project of Django as ``startproject`` makes it, with a homepage, its admin and a user."""

import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.programs import Programs

PRODUCTION = "DEBUG = False\nALLOWED_HOSTS = ['127.0.0.1']\n"
URLS = """
from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

HOME = "<!doctype html><title>Club</title><h1>Welcome</h1><a href=/admin/login/>Sign in</a>"
OUT = "<title>Feed</title><form method=post action=/admin/logout/>" \\
      "<input type=hidden name=csrfmiddlewaretoken value={}><button>Sign out</button></form>"
urlpatterns = [
    path("", lambda request: HttpResponse(HOME)),
    path("health", lambda request: HttpResponse("ok", content_type="text/plain")),
    path("feed", login_required(lambda request: HttpResponse(OUT.format(get_token(request))))),
    path("admin/", admin.site.urls),
]
"""
USERS = """
users:
  ada:
    login: {form: "/admin/login/?next=/feed", fields: {username: ada, password: {secret: ADA}}}
    signed_in: {get: /feed}
"""


class Django(NamedTuple):
    """Where it is, and the password of Ada, who may open the admin."""

    folder: Path
    password: str

    @classmethod
    def made(cls, folder: Path, more: str = "") -> "Django":
        """In a new folder; ``more`` is added to its settings."""
        command = [sys.executable, "-m", "django", "startproject", "club"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        project = cls(folder / "club", secrets.token_hex(12))
        (project.folder / "club/urls.py").write_text(URLS)
        project.set(f"LOGIN_URL = '/admin/login/'\n{more}")
        project.manage("migrate")
        user = {"USERNAME": "ada", "EMAIL": "ada@example.com", "PASSWORD": project.password}
        given = {f"DJANGO_SUPERUSER_{name}": value for name, value in user.items()}
        project.manage("createsuperuser", "--noinput", **given)
        return project

    def set(self, more: str) -> None:
        """Add to its settings."""
        settings = self.folder / "club/settings.py"
        settings.write_text(settings.read_text() + more)

    def manage(self, *command: str, **environ: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=self.folder,
            env={**os.environ, **environ},
            check=True,
            capture_output=True,
        )

    def serve(self, programs: Programs, *options: str) -> str:
        server = [sys.executable, "manage.py", "runserver", "--noreload", *options]
        return programs.serve(*server, "127.0.0.1:{port}", cwd=self.folder)
