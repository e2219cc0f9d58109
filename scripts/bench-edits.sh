#!/usr/bin/env bash
# bench-edits.sh - how long it takes until an edit of the gazetteer counts on two replicas that annotate as fast as they can.
#
#     scripts/bench-edits.sh [EDITS] [CLIENTS] [SECONDS] [BEFORE]...
#
# EDITS (100) edits, one after the other; CLIENTS (4) that post an article again and again to each replica, for SECONDS (5)
# alone first. One line for each BEFORE (0 10000): how many edits the database holds already. The clients are threads of one
# Python and take their share of the processors. ALAM chooses another binary; prints only: nothing fails for being slow.
set -euo pipefail

cd "$(dirname "$0")/.."
edits=${1:-100} clients=${2:-4} seconds=${3:-5}
shift $(($# < 3 ? $# : 3))
[ $# -gt 0 ] || set -- 0 10000
for before; do
    ALAM=${ALAM:-./alam} /usr/bin/python3 tests/bench/edits/edits.py "$edits" "$clients" "$seconds" "$before"
done
