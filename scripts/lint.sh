#!/usr/bin/env bash
# lint.sh - what `make lint` checks, with all processors: format, clang-tidy (.clang-tidy says which checks and why),
# cppcheck, each header compiled alone, includes against scripts/rooms.tsv, shell scripts, gazetteer sources.
#
#     scripts/lint.sh          needs ./alam and compile_commands.json, which `make lint` makes first
#
# Prints what is wrong; exit status 1 when anything is.
set -euo pipefail

cd "$(dirname "$0")/.."
PROCESSORS=$(nproc)
readonly PROCESSORS
status=0
mapfile -t sources < <(git ls-files '*.c' '*.h')
mapfile -t headers < <(git ls-files '*.h')
mapfile -t scripts < <(git ls-files '*.sh' '.ci/run')
read -ra flags < <(pkg-config --cflags libmicrohttpd libcurl libpq nettle gnutls libxml-2.0)

report() {
    echo "lint: $1" >&2
    status=1
}

# Runs a command once for each line of standard input, at the end of its words; what it prints comes in one piece.
each() {
    xargs -d '\n' -P "$PROCESSORS" -I '{}' bash -c 'said=$("$@" 2>&1) || { printf "%s\n" "$said"; exit 1; }' each "$@" '{}'
}

# Options of the analyzer that keep it to one function at a time: it takes a tenth of the time, and CI has 25 minutes.
readonly ANALYZER=(--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang "--extra-arg=max-nodes=20000,ipa=none")

tidy() { # only what is wrong: it counts the warnings that it leaves out as well
    git ls-files '*.c' | each clang-tidy -p . --quiet "${ANALYZER[@]}" | grep -vE '^[0-9]+ warnings? (generated|treated as errors)|^Suppressed |^Use -header-filter|^$'
    return "${PIPESTATUS[1]}"
}

clang-format --dry-run --Werror "${sources[@]}" 2>/dev/null || report "some files are not formatted: make format"
tidy || report "clang-tidy found something"
# its preprocessor does not follow tables of rows with commas in strings
cppcheck --quiet -j "$PROCESSORS" --suppress=preprocessorErrorDirective --std=c11 --enable=warning,portability --inline-suppr \
    --error-exitcode=1 -I. service nlp handlers || report "cppcheck found something"
printf '%s\n' "${headers[@]}" | each cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -I. "${flags[@]}" -x c -fsyntax-only ||
    report "a header does not compile alone"
scripts/rooms.py || report "an include goes upwards"
shellcheck --severity=warning "${scripts[@]}" || report "shellcheck found something"
./alam gazetteer check nlp/data/*-*.tsv >/dev/null || report "the gazetteer's sources have errors: alam gazetteer check nlp/data/*-*.tsv"
[ "$status" = 0 ] && echo "lint: nothing found"
exit "$status"
