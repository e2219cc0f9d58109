#!/usr/bin/env bash
# Every importer turns the sample of its format (tests/data/import, written for this test) into the rows beside it.
# `tests/import.sh --write` writes the expected rows anew: look at the difference before you believe it.
set -euo pipefail

cd "$(dirname "$0")/.."
alam=${ALAM:-./alam}
data=tests/data/import
. tests/lib/verdict.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# name                command line behind `alam gazetteer import`
readonly CASES="
wikidata              wikidata --known $data/known.tsv $data/wikidata.json
wikidata-gzip         wikidata --known $data/known.tsv $data/wikidata.json.gz
wikidata-bzip2        wikidata --known $data/known.tsv $data/wikidata.json.bz2
wikidata-two-passes   wikidata --two-passes --known $data/known.tsv $data/wikidata.json.gz
wikidata-languages    wikidata --languages en,fr --minimum 2 $data/wikidata.json
geonames              geonames $data/allCountries.txt $data/alternateNamesV2.txt
geonames-alone        geonames --minimum 500 $data/allCountries.txt
jrc-names             jrc-names $data/jrc-entities.txt
popolo                popolo $data/popolo.json $data/popolo.csv
tsv                   tsv $data/rows.tsv
tsv-typed             tsv --type person $data/rows.tsv
jsonl                 jsonl $data/rows.jsonl
debian-places         debian-places --known $data/known.tsv --known $data/words.tsv $data/debian-places
"

while read -r name command; do
    [ -n "$name" ] || continue
    # shellcheck disable=SC2086 # a list of words
    "$alam" gazetteer import $command >"$work/$name.tsv" 2>"$work/$name.log" || echo "exit status $?" >>"$work/$name.log"
    cat "$work/$name.tsv" "$work/$name.log" >"$work/$name.out"
    [ "${1:-}" != --write ] || cp "$work/$name.out" "$data/expected/$name.txt"
    diff -u "$data/expected/$name.txt" "$work/$name.out" && status=0 || status=1
    verdict "$name gives the expected rows and summary" "$status"
    "$alam" gazetteer build -o "$work/$name.img" "$work/$name.tsv" >/dev/null && status=0 || status=1
    verdict "$name gives a source that builds" "$status"
done <<<"$CASES"

for whole in wikidata-gzip wikidata-bzip2; do
    cmp -s "$work/wikidata.tsv" "$work/$whole.tsv" && status=0 || status=1
    verdict "$whole gives the same rows as the plain file" "$status"
done

head -c 300 "$data/wikidata.json.gz" >"$work/cut.gz"
"$alam" gazetteer import wikidata "$work/cut.gz" >/dev/null 2>&1 && status=1 || status=0
verdict "a compressed dump that ends in the middle is an error" "$status"
"$alam" gazetteer import wikidata /nowhere >/dev/null 2>&1 && status=1 || status=0
verdict "a file that is not there is an error" "$status"
"$alam" gazetteer import nonsense x >/dev/null 2>&1 && status=1 || status=0
verdict "an unknown format is an error" "$status"

# A dump of 40 MB must be read in the memory that one of 4 MB needs (the sanitizers multiply both).
awk 'NR > 1 && /Q90000000[12]"/ { sub(/,$/, ""); for (i = 0; i < 2000; i++) print $0 "," }' "$data/wikidata.json" >"$work/large.json"
for _ in 1 2 3 4 5 6 7 8 9 10; do cat "$work/large.json"; done >"$work/larger.json"
peak() {
    python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$alam" gazetteer import wikidata "$1"
}
small=$(ASAN_OPTIONS="${ASAN_OPTIONS:-}:quarantine_size_mb=4" peak "$work/large.json")
large=$(ASAN_OPTIONS="${ASAN_OPTIONS:-}:quarantine_size_mb=4" peak "$work/larger.json")
[ "$large" -lt $((small + small / 2 + 20000)) ] && status=0 || status=1
verdict "memory does not grow with the dump ($small KB, ten times the dump: $large KB)" "$status"

verdict_end
