#!/bin/sh
# A commit with a secret is stopped, the mended one passes, then the reports that CI reads, and the
# history, which forgets nothing.
# Everything happens in a temporary folder, on a secret that is made up here and now.
set -eu
exec 2>&1
hooks=$(cd "$(dirname "$0")/../hooks" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/launchready-demo.XXXXXX")
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com
export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

say() { printf '\n# %s\n' "$*"; }
show() { printf '$ %s\n' "$*"; "$@" || printf '(exit code %s)\n' "$?"; }
part() { printf '\n--- %s (%s lines), from it:\n' "$1" "$(wc -l <"$1" | tr -d ' ')"; sed -n "$2" "$1" | cut -c 1-110; }

cd "$folder"
key="sk_""live_$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')"
git init -q -b main
printf '# Shop\n' >README.md
printf 'STRIPE_KEY=\n' >.env.example
git add -A && git commit -q -m "Start"

say "A small repository in $folder. Our hooks, with no framework:"
show git config core.hooksPath "$hooks"

say "Somebody puts a live key into the code, and commits it:"
printf 'import stripe\n\nstripe.api_key = "%s"\n' "$key" >pay.py
git add pay.py
show git commit -m "Take payments"

say "The key belongs in the environment. The mended commit passes:"
printf 'import os\n\nimport stripe\n\nstripe.api_key = os.environ["STRIPE_KEY"]\n' >pay.py
git add pay.py
show git commit -m "Take payments"

say "In CI one run writes every report (here of a branch that went around the hook):"
printf 'key = "%s"\n' "$key" >old.py
git add old.py && git commit -q --no-verify -m "Around the hook"
show launchready secrets --output console --output junit=reports/junit.xml \
    --output sarif=reports/launchready.sarif --output json=reports/launchready.json \
    --output summary=reports/summary.md
part reports/junit.xml '/<failure/,/<\/failure>/p'
part reports/launchready.sarif '/"results": \[$/,/"region"/p'
part reports/launchready.json '1,/\]/p'
part reports/summary.md '1,/^<details>/p'

say "The key is taken out again. The tree is clean, but whoever clones the repository still has it:"
git rm -q old.py && git commit -q --no-verify -m "Take the key out"
show launchready secrets
show launchready secrets --history

say "The reports are in $folder/reports. What a rule means, and all of them: launchready explain, rules."
