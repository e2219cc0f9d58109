#!/usr/bin/env bash
# rooms.sh - every #include goes down: scripts/rooms.py finds no fault with the sources, and does find each fault that is put
# into a copy of them.
set -euo pipefail

cd "$(dirname "$0")/.."
. tests/lib/verdict.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Whether a new first line in a file of the copy makes rooms.py say something that matches a pattern, and fail.
finds() { # SENTENCE FILE LINE PATTERN
    local said status=0 found=1
    sed -i "1i $3" "$work/tree/$2"
    said=$("$work/tree/scripts/rooms.py") || status=$?
    cp "$2" "$work/tree/$2"
    if [ "$status" = 1 ] && grep -qE "$4" <<<"$said"; then found=0; else echo "$said"; fi
    verdict "$1" "$found"
}

git init -q "$work/tree" # rooms.py asks git for the files
cp -R --parents scripts/rooms.* service nlp handlers "$work/tree"
scripts/rooms.py && status=0 || status=1
verdict 'every include goes down' "$status"
finds 'an include of a higher room is found' nlp/text/fold.c '#include "nlp/tagger.h"' '^nlp/text/fold\.c: nlp/text may not use nlp '
finds 'an include of a room that is not in the table is found' service/base/arena.c '#include "tests/unit/rows.h"' '^service/base/arena\.c: .* may not use tests/unit'
finds 'a library that the room may not use is found' service/route/router.c '#include <microhttpd.h>' '^service/route/router\.c: service/route may not use libmicrohttpd'
finds 'a circle of modules is found' service/base/strbuf.h '#include "service/base/json.h"' '^a circle of modules: .*service/base/json.*service/base/strbuf'
verdict_end
