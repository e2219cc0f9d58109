#!/usr/bin/env bash
# test.sh - runs every test that is built and adds their counts up.
#
#     scripts/test.sh [unit|http|script]...      default: all of them
#
#   unit    build/test/unit/test_*   cmocka programs, built with the address and undefined-behaviour sanitizers
#   http    tests/http/run           the real binary ($ALAM, sanitizers again) and a real private PostgreSQL
#   script  tests/*.sh               one check each
#
# A suite's counts come from cmocka's closing lines or from its last line `N passed, N failed`; a script without one
# counts as one test. A suite that crashed, ended badly without saying why, or ran no test is one failure. Every suite's
# full output is in build/test/log. The last line is `N passed, N failed`; the exit status is 1 on any failure.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly LOGS=build/test/log UNIT=${ALAM_UNIT:-build/test/unit}
readonly LIMIT_SECONDS=${ALAM_TEST_LIMIT:-900} # for one suite
export ALAM=${ALAM:-$PWD/build/test/alam}
export ALAM_GAZETTEER=${ALAM_GAZETTEER:-$PWD/build/gazetteer.img}
# a small quarantine: the tests of memory shall measure the service, not freed blocks that the sanitizer keeps
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:quarantine_size_mb=16}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}
passed=0 failed=0

# Sum of the numbers that the extended regular expression $1 catches in its first group, in the file $2.
sum_of() {
    sed -nE "s/$1/\1/p" "$2" | awk '{ n += $1 } END { print n + 0 }'
}

# Sets `good` and `bad` from a suite's output.
count() {
    local log=$1 last
    last=$(grep -E '^([a-z]+: )?[0-9]+ passed, [0-9]+ failed' "$log" | tail -1 || true)
    if [[ $last =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
        good=${BASH_REMATCH[1]} bad=${BASH_REMATCH[2]}
    else
        good=$(sum_of '^\[  PASSED  \] ([0-9]+) test\(s\)\.$' "$log")
        bad=$(sum_of '^\[  FAILED  \] ([0-9]+) test\(s\), listed below:$' "$log")
    fi
}

# run_suite NAME COUNTED COMMAND...: COUNTED is `counted`, or `single` for a script that may be one test by itself.
run_suite() {
    local name=$1 counted=$2 log=$LOGS/${1//\//_}.log status=0 good bad verdict=ok began=$SECONDS
    shift 2
    timeout --kill-after=10 "$LIMIT_SECONDS" "$@" >"$log" 2>&1 </dev/null || status=$?
    count "$log"
    if [ "$counted" = single ] && [ $((good + bad)) = 0 ] && [ "$status" = 0 ]; then
        good=1
    fi
    if [ $((good + bad)) = 0 ] || { [ "$status" != 0 ] && [ "$bad" = 0 ]; }; then
        bad=1 # crashed, timed out, leaked, or ran no test
    fi
    if [ "$bad" != 0 ]; then
        verdict=FAIL
        grep -A 40 '^FAIL' "$log" | head -n 400 || true # a long log has its failures far from its end
        tail -n 60 "$log"
        echo "     exit status $status, full output: $log"
    fi
    printf '%-4s %-32s %4d ok %4d bad %4ds\n' "$verdict" "$name" "$good" "$bad" "$((SECONDS - began))"
    passed=$((passed + good)) failed=$((failed + bad))
}

run_unit() {
    local program
    for program in "$UNIT"/test_*; do
        [[ -f $program && -x $program ]] || continue
        run_suite "unit/${program##*/}" counted "$program"
    done
}

run_http() {
    [ -e tests/http/run ] || return 0
    run_suite http counted tests/http/run
}

run_script() {
    local script
    for script in tests/*.sh; do
        [ -e "$script" ] || continue
        run_suite "script/$(basename "$script" .sh)" single bash "$script"
    done
}

mkdir -p "$LOGS"
[ $# -gt 0 ] || set -- unit http script
for kind in "$@"; do
    case $kind in
    unit | http | script) "run_$kind" ;;
    *) echo "test: no kind '$kind'; kinds: unit http script" >&2; exit 2 ;;
    esac
done
[ $((passed + failed)) -gt 0 ] || { echo "test: no test ran; is anything built?" >&2; failed=1; }
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
