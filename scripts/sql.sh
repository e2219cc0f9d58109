#!/usr/bin/env bash
# sql.sh - the SQL statements of the service, which stand in service/store/sql/*.sql.
#
#     scripts/sql.sh list           name, number of parameters and what it needs beside the schema, of each statement
#     scripts/sql.sh show NAME      the text of one statement, fragments filled in
#     scripts/sql.sh prepare        a PREPARE of each statement that needs nothing beside the schema, for psql
#     scripts/sql.sh embed          all of them as C, for the build (build/gen/sql.c)
#
# The form of the files. A statement begins with a line that names it; comments follow, at least one, which says what
# it does and what its parameters are; its text ends with a semicolon at the end of a line:
#
#     -- name: article_delete
#     -- Deletes an article. $1 id. Returns id and time of what was deleted.
#     DELETE FROM articles WHERE id = $1::uuid
#     RETURNING id, {microseconds(dated_at)};
#
# In C it is STATEMENT_ARTICLE_DELETE, which must stand in enum statement (service/store/db/statements.h): a name that
# is on one side only fails the build. Lines between the name and the text may also say
#
#     -- plan: each time, because …   it is never prepared: the best plan depends on the values
#     -- needs: citus                 it can only be planned where that extension is
#
# `-- fragment: NAME(ARGUMENT, …)` names a text that statements contain as {NAME(…)}; inside, {ARGUMENT} stands for what
# is given. `-- part: NAME` is a piece that C puts lists of articles together from (article_list_sql.h): PART_NAME.
set -euo pipefail

cd "$(dirname "$0")/.."
case "$# ${1:-}" in
'1 list' | '1 prepare' | '1 embed' | '2 show') ;;
*) sed -n '4,7s/^# *//p' "$0" >&2; exit 2 ;;
esac
awk -v mode="$1" -v wanted="${2:-}" -f scripts/sql.awk service/store/sql/*.sql
