#!/usr/bin/env bash
# version.sh - the binary, the OpenAPI description and the newest section of the changelog name one version.
set -euo pipefail

cd "$(dirname "$0")/.."
alam=${ALAM:-./alam}
failed=0

version=$(sed -nE 's/^#define ALAM_VERSION "(.*)"$/\1/p' service/base/version.h)

expect() { # expect WHAT VALUE
    if [ "$2" != "$version" ]; then
        echo "FAIL: $1 says '$2', service/base/version.h says '$version'"
        failed=$((failed + 1))
    fi
}

expect "alam version" "$("$alam" version | sed 's/^alam //')"
expect "handlers/openapi.json" "$(sed -nE 's/^  "version": "(.*)",$/\1/p; s/^    "version": "(.*)",?$/\1/p' handlers/openapi.json | head -1)"
expect "CHANGELOG.md" "$(sed -nE 's/^## \[([^]]*)\].*/\1/p' CHANGELOG.md | head -1)"

echo "$((3 - failed)) passed, $failed failed"
[ "$failed" = 0 ]
