#!/usr/bin/env bash
# sql.sh - what scripts/sql.sh refuses in the files of service/store/sql/, and that a name which is only in the files, or
# only in enum statement, fails the compilation. One test a row; ends with `N passed, N failed`.
set -euo pipefail

cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

outcome() { # outcome NAME STATUS
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
        echo "ok   $1"
    else
        failed=$((failed + 1))
        echo "FAIL $1"
    fi
}

# refused NAME MESSAGE TEXT: the reader says what is wrong, in words that contain MESSAGE
refused() {
    local said status=0
    printf '%b' "$3" >"$work/file.sql"
    said=$(awk -v mode=list -f scripts/sql.awk "$work/file.sql" 2>&1) && status=1
    [[ $said == *"$2"* ]] || status=1
    [ "$status" = 0 ] || echo "$said"
    outcome "$1" "$status"
}

# shown NAME TEXT EXPECTED: the statement `a` of TEXT reads EXPECTED
shown() {
    local said status=0
    printf '%b' "$2" >"$work/file.sql"
    said=$(awk -v mode=show -v wanted=a -f scripts/sql.awk "$work/file.sql" 2>&1) || status=1
    [ "$said" = "$3" ] || status=1
    [ "$status" = 0 ] || echo "$said"
    outcome "$1" "$status"
}

compiles() { # compiles FILE: as the generated file that the build links in
    cc -std=c17 -Wall -Wextra -Werror -I. -fsyntax-only -x c "$1" 2>"$work/errors"
}

refused 'a name that stands twice' 'second time' '-- name: a\n-- Does.\nSELECT 1;\n-- name: a\n-- Does.\nSELECT 2;\n'
refused 'a name in capitals' 'not a name' '-- name: A\n-- Does.\nSELECT 1;\n'
refused 'a statement without a semicolon' 'semicolon' '-- name: a\n-- Does.\nSELECT 1\n-- name: b\n-- Does.\nSELECT 2;\n'
refused 'the last statement without a semicolon' 'semicolon' '-- name: a\n-- Does.\nSELECT 1\n'
refused 'a statement without a comment' 'no comment' '-- name: a\nSELECT 1;\n'
refused 'a statement without a text' 'no text' '-- name: a\n-- Does.\n-- name: b\n-- Does.\nSELECT 1;\n'
refused 'text that belongs to no name' 'belongs to no name' 'SELECT 1;\n'
refused 'a fragment that is none' 'no fragment is called b' '-- name: a\n-- Does.\nSELECT {b};\n'
refused 'a fragment that nothing uses' 'no statement uses' '-- fragment: b\n-- Is.\n1;\n-- name: a\n-- Does.\nSELECT 1;\n'
refused 'a fragment with too few arguments' 'other arguments' '-- fragment: b(x, y)\n-- Is.\n{x}{y};\n-- name: a\n-- Does.\nSELECT {b(1)};\n'

shown 'lines are kept, the semicolon is not' '-- name: a\n-- Does.\nSELECT 1,\n    2;\n' $'SELECT 1,\n2'
shown 'a fragment is filled in' '-- fragment: b\n-- Is.\n1;\n-- name: a\n-- Does.\nSELECT {b} + {b};\n' 'SELECT 1 + 1'
shown 'an argument with parentheses and a comma' '-- fragment: b(x, y)\n-- Is.\n{x} / {y};\n-- name: a\n-- Does.\nSELECT {b(f(1, 2), 3)};\n' 'SELECT f(1, 2) / 3'
shown 'a fragment in a fragment' '-- fragment: c(x)\n-- Is.\n[{x}];\n-- fragment: b(x)\n-- Is.\n{c({x} + 1)};\n-- name: a\n-- Does.\nSELECT {b(2)};\n' 'SELECT [2 + 1]'
shown 'braces of an array stay' "-- name: a\n-- Does.\nSELECT '{}';\n" "SELECT '{}'"

scripts/sql.sh embed >"$work/sql.c"
status=0
compiles "$work/sql.c" || status=1
outcome 'the files and enum statement have the same names' "$status"
sed 's/STATEMENT_PING\b/STATEMENT_PINGS/' "$work/sql.c" >"$work/more.c"
status=0
if compiles "$work/more.c"; then status=1; fi
outcome 'a name that only the files have fails the compilation' "$status"
cat service/store/sql/*.sql | sed '/^-- name: ping$/,/;$/d' >"$work/file.sql"
awk -v mode=embed -f scripts/sql.awk "$work/file.sql" >"$work/fewer.c"
status=0
if compiles "$work/fewer.c" || ! grep -q 'same names' "$work/errors"; then status=1; fi
outcome 'a name that only enum statement has fails the compilation' "$status"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
