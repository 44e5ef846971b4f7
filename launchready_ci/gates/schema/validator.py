"""Starts ``json_schema/validate.py``; light, so that it can start while the gate is loaded."""

import os
import subprocess
import sys
from importlib.util import find_spec

import launchready_ci

PROGRAM = os.path.join(os.path.dirname(launchready_ci.__file__), "json_schema", "validate.py")


def packages() -> str:
    """Where jsonschema_rs is; empty where the extra is not installed."""
    spec = find_spec("jsonschema_rs")
    return os.path.dirname(os.path.dirname(spec.origin)) if spec and spec.origin else ""


def start() -> "subprocess.Popen[bytes]":
    """It ends with its request, or when nobody can send one any more."""
    command = [sys.executable, "-I", "-S", PROGRAM, packages()]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )
