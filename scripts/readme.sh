#!/usr/bin/env bash
# readme.sh - keeps README.md's configuration table equal to the one in service/app/config.c.
#
#     scripts/readme.sh            writes the table between <!-- config --> and <!-- /config -->
#     scripts/readme.sh --check    exit 1, and the difference, when README.md has another one (tests/readme.sh)
set -euo pipefail

cd "$(dirname "$0")/.."
readonly ALAM=${ALAM:-./alam}

with_table() {
    local table
    table=$("$ALAM" config --markdown)
    TABLE=$table awk '
        /^<!-- config -->$/ { print; print ""; print ENVIRON["TABLE"]; print ""; inside = 1; found++ }
        /^<!-- \/config -->$/ { inside = 0; found++ }
        !inside && !/^<!-- config -->$/
        END { exit found != 2 }' README.md
}

fresh=$(with_table) || { echo "readme: README.md lost its config markers" >&2; exit 1; }
case ${1:-} in
--check) diff README.md <(echo "$fresh") ;;
'') echo "$fresh" >README.md ;;
*) sed -n '4,5s/^# *//p' "$0" >&2; exit 2 ;;
esac
