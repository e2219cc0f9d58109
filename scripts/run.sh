#!/usr/bin/env bash
# run.sh - what `make run` does once everything is built: database, migrations, service, a call to try.
#
# With DATABASE_URL or PGHOST set that database is used; else a private one under var/ (scripts/database.sh), which
# stays up when the service ends: `make stop` ends it. Ctrl-C ends the service.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly ALAM=${ALAM:-./alam}
readonly LISTEN=${ALAM_LISTEN:-127.0.0.1:8080}
readonly READY_SECONDS=30
server=

# The address as a client writes it: a service on all addresses answers on this machine's loopback too.
base_url() {
    case $LISTEN in
    0.0.0.0:* | \*:*) echo "http://127.0.0.1:${LISTEN##*:}" ;;
    '[::]:'*) echo "http://[::1]:${LISTEN##*:}" ;;
    *) echo "http://$LISTEN" ;;
    esac
}

show_call_when_ready() {
    local url deadline=$((SECONDS + READY_SECONDS))
    url=$(base_url)
    until curl --globoff --silent --fail --max-time 2 --output /dev/null "$url/readyz"; do
        if ! kill -0 "$server" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
            return 0
        fi
        sleep 0.1
    done
    cat >&2 <<END

alam serves on $url - Ctrl-C ends it, make stop ends its database. Try, in another terminal:

  curl -sS $url/v1/articles -H 'Content-Type: application/json' -d '{"title":"زيارة إلى القاهرة","text":"وصل وزير الخارجية الأمريكي أنتوني بلينكن إلى القاهرة، وبحث مع الرئيس السيسي عمل الأمم المتحدة."}'

END
}

if [ -z "${DATABASE_URL:-}${PGHOST:-}" ]; then
    DATABASE_URL=$(scripts/database.sh start)
    export DATABASE_URL
fi
"$ALAM" migrate

interrupted=
trap 'interrupted=yes; kill -TERM "$server" 2>/dev/null || true' INT TERM
ALAM_DRAIN_DELAY=${ALAM_DRAIN_DELAY:-0} "$ALAM" serve & # no balancer stands before it
server=$!
show_call_when_ready &
status=0
wait "$server" || status=$?
while [ -n "$interrupted" ]; do # the trap ended that wait: the service is draining, its own status comes now
    interrupted=''
    status=0
    wait "$server" || status=$?
done
exit "$status"
