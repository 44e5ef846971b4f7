#!/bin/sh
# Serve the sample app and print its URL: run.sh [--port 0]. The first python3 on PATH needs Flask.
cd "$(dirname "$0")" || exit 2
exec python3 -m app "$@"
