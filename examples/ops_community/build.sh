#!/bin/sh
# Build what a CDN serves: build.sh dist. The first python3 on PATH needs Flask.
cd "$(dirname "$0")" || exit 2
exec python3 -m app.build "${1:-dist}"
