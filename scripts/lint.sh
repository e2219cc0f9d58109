#!/usr/bin/env bash
# lint.sh - what `make lint` checks: format, cppcheck, each header alone, shell scripts, gazetteer sources.
# Prints what is wrong; exit status 1 when anything is.
set -euo pipefail

cd "$(dirname "$0")/.."
status=0
mapfile -t sources < <(git ls-files '*.c' '*.h')
mapfile -t headers < <(git ls-files '*.h')
read -ra flags < <(pkg-config --cflags libmicrohttpd libcurl libpq nettle gnutls libxml-2.0)
mapfile -t scripts < <(git ls-files '*.sh' '.ci/run')

report() {
    echo "lint: $1" >&2
    status=1
}

clang-format --dry-run --Werror "${sources[@]}" 2>/dev/null || report "some files are not formatted: make format"
# its preprocessor does not follow tables of rows with commas in strings
cppcheck --quiet --suppress=preprocessorErrorDirective --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 -I. \
    -Djson_object_foreach\(a,b,c\)=for\(\;\;\) -Djson_array_foreach\(a,b,c\)=for\(\;\;\) \
    service nlp handlers || report "cppcheck found something"
for header in "${headers[@]}"; do
    cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -I. "${flags[@]}" -x c -fsyntax-only "$header" 2>/dev/null || report "$header does not compile alone"
done
shellcheck --severity=warning "${scripts[@]}" || report "shellcheck found something"
./alam gazetteer check nlp/data/*-*.tsv >/dev/null || report "the gazetteer's sources have errors: alam gazetteer check nlp/data/*-*.tsv"
[ "$status" = 0 ] && echo "lint: nothing found"
exit "$status"
