#!/usr/bin/env bash
# bench-http.sh - /v1/annotate against a bare libmicrohttpd echo of the same sizes, in turns in one run, wrk beside them.
#
#     scripts/bench-http.sh [ROUNDS] [SECONDS]      default: 3 rounds of 5 seconds each
#
# The goal is a ratio of 0.2 or more. Both serve on loopback with as many threads as processors; wrk
# takes its share of the same processors. Absolute figures move with the machine, the ratio hardly. ALAM and BENCH_ARTICLE
# choose another binary and another text; prints only: nothing fails for being slow.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly ROUNDS=${1:-3} SECONDS_EACH=${2:-5} ALAM=${ALAM:-./alam} ECHO=${ECHO_SERVER:-build/bench/http/echo}
readonly ARTICLE=${BENCH_ARTICLE:-tests/bench/http/article.txt} BYTES=6000 CONNECTIONS=16
readonly PORT=${BENCH_PORT:-18080}
work=$(mktemp -d)
alam_pid=
end() {
    [ -z "$alam_pid" ] || kill "$alam_pid" 2>/dev/null || true
    exec 9>&- || true # the echo server ends with its input
    rm -rf "$work"
}
trap end EXIT

# A body of about BYTES: the article as often as it fits, whole lines.
/usr/bin/python3 - "$ARTICLE" "$BYTES" >"$work/body.json" <<'END'
import json, sys
text, size = open(sys.argv[1], encoding="utf-8").read(), int(sys.argv[2])
while len(text.encode()) < size:
    text += text
text = text.encode()[:size].decode("utf-8", "ignore")
print(json.dumps({"text": text}, ensure_ascii=False), end="")
END
cat >"$work/post.lua" <<END
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = io.open("$work/body.json"):read("*a")
END

ALAM_LISTEN=127.0.0.1:$PORT ALAM_HTTP_THREADS=$(nproc) ALAM_LOG_LEVEL=${BENCH_LOG:-info} ALAM_DRAIN_DELAY=0 "$ALAM" serve 2>"$work/log" &
alam_pid=$!
until curl -sf -o "$work/answer.json" "http://127.0.0.1:$PORT/v1/annotate" -H 'Content-Type: application/json' --data-binary @"$work/body.json"; do
    kill -0 "$alam_pid" || { cat "$work/log" >&2; exit 1; }
    sleep 0.1
done
sent=$(stat -c %s "$work/body.json") answered=$(stat -c %s "$work/answer.json")
mkfifo "$work/stdin"
"$ECHO" $((PORT + 1)) "$(nproc)" "$answered" <"$work/stdin" &
exec 9>"$work/stdin"
sleep 0.2

rate() { # PORT PATH
    wrk -t1 -c"$CONNECTIONS" -d"$SECONDS_EACH" -s "$work/post.lua" "http://127.0.0.1:$1$2" >"$work/wrk"
    if grep -q 'Non-2xx' "$work/wrk"; then cat "$work/wrk" >&2; exit 1; fi
    awk '/Requests\/sec/ { print $2 }' "$work/wrk"
}
echo "POST of $sent bytes, answer of $answered bytes with $(grep -o '"start"' "$work/answer.json" | wc -l) mentions; $(nproc) cores, $CONNECTIONS connections"
printf '%-8s %14s %14s %8s\n' round 'alam req/s' 'echo req/s' ratio
for round in $(seq "$ROUNDS"); do
    alam=$(rate "$PORT" /v1/annotate) echo=$(rate $((PORT + 1)) /)
    printf '%-8s %14s %14s %8s\n' "$round" "$alam" "$echo" "$(awk "BEGIN { printf \"%.3f\", $alam / $echo }")"
done
