#!/usr/bin/env bash
# bare-root.sh - runs a command in a fresh clone of this repository inside a bare Debian 12: what a new machine has.
#
#     scripts/bare-root.sh [COMMAND...]     default: make test
#
# The root is made anew by debootstrap (minbase with ca-certificates, git and make) from the mirror that this machine's
# apt uses; npm's registry, a proxy in https_proxy and trusted certificates are this machine's too. It lies in memory
# where at least MEMORY_KB are free, else below ${TMPDIR:-/tmp}. The command runs in it as root, in /root/alam; only
# what is committed is there. All of it happens in mount and process namespaces of its own, so that its mounts and all
# processes it leaves behind end with it, however it ends. The directory is removed at the end.
#
# Exit status: the command's; 77, after one line that says why, where no root can be made.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly SUITE=bookworm PACKAGES=ca-certificates,git,make
readonly CANNOT=77 MEMORY_KB=10000000
readonly TRUSTED=/usr/local/share/ca-certificates
readonly DEVICES='null zero full random urandom tty'
work='' root='' child=''

cannot() {
    echo "bare-root: no bare root can be made: $*"
    exit "$CANNOT"
}

# shellcheck disable=SC2317 # called by the trap
cleanup() {
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        kill -KILL "$child" 2>/dev/null || true # unshare: its --kill-child ends all of the namespace
        wait "$child" 2>/dev/null || true
    fi
    [ -z "$work" ] || rm -rf --one-file-system "$work"
}

check_rights() {
    local tool
    [ "$(id -u)" = 0 ] || cannot "this needs root"
    for tool in debootstrap chroot unshare git; do
        command -v "$tool" >/dev/null || cannot "$tool is missing"
    done
    unshare --mount --pid --fork --kill-child --mount-proc true 2>/dev/null || cannot "namespaces are not allowed here"
}

# The root's place, in this namespace alone. A device file there must work, or debootstrap fails late and unclearly.
mount_place() {
    local null=$work/null
    if [ "$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)" -ge "$MEMORY_KB" ]; then
        mount -t tmpfs -o mode=0755 tmpfs "$work" || cannot "mounts are not allowed here"
    fi
    { mknod "$null" c 1 3 && : >"$null"; } 2>/dev/null || cannot "device files are not allowed in $work"
    rm "$null"
}

make_root() {
    local mirror
    mirror=$(scripts/apt-here.sh mirror "$SUITE")
    echo "bare-root: making Debian $SUITE out of $mirror"
    debootstrap --variant=minbase --include="$PACKAGES" "$SUITE" "$root" "$mirror" >"$work/log" 2>&1 ||
        { tail -5 "$work/log"; cannot "debootstrap failed"; }
    scripts/apt-here.sh sources "$SUITE" >"$root/etc/apt/sources.list"
    scripts/apt-here.sh settings >"$root/etc/apt/apt.conf.d/90host"
    cp --dereference /etc/resolv.conf /etc/hosts "$root/etc/"
    git clone --quiet --no-hardlinks . "$root/root/alam"
}

# Certificates that this machine trusts besides Debian's, such as that of a proxy between it and the registry.
copy_trust() {
    [ -d "$TRUSTED" ] || return 0
    cp --recursive --dereference "$TRUSTED/." "$root$TRUSTED/"
    chroot "$root" update-ca-certificates >>"$work/log" 2>&1
}

mount_system() {
    local name
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount -t tmpfs -o mode=0755 tmpfs "$root/dev"
    for name in $DEVICES; do
        touch "$root/dev/$name"
        mount --bind "/dev/$name" "$root/dev/$name"
    done
    ln -s /proc/self/fd "$root/dev/fd"
    ln -s pts/ptmx "$root/dev/ptmx"
    mkdir "$root/dev/shm" "$root/dev/pts"
    mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$root/dev/pts"
}

# The first process of the new namespaces.
inside() {
    work=$1 root=$1/root
    shift
    mount --make-rprivate /
    mount_place
    make_root
    copy_trust
    mount_system
    # shellcheck disable=SC2016 # expanded by the inner shell
    chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        CI="${CI:-true}" MAKEFLAGS="${MAKEFLAGS:-}" npm_config_registry="$(scripts/fetch-npm.sh registry)" \
        ${https_proxy:+https_proxy="$https_proxy"} /bin/sh -c 'cd /root/alam && exec "$@"' sh "$@" </dev/null
}

if [ "${1:-}" = --inside ]; then # this script's own call
    shift
    inside "$@"
    exit
fi
[ $# -gt 0 ] || set -- make test
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
check_rights
work=$(mktemp -d "${TMPDIR:-/tmp}/alam-root-XXXXXX")
unshare --mount --pid --fork --kill-child --mount-proc "$PWD/scripts/bare-root.sh" --inside "$work" "$@" &
child=$!
status=0
wait "$child" || status=$?
child=''
exit "$status"
