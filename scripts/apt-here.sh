#!/usr/bin/env bash
# apt-here.sh - says how this machine's apt reaches Debian, for roots that are made on it (bare-root.sh, base-image.sh).
#
#     scripts/apt-here.sh mirror SUITE      the address of the mirror that most of apt's lists of that suite come from
#     scripts/apt-here.sh sources SUITE     lines for sources.list: the suite, and its updates and security where apt has them
#     scripts/apt-here.sh settings          lines for apt.conf.d: how to reach the mirror (proxies, retries, checks)
#
# Everything is read from the system's configuration; where apt says nothing, the mirror is Debian's own.
set -euo pipefail

readonly PUBLIC_MIRROR=http://deb.debian.org/debian

# Lines of `address suite component`, one for each list of packages that apt has from Debian.
targets() {
    # shellcheck disable=SC2016 # $(SITE) and the others are apt's own placeholders
    apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null |
        grep -E "^[^ ]+ $1(-updates|-security)? main$" || true
}

mirror() {
    local found
    found=$(targets "$1" | awk -v suite="$1" '$2 == suite { print $1; exit }')
    echo "${found:-$PUBLIC_MIRROR}"
}

sources() {
    local found
    found=$(targets "$1" | sort -u | sed 's/^/deb /')
    echo "${found:-deb $PUBLIC_MIRROR $1 main}"
}

settings() {
    apt-config dump 2>/dev/null | grep -E '^Acquire::(https?|Retries|Check-[A-Za-z-]+)[: ]' | grep -v '""' || true
}

case ${1:-}:$# in
mirror:2 | sources:2) "$1" "$2" ;;
settings:1) settings ;;
*) sed -n '4,6s/^# *//p' "$0" >&2; exit 2 ;;
esac
