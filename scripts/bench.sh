#!/usr/bin/env bash
# bench.sh - prints one table: alam's whole tagger, the floor, and its peers, on the same text with the same names.
#
#     scripts/bench.sh [NAMES...]          default: 10000 200000 1000000
#
# Every row's ratio to the floor comes from one run in which both alternate; absolute figures move with the machine, the
# ratios hardly. Peers read a slice of the text and have a time limit; the whole takes about two to four minutes. Needs what
# `make bench` builds. Generated data and images are kept in build/bench/NAMES. Prints only: nothing fails for being slow.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly BENCH=build/bench TEXT_BYTES=16000000 PEER_SECONDS=60
[ $# -gt 0 ] || set -- 10000 200000 1000000

# Bytes of text for a peer that scans about so many names' text in some seconds.
slice() {
    local names=$1 ten_thousand=$2 more=$3 million=$4
    if [ "$names" -le 10000 ]; then
        echo "$ten_thousand"
    elif [ "$names" -le 200000 ]; then
        echo "$more"
    else
        echo "$million"
    fi
}

for names in "$@"; do
    mkdir -p "$BENCH/$names"
    "$BENCH/generate" "$names" "$TEXT_BYTES" "$BENCH/$names"
done

echo "$(nproc) cores, $(sed -nE 's/^model name.*: (.*)/\1/p' /proc/cpuinfo | head -1), $(date -u +%F)"
printf '%-14s %8s %8s %8s %9s %8s %9s %8s\n' '' names MB/s ns/word 'of floor' 'build s' 'B a name' 'open ms'
for names in "$@"; do
    directory=$BENCH/$names
    "$BENCH/bench_tagger" "$names" "$directory" nlp/data/lexicon-*.tsv nlp/data/grammar-*.tsv
    "$BENCH/peer_hyperscan" "$names" "$directory" "$(slice "$names" 8000000 4000000 1000000)" "$PEER_SECONDS"
    /usr/bin/python3 tests/bench/peers.py "$names" "$directory" "$BENCH/bench_floor" \
        "$(slice "$names" 8000000 8000000 4000000)" "$(slice "$names" 8000000 8000000 500000)" "$PEER_SECONDS"
done
echo
"$BENCH/linearity" "$BENCH/$1"
