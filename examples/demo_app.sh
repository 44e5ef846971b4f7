#!/bin/sh
# The sample app is deployed on this machine: sound, then with every flaw that a gate of its stage owns.
# Everything happens in a temporary folder, on ports that are free; the servers end with the script.
set -eu
exec 2>&1
sample=$(cd "$(dirname "$0")/ops_community" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/launchready-demo.XXXXXX")
servers=
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

say() { printf '\n# %s\n' "$*"; }
secret() { od -An -N12 -tx1 /dev/urandom | tr -d ' \n'; }
end() { for server in $servers; do kill "$server" || :; done; wait; }
trap end EXIT
trap 'exit 130' HUP INT PIPE TERM

# start NAME FLAWS: the app with these flaws, its URL in NAME.url
start() {
    : >"$folder/$1.url"
    DATABASE_PATH=$folder/$1.db LOG_FILE=$folder/$1.jsonl FLAWS=$2 \
        "$sample/run.sh" --port 0 >"$folder/$1.url" 2>"$folder/$1.err" &
    echo $! >"$folder/$1.pid"
    servers="$servers $!"
}

# address NAME: its URL, once it answers
address() {
    until [ -s "$folder/$1.url" ]; do
        kill -0 "$(cat "$folder/$1.pid")" 2>/dev/null || {
            echo "the sample app did not start:" && cat "$folder/$1.err"
            exit 1
        } >&2
        sleep 0.1
    done
    cat "$folder/$1.url"
}

# check NAME STAGE [GATE]: what CI runs, with its reports; the fixes are left out where there are many findings.
# A machine that was too busy to measure anything is asked again.
check() {
    [ ! -f "$folder/$1.pid" ] || APP_URL=$(address "$1")
    export APP_URL LOG_FILE="$folder/$1.jsonl"
    run=${3:-run --stage $2}
    printf '$ launchready %s\n' "$run"
    for _ in 1 2 3; do
        code=0
        # shellcheck disable=SC2086 # words
        launchready $run --root "$folder/app" --output "console=$folder/$1.txt" \
            --output "json=$folder/reports/$1-$2.json" --output "junit=$folder/reports/$1-$2.xml" \
            --output "html=$folder/reports/$1-$2.html" || code=$?
        grep -q 'load generator was too slow' "$folder/$1.txt" || break
    done
    sed '/^How to fix /,/^$/d' "$folder/$1.txt"
    printf '(exit code %s)\n' "$code"
}

# named NAME: the rules with findings in its reports
named() {
    python3 -c 'import json, sys
print(*(r["rule"] for f in sys.argv[1:] for r in json.load(open(f))["results"] if r["findings"]))' \
        "$folder/reports/$1"-*.json
}

# table NAME FLAWS: which rule named each flaw
table() {
    rules=$(named "$1")
    for flaw in $(echo "$2" | tr , ' '); do
        "$sample/run.sh" --list-flaws | while read -r name _ rule breaks; do
            [ "$name" = "${flaw%%:*}" ] || continue
            case " $rules " in *" $rule "*) found=$rule ;; *) found='NOT FOUND' ;; esac
            printf '%-11s  %-23s  %s\n' "$found" "$name" "$breaks"
        done
    done
}

export APP_VERSION DATABASE_PATH SECRET_KEY MEMBER_PASSWORD ADMIN_PASSWORD API_KEY
DATABASE_PATH=$folder/ops.db APP_VERSION=$(secret)$(secret | cut -c 1-16) SECRET_KEY=$(secret) API_KEY=$(secret)
MEMBER_PASSWORD=$(secret) ADMIN_PASSWORD=$(secret)
export MEMBER_EMAIL=mia@example.com ADMIN_EMAIL=ada@example.com

# what would hide another one is deployed on a server of its own
outage=redirect-loop,stack-trace-on-404,old-version:3600
pages=missing-asset-as-html,mixed-content,html-cached-for-a-year,unknown-page-200,no-request-id
pages=$pages,wrong-password-accepted,no-logout,token-in-response
open="open-admin,reflected-cors,no-rate-limit,secrets-in-logs"
open="$open,exposed-repository,exposed-env,exposed-dump,listed-uploads,open-metrics,stack-trace-on-400"
build=stale-replica,source-maps,localhost-urls,broken-openapi,debug-page
start sound ''
start pages "$pages"
start build "$build"
start outage "$outage"
start open "$open"
export SEED_POSTS=150
start slow slow-feed
mkdir "$folder/reports"
git init -q "$folder/app"
(cd "$sample" && tar -cf - --exclude .env --exclude '*.db*' --exclude log .) | tar -xf - -C "$folder/app"
git -C "$folder/app" add -A
git -C "$folder/app" -c user.name=Ada -c user.email=ada@example.com commit -q -m "Release"

url=$(address sound)
say "A small community app, deployed at $url and described by its launchready.yaml."
say "Before the commit:"
check sound pre-commit
say "Before the build: is every variable that it needs set, where it will run?"
check sound pre-build
say "After the build: do its configuration and its API fit their schemas? Is what was built sound?"
"$folder/app/build.sh" dist
check sound post-build
say "After the deploy, the sound app: its version on every replica, pages and assets, logins, the API;"
echo "# then feed, search and posting, each 30 times a second for 15 s and more; then, is anything open?"
check sound post-deploy

say "The same app with flaws, as releases go wrong. This one lacks a variable, so it would not start:"
(unset SECRET_KEY && check lacking pre-build)
say "One has a setting that is misspelt in its configuration, so it would not start either:"
cp "$sample/flawed/misspelt-setting/config/community.yaml" "$folder/app/config/"
check misspelt post-build
cp "$sample/config/community.yaml" "$folder/app/config/"
say "One was built with a secret in it, with source maps, and for a developer's machine:"
FLAWS=secret-in-build,source-maps,localhost-urls "$folder/app/build.sh" dist
check built post-build
"$folder/app/build.sh" dist
say "One has a feed that compares every post with every other: its query has no index that serves its order."
cp "$sample"/flawed/slow-feed/queries/* "$folder/app/queries/"
check feed post-build 'schema database'
cp "$sample"/queries/* "$folder/app/queries/"
say "It was deployed all the same. For one person it is quick enough:"
check slow post-deploy 'run --gates smoke,load'
say "One has an outage:"
export DEPLOY_DEADLINE=1s
check outage post-deploy
say "One is up, and broken for people (how to fix it is left out here, and in the reports):"
check pages post-deploy
say "One is a build of a developer's machine, on all replicas but one:"
check build post-deploy
say "One works, and is open: its admin area, its API to other websites, its login to guesses, its log, its files:"
check open post-deploy guardrails

say "So every flaw was named:"
{
    table lacking missing-variable
    table misspelt misspelt-setting
    table built secret-in-build
    table outage "$outage"
    table pages "$pages"
    table build "$build"
    table slow slow-feed
    table open "$open"
} | tee "$folder/flaws.txt"

say "The reports of each run are in $folder/reports (JSON, JUnit, HTML; --output sarif, summary, … make others)."
say "The page with the charts of the slow feed: $folder/reports/slow-post-deploy.html"
! grep -q '^NOT FOUND' "$folder/flaws.txt"
