#!/usr/bin/env bash
# install.sh - `make install` below a DESTDIR: the program finds its image from its own place, the manual page holds every
# command and option, the unit names the installed program; and `make uninstall` leaves no file.
set -euo pipefail

cd "$(dirname "$0")/.."
unset ALAM ALAM_GAZETTEER MAKEFLAGS MAKELEVEL
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readonly INSTALLED=$work/opt/alam

check() { # SENTENCE COMMAND...
    local sentence=$1
    shift
    if "$@" >"$work/said" 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL $sentence"; head -20 "$work/said"; fi
}

place() {
    make --no-print-directory "$1" DESTDIR="$work" PREFIX=/opt/alam
}
# The installed program, from another directory and without any setting.
installed() {
    (cd / && env -i PATH=/usr/bin:/bin "$INSTALLED/bin/alam" "$@")
}
tags() {
    installed tag <<<'{"text":"Antonio Guterres arrived in Cairo."}' | grep -F '"id":"place:cairo"'
}
page() {
    sed 's/\\-/-/g' "$INSTALLED/share/man/man1/alam.1"
}
# Every command and every option that the program's own help names.
documented() {
    local command word
    for command in $(installed --help | sed -nE 's/^  ([a-z]+) .*/\1/p'); do
        page | grep -F ".SS \"alam $command\"" || return 1
        case $command in version | help) continue ;; esac
        for word in $(installed "$command" --help | grep -oE -- '--[a-z]+(-[a-z]+)*' | sort -u); do
            page | grep -F -- "$word" || { echo "alam $command $word is not in the manual page"; return 1; }
        done
    done
}
settings() {
    local name
    for name in $(installed config | sed -nE 's/^([A-Z_]+)=.*/\1/p'); do
        page | grep -xF ".B $name" || { echo "$name is not in the manual page"; return 1; }
    done
}
readable() {
    command -v groff >/dev/null || return 0
    [ -z "$(groff -man -Tutf8 -k -ww "$INSTALLED/share/man/man1/alam.1" 2>&1 >/dev/null)" ]
}
unit() {
    grep -xF "ExecStart=/opt/alam/bin/alam serve" "$INSTALLED/lib/systemd/system/alam.service" &&
        ! grep -F /usr/local/ "$INSTALLED/lib/systemd/system/alam.service"
}
nothing_left() {
    [ -z "$(find "$work" -type f -not -path "$work/said")" ]
}

check 'make install succeeds' place install
check 'the installed program tags with its own image' tags
check 'it counts its own image' installed gazetteer stats
check 'the manual page holds every command and option' documented
check 'the manual page holds every setting' settings
check 'the manual page is well-formed' readable
check 'the unit starts the installed program' unit
check 'make uninstall succeeds' place uninstall
check 'no file is left' nothing_left
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
