#!/bin/sh
# A domain is looked at, sound and flawed; its name server runs on this machine and ends with the script.
set -eu
exec 2>&1
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/launchready-demo.XXXXXX")
server=
end() { [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null || :; }
trap end EXIT
trap 'exit 130' HUP INT PIPE TERM

# look NAME: at the zone of that name, with one of the fixes
look() {
    (cd "$here/.." && exec python3 -m tests.zones "examples/domain/$1.yaml") >"$folder/address" &
    server=$!
    until [ -s "$folder/address" ]; do
        kill -0 "$server" || exit 1
        sleep 0.1
    done
    code=0
    launchready domain --root "$here/domain" --nameserver "$(cat "$folder/address")" \
        --http-port 1 --https-port 1 >"$folder/$1.txt" || code=$?
    end
    server=
    : >"$folder/address"
    printf '\n$ launchready domain\n'
    sed '/^How to fix LR-DOM061 /,/^$/b
/^How to fix /,/^$/d' "$folder/$1.txt"
    printf '(exit code %s)\n' "$code"
    [ "$code" = "$2" ] || exit 1
}

printf '\n# A domain whose names and mail are sound\n'
look sound 0
printf '\n# The same on the day of the launch: each finding about mail has the record to paste\n'
look flawed 1
rm -rf "$folder"
