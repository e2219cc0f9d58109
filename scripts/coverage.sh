#!/usr/bin/env bash
# coverage.sh - runs the tests with the build under build/coverage and says which lines they reach: what `make coverage` calls.
#
#     scripts/coverage.sh
#
# Writes coverage/summary.txt (one line a source: lines reached, lines in all, share) and coverage/lines/SOURCE.txt (the
# source with the number of times that each line ran; ##### where it never did), from gcov, which comes with gcc.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly BUILD=build/coverage REPORT=coverage
export ALAM=$PWD/$BUILD/alam ALAM_UNIT=$BUILD/unit

find "$BUILD" -name '*.gcda' -delete
status=0
scripts/test.sh unit http || status=$?
for script in tests/{dictionary,gazetteer_check,golden,import}.sh; do
    "$script" >/dev/null || status=$?
done

rm -rf "$REPORT"
mkdir -p "$REPORT/lines"
find "$BUILD" -name '*.gcda' -not -path '*/tests/*' -print0 | xargs -0 -n1 |
    while read -r counts; do
        source=${counts#"$BUILD/"}
        source=${source%.gcda}.c
        [ -e "$source" ] || continue
        mkdir -p "$REPORT/lines/$(dirname "$source")"
        gcov --stdout "$counts" 2>/dev/null | awk -v wanted="$source" '
            /^ *-: *0:Source:/ { inside = $0 ~ ":" wanted "$" }
            inside' >"$REPORT/lines/$source.txt"
        awk -F: -v name="$source" '
            $2 + 0 == 0 || $1 ~ /-$/ { next }
            { lines++; reached += $1 !~ /#####|=====/ }
            END { if (lines) printf "%6d %6d %6.1f%%  %s\n", reached, lines, 100 * reached / lines, name }' "$REPORT/lines/$source.txt"
    done | sort -k4 >"$REPORT/files"
{
    awk '{ reached += $1; lines += $2 } END { printf "%6d %6d %6.1f%%  all\n", reached, lines, 100 * reached / lines }' "$REPORT/files"
    cat "$REPORT/files"
} >"$REPORT/summary.txt"
rm "$REPORT/files"
head -1 "$REPORT/summary.txt"
echo "coverage: $REPORT/summary.txt; never reached lines: grep -rn '#####' $REPORT/lines"
exit "$status"
