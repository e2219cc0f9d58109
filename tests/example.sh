#!/usr/bin/env bash
# example.sh - the program in nlp/README.md compiles, and finds what it says.
set -euo pipefail

cd "$(dirname "$0")/.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
sed -n '/^```c$/,/^```$/p' nlp/README.md | sed '1d;$d' >"$dir/example.c"
mapfile -t sources < <(find nlp -name '*.c' -not -path 'nlp/tools/*')
cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -I. "$dir/example.c" "${sources[@]}" service/base/*.c build/gen/fold_table.c \
    -lm -o "$dir/example"
found=$("$dir/example" "${ALAM_GAZETTEER:-build/gazetteer.img}")
echo "$found"
grep -q '^place:cairo ' <<<"$found" && grep -q '^person:antonio-guterres ' <<<"$found"
