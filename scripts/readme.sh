#!/usr/bin/env bash
# readme.sh - writes the tables of README.md that follow from the code, each between two markers:
#
#     <!-- config -->      the settings, from service/app/config.c (`alam config --markdown`)
#     <!-- gazetteer -->   what the image holds (`alam gazetteer stats`)
#     <!-- rooms -->       the folders, from scripts/rooms.tsv (`scripts/rooms.py --markdown`)
#
#     scripts/readme.sh            writes them
#     scripts/readme.sh --check    exit 1, and the difference, when README.md has others (tests/readme.sh)
#
# An image that was built where the packages of GeoNames could not be fetched has curated entries alone; then the table
# of the gazetteer is left as it is.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly ALAM=${ALAM:-./alam}

config() {
    "$ALAM" config --markdown
}

gazetteer() {
    "$ALAM" gazetteer stats | awk '
        BEGIN {
            note["gn:"] = "(GeoNames)"; note["iso:"] = "(countries, subdivisions)"
            print "| id | entities | persons | places | organizations | with an Arabic name | with an English name |"
            print "|---|---|---|---|---|---|---|"
        }
        function thousands(n) { return n >= 1000 ? thousands(int(n / 1000)) sprintf(",%03d", n % 1000) : n }
        function cell(n) { return n ? thousands(n) : "" }
        NR == 1 { forms = $(NF - 2) }
        NR > 2 {
            name = $1 == "all" ? "all" : "`" $1 "`" ($1 in note ? " " note[$1] : "")
            row = "| " name " |"
            for (i = NF - 5; i <= NF; i++) row = row " " cell($i) " |"
            gsub("  ", " ", row); print row
        }
        END { print ""; print thousands(forms) " surface forms." }'
}

rooms() {
    scripts/rooms.py --markdown
}

# The text on standard input with the table NAME in place of the one between its markers.
with() {
    TABLE=$("$1") awk -v name="$1" '
        $0 == "<!-- " name " -->" { print; print ""; print ENVIRON["TABLE"]; print ""; inside = 1; found++; next }
        $0 == "<!-- /" name " -->" { inside = 0; found++ }
        !inside
        END { exit found != 2 }' || { echo "readme: README.md lost its markers of $1" >&2; return 1; }
}

fresh() {
    local places
    places=$("$ALAM" gazetteer stats | grep -c '^gn:' || true)
    with config <README.md | with rooms | if [ "$places" -gt 0 ]; then with gazetteer; else cat; fi
}

text=$(fresh)
case ${1:-} in
--check) diff README.md <(echo "$text") ;;
'') echo "$text" >README.md ;;
*) sed -n '8,9s/^# *//p' "$0" >&2; exit 2 ;;
esac
