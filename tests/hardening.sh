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
    awk "BEGIN { exit !($rating <= 1.5) }"
}

# The unit as systemd reads it, with this binary in place of the installed one. Without systemd there is nothing to ask.
verified() {
    local unit
    command -v systemd-analyze >/dev/null || return 0
    unit=$(mktemp -d)
    sed "s|/usr/local/bin/alam|$(realpath "$BINARY")|" docker/alam.service >"$unit/alam.service"
    systemd-analyze verify --man=no "$unit/alam.service" 2>"$unit/faults" || true
    if grep -F alam.service "$unit/faults"; then
        rm -r "$unit"
        return 1
    fi
    rm -r "$unit"
}

check 'it is position independent' has -h 'Type:.*DYN'
check 'relocations are read-only' has -lW 'GNU_RELRO'
check 'all symbols are bound at start' has -dW 'BIND_NOW|FLAGS.*NOW'
check 'the stack is protected' has -sW '__stack_chk_fail'
check 'libc calls are fortified' has -sW '__(memcpy|snprintf|vsnprintf|read|strcpy|fprintf|printf)_chk'
check 'the stack is not executable' lacks -lW 'GNU_STACK.*RWE'
check 'no code is written at load time' lacks -dW 'TEXTREL'
check 'libraries are looked for where the system has them' lacks -dW 'R(UN)?PATH'
check 'no segment can be written and run' lacks -lW ' RWE '
check 'systemd finds no fault with the unit' verified
check 'the systemd sandbox is tight' exposure
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
