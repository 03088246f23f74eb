#!/bin/sh
# Starts a PostgreSQL server for the tests and removes it when no test uses it any more.
# server.sh BIN FOLDER; FOLDER.lock is held by whoever starts or ends a server there, FOLDER/users by its users.
set -eu
bin=$1
folder=$2
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

exec </dev/null
cd /
as mkdir -m 700 "$folder"
as "$bin/initdb" --pgdata="$folder/data" --data-checksums --auth=trust --username=postgres --no-sync \
    --encoding=UTF8 --locale=C >"$folder.log" 2>&1
as sh -c "echo 'local all namima_password scram-sha-256
local all all trust
host all all 127.0.0.1/32 scram-sha-256' >'$folder/data/pg_hba.conf'"
as "$bin/pg_ctl" start --wait --pgdata="$folder/data" --log="$folder/log" \
    --options="-k $folder -c listen_addresses='' -c max_connections=200 -c cluster_name=namima_tests" >"$folder.log" 2>&1
: >"$folder/users"
: >"$folder/ready"

while sleep 2; do
    (
        flock 9
        if flock --nonblock --exclusive "$folder/users" true; then
            as "$bin/pg_ctl" stop --mode=immediate --pgdata="$folder/data" >/dev/null 2>&1 || true
            rm -rf "$folder" "$folder.log" "$folder.lock"
            exit 1
        fi
    ) 9>>"$folder.lock" || exit 0
done
