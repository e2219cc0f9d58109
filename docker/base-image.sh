#!/usr/bin/env bash
# base-image.sh - makes the local base image debian:bookworm-slim with debootstrap, for machines that reach a Debian
# mirror but no container registry.
#
#     docker/base-image.sh [NAME]          (as root; needs buildah and debootstrap: scripts/install.sh image)
#
# The mirror is ALAM_DEBIAN_MIRROR, else the one this machine's own apt uses, else deb.debian.org. The image itself always
# names deb.debian.org. So that apt works while an image is built here, this machine's apt settings are written to
# build/image/apt (not committed), which docker/build.sh mounts over /etc/apt during the build and only then.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly NAME=${1:-debian:bookworm-slim}
readonly SUITE=bookworm
readonly PUBLIC_MIRROR=http://deb.debian.org/debian
readonly APT=build/image/apt
work=

die() {
    echo "base-image: $*" >&2
    exit 1
}

cleanup() {
    [ -z "$work" ] || rm -rf --one-file-system "$work"
}

# What people leave out of "slim": documentation, and the package files already unpacked.
slim() {
    rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/* "$1"/usr/share/{doc,man,info,locale}/*
    cat >"$1/etc/dpkg/dpkg.cfg.d/slim" <<'END'
path-exclude /usr/share/doc/*
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
END
}

write_sources() {
    local security=http://deb.debian.org/debian-security
    printf 'deb %s %s main\ndeb %s %s-updates main\ndeb %s %s-security main\n' \
        "$PUBLIC_MIRROR" "$SUITE" "$PUBLIC_MIRROR" "$SUITE" "$security" "$SUITE" >"$1/etc/apt/sources.list"
}

# apt's settings for builds on this machine: the mirror found, and how apt is told to reach it (proxies and the like).
write_build_apt() {
    local mirror=$1 root=$2
    rm -rf "$APT"
    install -d -m 0755 "$APT" "$APT/apt.conf.d" "$APT/preferences.d" "$APT/sources.list.d"
    cp -a "$root/etc/apt/trusted.gpg.d" "$APT/"
    echo "deb $mirror $SUITE main" >"$APT/sources.list"
    scripts/apt-here.sh settings >"$APT/apt.conf.d/90host"
}

[ "$(id -u)" = 0 ] || die "debootstrap needs root"
for tool in debootstrap buildah; do
    command -v "$tool" >/dev/null || die "$tool is missing; run scripts/install.sh image first"
done

mirror=${ALAM_DEBIAN_MIRROR:-$(scripts/apt-here.sh mirror "$SUITE")}
trap cleanup EXIT
work=$(mktemp -d)

debootstrap --variant=minbase "$SUITE" "$work/root" "$mirror"
write_build_apt "$mirror" "$work/root"
write_sources "$work/root"
slim "$work/root"

container=$(buildah from scratch)
buildah add --quiet "$container" "$work/root" / >/dev/null
buildah config --cmd bash "$container"
buildah commit --quiet --rm "$container" "$NAME" >/dev/null
echo "base-image: $NAME is in the local image store"
