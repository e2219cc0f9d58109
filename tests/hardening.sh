#!/usr/bin/env bash
# The released binary is hardened: position independent, full RELRO, stack protector, fortified libc calls, no executable
# stack; and the systemd unit's sandbox is tight.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly BINARY=${HARDENED:-./alam}
passed=0 failed=0

check() { # SENTENCE COMMAND...
    local sentence=$1
    shift
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL $sentence"; fi
}
has() { readelf "$1" "$BINARY" | grep -E "$2" >/dev/null; }
lacks() { ! has "$@"; }
exposure() {
    local rating
    command -v systemd-analyze >/dev/null || return 0
    rating=$(systemd-analyze security --offline=true docker/alam.service 2>/dev/null | sed -nE 's/.*exposure level for alam.service: ([0-9.]+).*/\1/p')
    [ -n "$rating" ] || return 0
    awk "BEGIN { exit !($rating <= 2.0) }"
}

check 'it is position independent' has -h 'Type:.*DYN'
check 'relocations are read-only' has -lW 'GNU_RELRO'
check 'all symbols are bound at start' has -dW 'BIND_NOW|FLAGS.*NOW'
check 'the stack is protected' has -sW '__stack_chk_fail'
check 'libc calls are fortified' has -sW '__(memcpy|snprintf|vsnprintf|read|strcpy|fprintf|printf)_chk'
check 'the stack is not executable' lacks -lW 'GNU_STACK.*RWE'
check 'the systemd sandbox is tight' exposure
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
