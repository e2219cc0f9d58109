#!/usr/bin/env bash
# man.sh - prints the manual page alam(1): docs/alam.1.in, filled in with what the program says of itself.
#
#     scripts/man.sh > build/alam.1         ALAM names another program than ./alam
#
# The commands come from `alam --help` and each command's own --help, the settings from `alam config --markdown`.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly ALAM=${ALAM:-./alam}

# Text as roff shows it: no escapes, no requests, hyphens that can be copied into a shell.
plain() {
    sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^[.']/\\\\\&&/"
}

commands() {
    local name text
    "$ALAM" --help | sed -nE 's/^  ([a-z]+) +(.*)/\1 \2/p' | while read -r name text; do
        printf '.SS "alam %s"\n' "$name"
        plain <<<"$text"
        case $name in
        version | help) ;;
        gazetteer) usage "$name"; usage "$name" import ;;
        *) usage "$name" ;;
        esac
    done
}

usage() {
    printf '.PP\n.nf\n'
    "$ALAM" "$@" --help | plain
    printf '.fi\n'
}

# Rows of the table are: | `NAME` | `default` | meaning |
environment() {
    "$ALAM" config --markdown | tr -d '`' | awk -F ' *[|] *' 'NR > 2 {
        print ".TP\n.B " $2
        print $4 ($3 == "" ? "" : " (default: " $3 ")")
    }' | sed -e '/^\.\(TP\|B\)/!{s/\\/\\e/g; s/-/\\-/g}'
}

version=$("$ALAM" version)
while IFS= read -r line; do
    case $line in
    @COMMANDS@) commands ;;
    @ENVIRONMENT@) environment ;;
    *) printf '%s\n' "${line//@VERSION@/${version#alam }}" ;;
    esac
done <docs/alam.1.in
