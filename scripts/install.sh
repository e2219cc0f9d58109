#!/usr/bin/env bash
# install.sh - installs through apt what alam needs and this machine lacks; never upgrades anything.
#
#     scripts/install.sh [GROUP...]        groups: see the table; default: run
#
# When nothing is missing it says nothing, needs no network and no privileges, and takes some milliseconds.
# Otherwise it says in one line what it installs, as root or through sudo. Some programs come from packages that would
# start a server: those packages are not installed, only the program is taken out of them and put into build/tools. What
# Debian does not have comes from npm's registry (scripts/fetch-npm.sh).
# This is the only script that installs anything, and it is called before the tests, never by them.
set -euo pipefail

# group: Debian packages, and @group for all packages of another group
readonly PACKAGES='
build:    gcc make pkg-config libc6-dev libmicrohttpd-dev libcurl4-openssl-dev libpq-dev libutf8proc-dev libxxhash-dev nettle-dev libgnutls28-dev libxml2-dev libzstd-dev zlib1g-dev libbz2-dev
database: postgresql
run:      @build @database curl
unit:     libcmocka-dev
browser:  chromium chromium-driver fonts-dejavu-core python3 python3-pil python3-selenium
test:     @run @unit @browser python3 python3-jsonschema zstd openssl libevent-2.1-7 libc-ares2 libpcre2-8-0 liblua5.3-0 libopentracing-c-wrapper0
bench:    @run libhyperscan-dev python3 python3-ahocorasick wrk
lint:     @build @unit libhyperscan-dev python3 git clang-format clang-tidy cppcheck shellcheck
image:    buildah debootstrap
root:     debootstrap
'
# group   Debian package   the program inside it, unpacked to build/tools unless the machine has it already
readonly UNPACKED='
test      prometheus       usr/bin/promtool
test      pgbouncer        usr/sbin/pgbouncer
test      nginx            usr/sbin/nginx
test      haproxy          usr/sbin/haproxy
'
# group   npm package   version   SHA-256 of its archive   the file inside it that is put into build/tools
readonly FROM_NPM='
test      axe-core      4.10.3    0f2b4d7dcdf7d1219df8d1959ad68e565f51d14c3f0d88bb71cd59abeb956292   axe.min.js
'
cd "$(dirname "$0")/.."
TOOLS=$PWD/build/tools
readonly TOOLS
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

# The rows of UNPACKED that the given groups need and that are neither installed nor unpacked.
missing_programs() {
    local group package path
    while read -r group package path; do
        [ -n "$group" ] || continue
        [[ " $* " == *" $group "* ]] || continue
        [ -x "$TOOLS/${path##*/}" ] || [ -x "/$path" ] || echo "$package $path"
    done <<<"$UNPACKED"
}

# Downloads one package as whoever calls: apt-get download needs no privileges, but package lists that know the package.
download() {
    (cd "$1" && quietly apt-get -o "APT::Sandbox::User=$(id -un)" download "$2")
}

unpack_program() {
    local package=$1 path=$2 program=$TOOLS/${2##*/} work
    work=$(mktemp -d)
    mkdir -p "$TOOLS"
    download "$work" "$package" || die "apt-get could not download $package, which holds ${path##*/}"
    dpkg-deb --fsys-tarfile "$work/$package"_*.deb | tar -xO "./$path" >"$program.part"
    chmod 0755 "$program.part"
    mv "$program.part" "$program"
    rm -rf "$work"
}

update_lists() {
    [ -z "$updated" ] || return 0
    updated=yes
    need_root
    apt_get update || echo "install: apt-get update failed, trying with the package lists that are there" >&2
}

install_packages() {
    local note=
    case " $wanted " in
    *' postgresql '*) [ -e "$CREATECLUSTER" ] || note=' (PostgreSQL without its default cluster on port 5432)' ;;
    esac
    echo "install: apt-get install $wanted$note"
    need_root
    [ -z "$note" ] || no_main_cluster
    update_lists
    # shellcheck disable=SC2086 # a list of words
    apt_get install --yes --no-install-recommends --no-upgrade $wanted || die "apt-get could not install: $wanted"
}

install_programs() {
    local package path
    while read -r package path; do
        echo "install: ${path##*/} out of Debian's package $package, which is not installed, into build/tools"
        apt-cache show "$package" >/dev/null 2>&1 || update_lists
        unpack_program "$package" "$path"
    done <<<"$programs"
}

# Puts the files of FROM_NPM that the given groups need into build/tools, those that are there already left out. Where one
# cannot be had, the tests that need it say so.
fetch_from_npm() {
    local group package version sum path out
    while read -r group package version sum path; do
        out=$TOOLS/$package-$version.${path#*.}
        [ -n "$group" ] && [[ " $* " == *" $group "* ]] && [ ! -s "$out" ] || continue
        echo "install: $package $version from npm's registry into build/tools"
        scripts/fetch-npm.sh get "$package" "$version" "$sum" "$path" "$out" || true
    done <<<"$FROM_NPM"
}

[ $# -gt 0 ] || set -- run
packages=$(for group in "$@"; do expand "$group"; done)
if ! command -v dpkg-query >/dev/null; then
    echo "install: not a Debian system; what alam needs is called there: $(xargs <<<"$packages")" >&2
    exit 0
fi
updated=
# shellcheck disable=SC2086 # a list of words
wanted=$(missing $packages | xargs)
[ -z "$wanted" ] || install_packages
programs=$(missing_programs "$@")
[ -z "$programs" ] || install_programs
fetch_from_npm "$@"
