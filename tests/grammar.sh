#!/usr/bin/env bash
# grammar.sh - `alam grammar fit` and `alam evaluate` from labelled articles to an image: sentences are generated, fitted to, and
# found again by the image that the weights are built into.
set -euo pipefail

cd "$(dirname "$0")/.."
alam=${ALAM:-./alam}
export ALAM_GAZETTEER=${ALAM_GAZETTEER:-build/gazetteer.img}
. tests/lib/verdict.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
verdict_log=$work/log

works() { # works NAME COMMAND...
    local name=$1 status=0
    shift
    "$@" >"$work/log" 2>&1 || status=1
    verdict "$name" "$status"
}

refused() { # refused NAME TEXT COMMAND...: the command fails and says the text
    local name=$1 text=$2 status=0
    shift 2
    if "$@" >"$work/log" 2>&1 || ! grep -q -- "$text" "$work/log"; then
        status=1
    fi
    verdict "$name" "$status"
}

f1() { # F1 of all types in the table of `alam evaluate`
    awk 'NR == 2 { print $7 }' "$1"
}

# Labelled articles of our own: generated sentences, a quarter of them kept for measuring.
"$alam" grammar generate nlp/data arabic 3 >"$work/all.jsonl"
awk 'NR % 4 == 0 && NR % 16' "$work/all.jsonl" >"$work/articles.jsonl"
awk 'NR % 16 == 0' "$work/all.jsonl" >"$work/kept.jsonl"
readonly FIT=("$alam" grammar fit --anew --folds 2)

works 'weights are fitted' "${FIT[@]}" -o "$work/weights-ar.tsv" "$work/articles.jsonl"
works 'and once more' "${FIT[@]}" -o "$work/again.tsv" "$work/articles.jsonl"
works 'the same articles give the same bytes' cmp "$work/weights-ar.tsv" "$work/again.tsv"
works 'another seed is taken' "${FIT[@]}" --seed 2 -o "$work/seed.tsv" "$work/articles.jsonl"
cmp -s "$work/weights-ar.tsv" "$work/seed.tsv" && status=1 || status=0
verdict 'and gives other weights' "$status"

works 'an image is built with the weights' "$alam" gazetteer build --version test -o "$work/fitted.img" nlp/data/*-*.tsv \
    nlp/data/model/statistics-ar.tsv "$work/weights-ar.tsv"
works 'an image is built without weights' "$alam" gazetteer build --version test -o "$work/bare.img" nlp/data/*-*.tsv
works 'the fitted image is evaluated' "$alam" evaluate --gazetteer "$work/fitted.img" "$work/kept.jsonl"
cp "$work/log" "$work/fitted"
works 'the bare one too' "$alam" evaluate --gazetteer "$work/bare.img" "$work/kept.jsonl"
cp "$work/log" "$work/bare"
works 'what is fitted finds more in sentences that it has not seen' \
    awk -v "fitted=$(f1 "$work/fitted")" -v "bare=$(f1 "$work/bare")" 'BEGIN { print fitted, bare; exit !(fitted > bare + 10) }'

works '--check fits and measures' "${FIT[@]}" --check -o "$work/check.tsv" "$work/articles.jsonl"
works '--check writes nothing' test ! -e "$work/check.tsv"
works '--own with a weight' "${FIT[@]}" --folds 0 --own "$work/kept.jsonl" --weight 4 -o "$work/own.tsv" "$work/articles.jsonl"
works '--silver' "${FIT[@]}" --folds 0 --silver "$work/kept.jsonl" -o "$work/silver.tsv" "$work/articles.jsonl"
cmp -s "$work/own.tsv" "$work/silver.tsv" && status=1 || status=0
verdict 'count differently' "$status"

# Articles without a name: there is nothing that a fit could find.
grep -F '"entities":[]' "$work/all.jsonl" | grep -F '"other":[]' >"$work/nameless.jsonl"
refused 'weights that find no more are refused' 'nothing is written' "$alam" grammar fit --folds 2 --gazetteer "$work/fitted.img" \
    -o "$work/worse.tsv" "$work/nameless.jsonl"
works 'and not written' test ! -e "$work/worse.tsv"
works '--force writes them all the same' "$alam" grammar fit --folds 2 --force --gazetteer "$work/fitted.img" -o "$work/worse.tsv" \
    "$work/nameless.jsonl"

refused 'a full disk' 'writing failed' "${FIT[@]}" --folds 0 -o /dev/full "$work/kept.jsonl"
refused 'no labelled article' 'no labelled article' "${FIT[@]}" /dev/null
refused 'a weight out of range' '--weight' "${FIT[@]}" --weight 1000 "$work/kept.jsonl"
refused 'one fold' '--folds' "${FIT[@]}" --folds 1 "$work/kept.jsonl"
refused 'an article that is none' 'text is missing' "$alam" evaluate <(echo '{"wrong":1}')
refused 'a file that is not there' 'nowhere' "$alam" evaluate "$work/nowhere"

verdict_end
