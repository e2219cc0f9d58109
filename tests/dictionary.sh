#!/usr/bin/env bash
# dictionary.sh - `alam gazetteer dictionary` applies Hunspell's suffix rules and keeps plain small-letter words.
set -euo pipefail

cd "$(dirname "$0")/.."
alam=${ALAM:-./alam}
data=tests/data/dictionary
failed=0

expect() {
    if ! diff -u <(printf '%s\n' "$2") <(printf '%s\n' "$3"); then
        echo "FAIL $1"
        failed=$((failed + 1))
    fi
}

words=$'class\tform\nnoun\treport\nnoun\tministers'
expect "a word list: small letters only, no apostrophes, two letters at least" "$words" \
    "$("$alam" gazetteer dictionary $data/words.txt)"
expect "suffixes by alias and condition; verbs as they stand; no prefixes" \
    "$words"$'\nnoun\tوزارة\nnoun\tوزارات\nnoun\tمراسل\nnoun\tمراسلين\nnoun\tقرار\nnoun\tقرارها\nnoun\tعلو\nverb-form\tأكدت' \
    "$("$alam" gazetteer dictionary $data/words.txt $data/sample.aff $data/sample.dic)"
if "$alam" gazetteer dictionary /nonexistent >/dev/null 2>&1; then
    echo "FAIL a missing file is said"
    failed=$((failed + 1))
fi
echo "$((3 - failed)) passed, $failed failed"
[ "$failed" = 0 ]
