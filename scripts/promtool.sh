#!/usr/bin/env bash
# promtool.sh - runs promtool: the installed one, else the one in Debian's prometheus package, unpacked to build/promtool
# and not installed, because that package starts a server.
set -euo pipefail

DIRECTORY=$(cd "$(dirname "$0")/.." && pwd)/build/promtool
readonly DIRECTORY
tool=$(command -v promtool || echo "$DIRECTORY/usr/bin/promtool")
if [ ! -x "$tool" ]; then
    mkdir -p "$DIRECTORY"
    (cd "$DIRECTORY" && { apt-get download prometheus || { apt-get update && apt-get download prometheus; }; } && dpkg -x prometheus_*.deb . && rm prometheus_*.deb) >&2
fi
exec "$tool" "$@"
