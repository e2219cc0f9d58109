#!/usr/bin/env bash
# A newsroom's own file beside the shipped ones, as nlp/data/README.md describes it: it adds spellings to a known entity and new
# entities, changes nothing else, and the Makefile takes it.
set -euo pipefail

cd "$(dirname "$0")/.."
alam=${ALAM:-./alam}
. tests/lib/verdict.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
verdict_log=$work/log
own=tests/data/check/own.tsv

works() { # works NAME COMMAND...
    local name=$1 status=0
    shift
    "$@" >"$work/log" 2>&1 || status=$?
    verdict "$name" "$status"
}
means() { # means NAME ID: the gazetteer with the own file says that the name may mean the entity
    "$alam" gazetteer lookup --gazetteer "$work/own.img" "$1" | grep -q "	$2	"
}
counts() { # counts IMAGE: how many entities it has
    "$alam" gazetteer stats "$1" | awk '/^all entities/ { print $3 }'
}

works 'the own file passes the lint beside ours' "$alam" gazetteer check --errors nlp/data/*-*.tsv "$own"
works 'an image is built of our files' "$alam" gazetteer build --version test -o "$work/ours.img" nlp/data/*-*.tsv
works 'an image is built of both, the own one first' \
    "$alam" gazetteer build --version test -o "$work/own.img" "$own" nlp/data/*-*.tsv
works 'an image is built of both' "$alam" gazetteer build --version test -o "$work/own.img" nlp/data/*-*.tsv "$own"
works 'a spelling is added to an entity of ours' means 'أهرام المعادي' org:al-ahram
works 'the entity of ours has its names still' means 'الأهرام' org:al-ahram
works 'a new entity has an id of its own' means 'نادي عينات المكتب' desk:samples-club
works 'one entity more' [ $(($(counts "$work/ours.img") + 1)) = "$(counts "$work/own.img")" ]

# A subtype that only the own file has must not renumber ours, of which the weights speak.
printf 'id\ttype\tsubtype\tar\ndesk:kiosk\tplace\taaa-kiosk\tكشك العينات\n' >"$work/subtype.tsv"
"$alam" gazetteer build --version test -o "$work/first.img" "$work/subtype.tsv" nlp/data/*-*.tsv nlp/data/model/*.tsv 2>/dev/null
"$alam" gazetteer build --version test -o "$work/last.img" nlp/data/*-*.tsv nlp/data/model/*.tsv "$work/subtype.tsv" 2>/dev/null
awk -F'\t' 'FNR > 1 && count++ < 200 { gsub(/["\\]/, "", $2); print "{\"id\":\"" NR "\",\"text\":\"" $2 "\"}" }' \
    tests/golden/*.tsv >"$work/texts"
for image in first last; do
    "$alam" tag --gazetteer "$work/$image.img" <"$work/texts" >"$work/$image.answers" || true
done
works 'there are answers' [ "$(grep -c '"mentions"' "$work/first.answers")" -gt 10 ]
works 'the order of the files changes no answer' cmp "$work/first.answers" "$work/last.answers"

works 'the Makefile takes it' grep -qF "$own" \
    <(make -n -W nlp/data/VERSION OWN="$own" build/gazetteer.img 2>/dev/null | grep 'gazetteer build')

verdict_end
