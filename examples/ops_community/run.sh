#!/bin/sh
# Serve the sample app and print its URL: run.sh [--port 0]. PYTHON names a Python with Flask.
cd "$(dirname "$0")" || exit 2
exec "${PYTHON:-python3}" -m app "$@"
