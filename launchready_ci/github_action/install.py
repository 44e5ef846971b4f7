"""Which Python has the locked dependencies? For the Action: makes it once a job, prints its path.

Runs by path in the runner's own Python, before anything is installed: standard library only.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

CHECKOUT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
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


def main() -> None:
    """Print the interpreter; what the installers say goes to stderr."""
    wanted = locks(os.environ)
    folder = os.path.join(os.environ["RUNNER_TEMP"], f"launchready-{_key(wanted)}")
    if not os.path.exists(_stamp(folder)):
        _make(folder, wanted)
    sys.stdout.write(_python(folder))


def locks(environ: Mapping[str, str]) -> list[str]:
    """The requirement files of the gates that the inputs ask for."""
    from launchready_ci import gates

    named = [name.strip() for name in environ.get("INPUT_GATES", "").split(",")]
    stage = environ.get("INPUT_STAGE") or "pre-commit"
    wanted = [name for name in named if name in gates.GATES] or gates.of_stage(stage)
    extras = {gates.GATES[name].extra for name in wanted} - {""}
    return [os.path.join(CHECKOUT, "requirements", f"{e}.txt") for e in sorted(extras) or ["base"]]


def _key(wanted: Sequence[str]) -> str:
    """What the environment depends on: this Python, this checkout, and every hash of the locks."""
    from hashlib import sha256

    digest = sha256("\0".join((sys.version, os.path.realpath(sys.executable), CHECKOUT)).encode())
    for path in wanted:
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:16]


def _stamp(folder: str) -> str:
    return os.path.join(folder, "complete")


def _python(folder: str) -> str:
    return os.path.join(
        folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python"))
    )


def _make(folder: str, wanted: Sequence[str]) -> None:
    environ = environment(os.environ)
    packages = [*HASHED, *(word for path in wanted for word in ("-r", path))]
    shutil.rmtree(folder, ignore_errors=True)
    if uv := shutil.which("uv"):
        _run([uv, "venv", "--quiet", "--no-project", "--python", sys.executable, folder], environ)
        _run([uv, "pip", "install", "--quiet", "--python", _python(folder), *packages], environ)
    else:
        pip = [sys.executable, "-I", "-m", "pip", "--python", _python(folder)]
        _run([sys.executable, "-I", "-m", "venv", "--without-pip", folder], environ)
        _run([*pip, "install", "-qq", "--disable-pip-version-check", *packages], environ)
    _name_checkout(folder)
    with open(_stamp(folder), "wb"):
        pass


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


def _name_checkout(folder: str) -> None:
    """Make ``import launchready_ci`` mean this checkout."""
    import sysconfig

    bases = {"base": folder, "platbase": folder}
    packages = sysconfig.get_path("purelib", "venv", vars=bases)
    with open(os.path.join(packages, "launchready.pth"), "w", encoding="utf-8") as file:
        file.write(CHECKOUT + "\n")


if __name__ == "__main__":
    sys.path.insert(0, CHECKOUT)
    main()
