#!/usr/bin/env bash
# threads.sh - eight threads at once in the tagger, under the thread sanitizer (build/tsan/threads, built by `make test`).
# A race is a failure too. Ends with `N passed, N failed`.
set -euo pipefail

cd "$(dirname "$0")/.."
program=build/tsan/threads
export TSAN_OPTIONS=${TSAN_OPTIONS:-exitcode=66 halt_on_error=0}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

[ -x "$program" ] || { echo "threads.sh: $program is not built: make $program" >&2; echo "0 passed, 1 failed"; exit 1; }
status=0
"$program" >"$log" 2>&1 || status=$?
# old sanitizers cannot live with many bits of address randomization
if grep -q 'unexpected memory mapping' "$log"; then
    status=0
    setarch "$(uname -m)" -R "$program" >"$log" 2>&1 || status=$?
fi
cat "$log"
passed=$(sed -nE 's/^\[  PASSED  \] ([0-9]+) test\(s\)\.$/\1/p' "$log")
failed=$(sed -nE 's/^\[  FAILED  \] ([0-9]+) test\(s\), listed below:$/\1/p' "$log")
if [ "$status" != 0 ] && [ "${failed:-0}" = 0 ]; then
    failed=1 # a race, or it did not run to its end
fi
echo "${passed:-0} passed, ${failed:-0} failed"
[ "$status" = 0 ] && [ "${failed:-0}" = 0 ]
