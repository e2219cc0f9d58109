#!/usr/bin/env bash
# build.sh - builds the container image: what `make image` calls.
#
#     docker/build.sh [NAME]            default: alam:latest
#
# Uses docker or podman when its engine answers, else buildah without any engine (chroot isolation, so it works inside
# a container too). Where the base image can be had from no registry, docker/base-image.sh makes it (root only).
# ALAM_BUILD_APT names a directory to see as /etc/apt during the build, for networks with a Debian mirror of their own;
# nothing of it gets into the image. docker has no way to do that.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly NAME=${1:-alam:latest}
readonly BASE=docker.io/library/debian:bookworm-slim
readonly ANSWER_SECONDS=10 PULL_SECONDS=300
readonly LOCAL_APT=build/image/apt # written by base-image.sh

die() {
    echo "image: $*" >&2
    exit 1
}

answers() {
    command -v "$1" >/dev/null && timeout "$ANSWER_SECONDS" "$1" info >/dev/null 2>&1
}

choose_engine() {
    local engine
    for engine in docker podman; do
        if answers "$engine"; then
            echo "$engine"
            return
        fi
    done
    scripts/install.sh image >&2
    echo buildah
}

need_base() {
    local tool=$1 exists=(inspect "$BASE")
    [ "$tool" = podman ] && exists=(image exists "$BASE")
    "$tool" "${exists[@]}" >/dev/null 2>&1 && return
    timeout "$PULL_SECONDS" "$tool" pull --quiet "$BASE" >/dev/null 2>&1 && return
    echo "image: $BASE is in no registry reached from here; making it with debootstrap" >&2
    docker/base-image.sh "$BASE"
}

engine=$(choose_engine)
options=(--file docker/Dockerfile --tag "$NAME")
options+=(--build-arg "VERSION=$(git describe --always --dirty 2>/dev/null || echo dev)")
options+=(--build-arg "REVISION=$(git rev-parse HEAD 2>/dev/null || echo unknown)")
apt=${ALAM_BUILD_APT:-}
if [ "$engine" != docker ]; then
    need_base "$engine"
    [ -n "$apt" ] || [ ! -d "$LOCAL_APT" ] || apt=$LOCAL_APT
    options+=(--format docker --pull=never) # the OCI format has no HEALTHCHECK
    [ -z "$apt" ] || options+=(--volume "$(realpath "$apt"):/etc/apt:ro")
    [ "$engine" != buildah ] || options+=(--isolation chroot)
elif [ -n "$apt" ]; then
    die "ALAM_BUILD_APT needs podman or buildah"
fi

echo "image: building $NAME with $engine" >&2
"$engine" build "${options[@]}" .
"$engine" images "$NAME"
