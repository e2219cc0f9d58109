#!/usr/bin/env bash
# install.sh - installs through apt what alam needs and this machine lacks; never upgrades anything.
#
#     scripts/install.sh [GROUP...]        groups: see the table; default: run
#
# When nothing is missing it says nothing, needs no network and no privileges, and takes some milliseconds.
# Otherwise it says in one line what it installs, as root or through sudo.
set -euo pipefail

# group: Debian packages, and @group for all packages of another group
readonly PACKAGES='
build:    gcc make pkg-config libc6-dev libmicrohttpd-dev libjansson-dev libcurl4-openssl-dev libpq-dev libutf8proc-dev libxxhash-dev nettle-dev libgnutls28-dev libxml2-dev libzstd-dev zlib1g-dev libbz2-dev
database: postgresql
run:      @build @database curl
unit:     libcmocka-dev
test:     @run @unit python3 python3-jsonschema zstd openssl
bench:    @run libhyperscan-dev python3 python3-ahocorasick wrk
lint:     @build @unit clang-format clang-tidy cppcheck shellcheck
image:    buildah debootstrap
'
readonly CREATECLUSTER=/etc/postgresql-common/createcluster.conf

die() {
    echo "install: $*" >&2
    exit 1
}

# The packages of a group, one a line.
expand() {
    local row word
    row=$(grep -E "^$1:" <<<"$PACKAGES") || die "no group '$1'; groups: $(sed -n 's/:.*//p' <<<"$PACKAGES" | xargs)"
    for word in ${row#*:}; do
        case $word in
        @*) expand "${word#@}" ;;
        *) echo "$word" ;;
        esac
    done
}

# Of the packages given, those that are not installed.
missing() {
    local installed
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n' "$@" 2>/dev/null | awk '$2 == "ii" { print $1 }')
    printf '%s\n' "$@" | sort -u | grep -vxF "${installed:-none}" || true
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env "$@"
    else
        sudo env "$@"
    fi
}

need_root() {
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
        die "not root and no sudo here; as root, run: apt-get install --no-install-recommends $wanted"
}

# Debian's postgresql package makes a cluster `main` and starts it on port 5432. alam has its own private one
# (scripts/database.sh), so the package is told not to, unless this machine already has an opinion in that file.
no_main_cluster() {
    [ ! -e "$CREATECLUSTER" ] || return 0
    as_root install -d -m 0755 "${CREATECLUSTER%/*}"
    as_root tee "$CREATECLUSTER" >/dev/null <<'END'
# Written by alam's scripts/install.sh before it installed PostgreSQL: alam runs a private cluster and needs no other.
# For a system-wide one: pg_createcluster VERSION main --start
create_main_cluster = false
ssl = on
END
}

# Prints apt's output only when it fails.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 </dev/null || status=$?
    [ "$status" = 0 ] || cat "$log" >&2
    rm -f "$log"
    return "$status"
}

apt_get() {
    quietly as_root DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get -o DPkg::Lock::Timeout=300 "$@"
}

[ $# -gt 0 ] || set -- run
packages=$(for group in "$@"; do expand "$group"; done)
if ! command -v dpkg-query >/dev/null; then
    echo "install: not a Debian system; what alam needs is called there: $(xargs <<<"$packages")" >&2
    exit 0
fi
# shellcheck disable=SC2086 # a list of words
wanted=$(missing $packages | xargs)
[ -n "$wanted" ] || exit 0

note=
case " $wanted " in
*' postgresql '*) [ -e "$CREATECLUSTER" ] || note=' (PostgreSQL without its default cluster on port 5432)' ;;
esac
echo "install: apt-get install $wanted$note"
need_root
[ -z "$note" ] || no_main_cluster
apt_get update || echo "install: apt-get update failed, trying with the package lists that are there" >&2
# shellcheck disable=SC2086 # a list of words
apt_get install --yes --no-install-recommends --no-upgrade $wanted || die "apt-get could not install: $wanted"
