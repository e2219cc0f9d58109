#!/usr/bin/env bash
# The curated sources have no errors, and every rule of the lint finds the row that was written to break it.
set -euo pipefail

cd "$(dirname "$0")/.."
alam=${ALAM:-./alam}
. tests/lib/verdict.sh

status=0
"$alam" gazetteer check --errors nlp/data/*-*.tsv || status=$?
verdict "the curated sources have no errors" "$status"

# Processor time, which other programs on the machine do not stretch: 2 s without sanitizers.
TIMEFORMAT=%U
took=$({ time "$alam" gazetteer check --errors nlp/data/*-*.tsv >/dev/null 2>&1 || true; } 2>&1)
[ "${took%%[.,]*}" -lt 10 ] && status=0 || status=1
verdict "the lint is fast" "$status"

# Each row of the broken source names in its note the rule that must complain about its line.
broken=tests/data/check/broken.tsv
found=$("$alam" gazetteer check "$broken" tests/data/check/words.tsv || true)
while IFS=$'\t' read -r line rule; do
    grep -qE "^$broken:$line: (error|warning): .*\[$rule\]$" <<<"$found" && status=0 || status=1
    verdict "line $line breaks the rule '$rule'" "$status"
done < <(awk -F'\t' 'NR > 1 && $10 != "" { print NR "\t" $10 }' "$broken")

sound=$(grep -c '' tests/data/check/sound.tsv)
output=$("$alam" gazetteer check tests/data/check/sound.tsv) && status=0 || status=1
verdict "a sound source passes" "$status"
[ "$output" = "$((sound - 1)) rows in 1 files: 0 errors, 0 warnings" ] && status=0 || status=1
verdict "a sound source has no warnings" "$status"

verdict_end
