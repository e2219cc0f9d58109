#!/usr/bin/env bash
# fetch-npm.sh - takes one file out of a package of the npm registry, without npm.
#
#     scripts/fetch-npm.sh registry                                    the address of the registry
#     scripts/fetch-npm.sh get PACKAGE VERSION SHA256 MEMBER OUT       SHA256 is that of the package's archive
#
# The registry is the one that npm would ask: $npm_config_registry, the line `registry=` of ~/.npmrc or /etc/npmrc, else
# npm's own. Exit status 1, and one line on stderr, when the file cannot be had.
set -euo pipefail

readonly PUBLIC_REGISTRY=https://registry.npmjs.org PATIENCE_SECONDS=120

registry() {
    local found=${npm_config_registry:-${NPM_CONFIG_REGISTRY:-}}
    [ -n "$found" ] ||
        found=$(sed -nE 's/^ *registry *= *"?([^" ]+)"? *$/\1/p' "${HOME:-/root}/.npmrc" /etc/npmrc 2>/dev/null | head -1 || true)
    found=${found:-$PUBLIC_REGISTRY}
    echo "${found%/}"
}

get() {
    local package=$1 version=$2 sum=$3 member=$4 out=$5 work
    work=$(mktemp -d)
    trap 'rm -rf "$work"' RETURN
    curl --silent --show-error --fail --location --retry 3 --max-time "$PATIENCE_SECONDS" --output "$work/package.tgz" \
        "$(registry)/$package/-/${package##*/}-$version.tgz" &&
        sha256sum --quiet --check <<<"$sum  $work/package.tgz" && mkdir -p "${out%/*}" &&
        tar -xzOf "$work/package.tgz" "package/$member" >"$out.part" && mv "$out.part" "$out"
}

case ${1:-}:$# in
registry:1) registry ;;
get:6) get "${@:2}" || { echo "fetch-npm: $2 $3 cannot be had from $(registry)" >&2; exit 1; } ;;
*) sed -n '4,5s/^# *//p' "$0" >&2; exit 2 ;;
esac
