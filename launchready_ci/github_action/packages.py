"""Makes an environment with the locked packages: with uv where the runner has it, else with pip."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

from launchready_ci.github_action.install import PACKAGE

HASHED = ("--no-deps", "--require-hashes", "--only-binary=:all:")
OTHERS = ("PIP_", "PYTHON", "UV_", "VIRTUAL_ENV", "CONDA_", "INPUT_")
MIRRORS = re.compile(
    "PIP_(CACHE_DIR|CERT|CLIENT_CERT|CONFIG_FILE|DEFAULT_TIMEOUT|EXTRA_INDEX_URL|FIND_LINKS"
    "|INDEX_URL|KEYRING_PROVIDER|NO_CACHE_DIR|NO_INDEX|PROXY|RETRIES|TRUSTED_HOST)"
    "|UV_(CACHE_DIR|CONFIG_FILE|DEFAULT_INDEX|EXTRA_INDEX_URL|FIND_LINKS|HTTP_TIMEOUT|INDEX(_.*)?"
    "|INSECURE_HOST|KEYRING_PROVIDER|NATIVE_TLS|NO_CACHE|NO_INDEX|OFFLINE|SYSTEM_CERTS)"
)
"""Where packages come from is the runner's to say, since their hashes are ours; with which
constraints and into which folder they are installed is not."""
SYSTEM_CERTIFICATES = {"UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true"}
"""uv trusts what the machine trusts, as pip does; the second is the older name."""


def make(folder: str, python: str, locks: Sequence[str]) -> None:
    """Make it anew, with ``python`` inside; what the installers say goes to stderr."""
    environ = environment(os.environ)
    packages = [*HASHED, *(word for path in locks for word in ("-r", path))]
    shutil.rmtree(folder, ignore_errors=True)
    if uv := shutil.which("uv"):
        _run([uv, "venv", "--quiet", "--no-project", "--python", sys.executable, folder], environ)
        _run([uv, "pip", "install", "--quiet", "--python", python, *packages], environ)
    else:
        pip = [sys.executable, "-I", "-m", "pip", "--python", python]
        _run([sys.executable, "-I", "-m", "venv", "--without-pip", folder], environ)
        _run([*pip, "install", "-qq", "--disable-pip-version-check", *packages], environ)
    _add_ours(folder)


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Without what would lead an installation elsewhere, and without files of the workspace."""
    workspace = environ.get("GITHUB_WORKSPACE") or "\0"
    return SYSTEM_CERTIFICATES | {
        name: value
        for name, value in environ.items()
        if not name.startswith(OTHERS) or (MIRRORS.fullmatch(name) and workspace not in value)
    }


def _run(command: Sequence[str], environ: Mapping[str, str]) -> None:
    done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, stdout=2, check=False)
    if done.returncode:
        _refuse(f"{' '.join(command[:5])} … ended with status {done.returncode}")


def _refuse(reason: str) -> NoReturn:
    sys.exit(f"launchready: {reason}")


def _add_ours(folder: str) -> None:
    """Copy this checkout's package into the environment.

    There it stays compiled for the next use; the checkout may be read-only, or written anew.
    """
    import sysconfig

    bases = {"base": folder, "platbase": folder}
    packages = sysconfig.get_path("purelib", "venv", vars=bases)
    inside = os.path.join(packages, os.path.basename(PACKAGE))
    shutil.copytree(PACKAGE, inside, ignore=shutil.ignore_patterns("__pycache__"))
