#!/usr/bin/env bash
# explain.sh - how a database plans one of the service's statements (service/store/sql/).
#
#     scripts/explain.sh NAME                      the plan for any values (a generic plan)
#     scripts/explain.sh NAME VALUE...             the plan for these values; the word NULL is the SQL null
#     scripts/explain.sh --analyze NAME VALUE...   runs it too, with times and buffers, and rolls back what it changed
#
# The database is that of DATABASE_URL, else the one that `make run` started. Names: scripts/sql.sh list.
#
#     scripts/explain.sh --analyze entity_select person:donald-trump
set -euo pipefail

cd "$(dirname "$0")/.."
analyze=
if [ "${1:-}" = --analyze ]; then
    analyze='(ANALYZE, BUFFERS) '
    shift
fi
[ $# -gt 0 ] || { sed -n '4,6s/^# *//p' "$0" >&2; exit 2; }
name=$1
shift
sql=$(scripts/sql.sh show "$name")
count=$(scripts/sql.sh list | awk -F'\t' -v name="$name" '$1 == name { print $2 }')
[ -n "$count" ] || { echo "explain: $name is a part of lists of articles, no statement" >&2; exit 1; }
mode=force_custom_plan
if [ $# = 0 ] && [ -z "$analyze" ] && [ "$count" != 0 ]; then
    mode=force_generic_plan
    for _ in $(seq "$count"); do set -- "$@" NULL; done
fi
[ $# = "$count" ] || { echo "explain: $name takes $count values" >&2; exit 2; }

arguments=() variables=() number=0
for value in "$@"; do
    number=$((number + 1))
    if [ "$value" = NULL ]; then
        arguments+=(NULL)
    else
        arguments+=(":'value_$number'")
        variables+=(-v "value_$number=$value")
    fi
done
list=$(IFS=,; echo "${arguments[*]}")
psql -X -q -A -t -v ON_ERROR_STOP=1 "${variables[@]}" -d "${DATABASE_URL:-$(scripts/database.sh url)}" <<END
BEGIN;
SET LOCAL plan_cache_mode = $mode;
PREPARE $name AS $sql;
EXPLAIN ${analyze}EXECUTE $name${list:+ ($list)};
ROLLBACK;
END
