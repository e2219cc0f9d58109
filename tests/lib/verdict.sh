# shellcheck shell=bash
# verdict.sh - counts what a test script finds, for scripts/test.sh. To be read by the script:
#
#     . tests/lib/verdict.sh
#     verdict 'nothing is lost' "$status"     for each test; 0: it passed
#     verdict_end                             at the end
#
# Where verdict_log names a file, its last lines are shown with a failure.
passed=0 failed=0 verdict_log=''

verdict() { # verdict NAME STATUS
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    echo "FAIL: $1"
    [ ! -s "$verdict_log" ] || tail -20 "$verdict_log"
}

verdict_end() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}
