#!/usr/bin/env bash
# Files that are not what they should be: every verb that reads files ends with exit status 1, and says why on standard
# error, with the file's name, at most ten lines of a file, and a count when there are more.
set -euo pipefail

cd "$(dirname "$0")/.."
alam=${ALAM:-./alam}
. tests/lib/verdict.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
verdict_log=$work/log

readonly DATA=tests/data/import
: >"$work/empty"
printf '\xef\xbb\xbf' >"$work/mark"
printf '\n\n' >"$work/blank"
for i in $(seq 15); do printf '\x89PNG\r\n\x1a\x00%d\xff\xfe\n' "$i"; done >"$work/binary"
for i in $(seq 30); do echo "<p>This is a page, line $i.</p>"; done >"$work/page"
for i in $(seq 30); do echo "[$i, \"x\"]"; done >"$work/lists"
printf 'name\tvalue\nx\t1\n' >"$work/table"
iconv -f utf-8 -t utf-16 "$DATA/rows.tsv" >"$work/utf-16"
iconv -f utf-8 -t utf-16le "$DATA/rows.jsonl" >"$work/utf-16le"
iconv -f utf-8 -t utf-32 "$DATA/rows.tsv" >"$work/utf-32"
iconv -f utf-8 -t windows-1256//TRANSLIT "$DATA/rows.tsv" >"$work/windows-1256"

# name, command line; the file is put behind it
readonly VERBS="
wikidata    gazetteer import wikidata
two-passes  gazetteer import wikidata --two-passes
geonames    gazetteer import geonames
jrc-names   gazetteer import jrc-names
popolo      gazetteer import popolo
tsv         gazetteer import tsv
tsv-typed   gazetteer import tsv --type person
jsonl       gazetteer import jsonl
check       gazetteer check
build       gazetteer build -o $work/image
stats       gazetteer stats
dictionary  gazetteer dictionary
evaluate    evaluate
lookup      gazetteer lookup --gazetteer
"

refused() { # refused FILE COMMAND…: exit status 1, and each message begins with the program's name and names the file
    local file=$1 status=0
    shift
    case "$*" in *lookup*) set -- "$@" "$file" Cairo ;; *) set -- "$@" "$file" ;; esac
    "$alam" "$@" >"$work/out" 2>"$work/log" || status=$?
    [ "$status" = 1 ] && grep -q "^alam.*$(basename "$file")" "$work/log" &&
        [ "$(grep -cE "$(basename "$file"):[0-9]+: " "$work/log")" -le 20 ]
}

while read -r name command; do
    [ -n "$name" ] || continue
    for kind in empty mark blank binary page lists table utf-16 utf-16le utf-32; do
        file=$work/$kind
        # Sources must be called .tsv to be told from an image.
        [ "$name" != stats ] || { cp "$file" "$file.tsv" && file=$file.tsv; }
        # shellcheck disable=SC2086 # a list of words
        refused "$file" $command && status=0 || status=1
        verdict "$name refuses a file that is $kind" "$status"
    done
done <<<"$VERBS"
[ ! -e "$work/image" ] && status=0 || status=1
verdict "nothing is built" "$status"

# shellcheck disable=SC2086 # a list of words
for kind in check "build -o $work/image"; do
    refused "$work/windows-1256" gazetteer $kind && grep -q "windows-1256:.*not UTF-8" "$work/log" && status=0 || status=1
    verdict "gazetteer $kind names the lines that are not UTF-8" "$status"
    refused "$work/utf-16" gazetteer $kind && grep -q "utf-16:1: .*UTF-16" "$work/log" && status=0 || status=1
    verdict "gazetteer $kind names UTF-16" "$status"
    refused "$work/binary" gazetteer $kind && [ "$(grep -c 'binary:[0-9]*: ' "$work/log")" = 10 ] &&
        grep -q "binary: 30 lines" "$work/log" && status=0 || status=1
    verdict "gazetteer $kind shows ten lines and a count" "$status"
done

# A sound file beside a foreign one does not make the run a success.
! "$alam" gazetteer import jsonl "$DATA/rows.jsonl" "$work/page" >/dev/null 2>"$work/log" && status=0 || status=1
verdict "a foreign file beside a sound one is refused" "$status"

for kind in empty page utf-16; do
    refused "$work/$kind" gazetteer import wikidata "$DATA/wikidata.json" --known && status=0 || status=1
    verdict "what is named with --known must be a source, and is $kind" "$status"
done

# All faulty rows of a build are told at once.
{
    printf 'id\ttype\ten\n'
    for i in $(seq 12); do printf 'x:%d\tplanet\tName %d\n' "$i" "$i"; done
    printf 'x:good\tperson\tGood Name\n'
} >"$work/faulty.tsv"
! "$alam" gazetteer build -o "$work/image" "$work/faulty.tsv" tests/data/check/sound.tsv >/dev/null 2>"$work/log" &&
    [ "$(grep -c 'faulty.tsv:[0-9]*: ' "$work/log")" = 10 ] && grep -q '12 faulty rows' "$work/log" && [ ! -e "$work/image" ] &&
    status=0 || status=1
verdict "a build tells ten of twelve faulty rows, and their number" "$status"

# A byte-order mark is no fault anywhere.
for command in "import tsv $DATA/rows.tsv" "import jsonl $DATA/rows.jsonl" "import wikidata $DATA/wikidata.json" \
    "import popolo $DATA/popolo.json" "import popolo $DATA/popolo.csv" "import jrc-names $DATA/jrc-entities.txt" \
    "import geonames $DATA/allCountries.txt" "check tests/data/check/sound.tsv"; do
    { printf '\xef\xbb\xbf' && cat "${command##* }"; } >"$work/marked"
    # shellcheck disable=SC2086 # a list of words
    "$alam" gazetteer ${command% *} "$work/marked" >"$work/marked.out" 2>/dev/null && status=0 || status=1
    # shellcheck disable=SC2086 # a list of words
    "$alam" gazetteer $command 2>/dev/null | cmp -s - "$work/marked.out" || status=1
    verdict "gazetteer $command takes a byte-order mark" "$status"
done

verdict_end
