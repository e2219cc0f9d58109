#!/usr/bin/env bash
# bench-store.sh - the archive under load: queries over a made-up archive, and storing articles beside pgbench.
#
#     scripts/bench-store.sh [load|queries|writes]...        default: all three, in this order
#
#   load     a private PostgreSQL under build/bench/store with $ARTICLES articles (default 1000000) and 15 entity rows each
#   queries  p50, p99 of each query of a warm service, against its goal; plans of all of them in build/bench/store/plans.txt
#   writes   POST /v1/articles of one 6 KB article by 1 and 64 clients, and pgbench inserting the same rows; fsync on
#
# Environment: ALAM the binary (default ./alam), ALAM_GAZETTEER its image, ARTICLES, SECONDS_EACH (default 8).
# About five minutes for a million articles on two cores, and 12 GB of disk. Prints only: nothing fails for being slow.
set -euo pipefail

cd "$(dirname "$0")/.."
readonly DIR=${BENCH_DIR:-$PWD/build/bench/store} ARTICLES=${ARTICLES:-1000000} SECONDS_EACH=${SECONDS_EACH:-8}
readonly ALAM=${ALAM:-$PWD/alam} MADE=(articles article_entities entities entity_names)
export ALAM_GAZETTEER=${ALAM_GAZETTEER:-$PWD/build/gazetteer.img}
service=

finish() {
    [ -z "$service" ] || { kill "$service" && wait "$service" || true; } 2>/dev/null
    scripts/database.sh stop "$DIR" 2>/dev/null || true
}
trap finish EXIT

super() { psql -X -q -A -t -v ON_ERROR_STOP=1 "${url/alam@/postgres@}" "$@"; }
owner() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$url" "$@"; }

# NAME=VALUE... for the server, which is restarted.
configure() {
    local setting
    for setting in "$@"; do
        super -c "ALTER SYSTEM SET ${setting%%=*} = '${setting#*=}'"
    done
    scripts/database.sh stop "$DIR" 2>/dev/null
    scripts/database.sh start "$DIR" >/dev/null
}

start_server() {
    mkdir -p "$DIR"
    url=$(scripts/database.sh start "$DIR")
}

# start_service NAME=VALUE...: sets `service` and `port`.
start_service() {
    DATABASE_URL=$url "$ALAM" migrate >/dev/null
    env DATABASE_URL="$url" ALAM_LISTEN=127.0.0.1:0 ALAM_LOG_LEVEL=warning ALAM_DRAIN_DELAY=0 "$@" "$ALAM" serve 2>"$DIR/service.log" &
    service=$!
    local tries
    for tries in $(seq 100); do
        port=$(port_of "$service") && [ -n "$port" ] && curl -sf "http://127.0.0.1:$port/readyz" >/dev/null && return 0
        sleep 0.1
    done
    echo "bench: the service did not start ($tries tries)" >&2
    cat "$DIR/service.log" >&2
    return 1
}

# The port that a process listens on, from /proc.
port_of() {
    local inode
    for inode in $(find "/proc/$1/fd" -lname 'socket:*' -printf '%l\n' 2>/dev/null | tr -dc '0-9\n'); do
        awk -v i="$inode" '$10 == i && $4 == "0A" { split($2, a, ":"); print a[2] }' /proc/net/tcp
    done | head -1 | while read -r hex; do echo $((16#$hex)); done
}

stop_service() {
    kill "$service" && wait "$service" || true
    service=
}

timed() {
    local what=$1 began=$SECONDS
    shift
    "$@"
    printf '  %-50s %4d s\n' "$what" $((SECONDS - began))
}

make_table() {
    "$DIR/generate" "$1" "$ARTICLES" | owner -c "COPY $1 ($2) FROM STDIN"
}

columns() {
    case $1 in
    articles) echo "id, source, external_id, url, title, text, language, published_at, received_at, dated_at, gazetteer_version, warnings, words" ;;
    article_entities) echo "article_id, entity_id, dated_at, position, mention_count, salience, type, mentions" ;;
    entities) echo "id, type, known, name, name_ar, name_en, country, wikidata" ;;
    entity_names) echo "entity_id, key, name" ;;
    esac
}

# Rows first, indexes after them.
fill() {
    local table
    owner -c "SELECT 'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid) || ';' FROM pg_constraint
              WHERE contype = 'p' AND conrelid::regclass::text IN ('articles', 'article_entities', 'entities', 'entity_names')
              UNION ALL SELECT indexdef || ';' FROM pg_indexes WHERE tablename IN ('articles', 'article_entities', 'entities', 'entity_names')
              AND indexname NOT LIKE '%_pkey'" >"$DIR/indexes.sql"
    owner -c "DO \$\$ DECLARE r record; BEGIN
              FOR r IN SELECT conname, conrelid::regclass AS t FROM pg_constraint WHERE contype = 'p' AND conrelid::regclass::text IN ('articles', 'article_entities', 'entities', 'entity_names')
              LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.t, r.conname); END LOOP;
              FOR r IN SELECT indexname FROM pg_indexes WHERE tablename IN ('articles', 'article_entities', 'entities', 'entity_names')
              LOOP EXECUTE format('DROP INDEX %I', r.indexname); END LOOP; END \$\$"
    for table in "${MADE[@]}"; do
        timed "COPY $table" make_table "$table" "$(columns "$table")"
    done
    timed "indexes" owner -f "$DIR/indexes.sql"
}

# As migration 0003 does it.
roll_up() {
    owner -c "SET work_mem = '512MB'" -c "
        INSERT INTO entity_counts SELECT entity_id, min(type), count(*), sum(mention_count), min(dated_at), max(dated_at), now() FROM article_entities GROUP BY 1
        UNION ALL SELECT '*', '', count(*), 0, min(dated_at), max(dated_at), now() FROM articles" -c "
        INSERT INTO entity_hours SELECT entity_id, date_trunc('hour', dated_at, 'UTC'), count(*) FROM article_entities GROUP BY 1, 2
        UNION ALL SELECT '*', date_trunc('hour', dated_at, 'UTC'), count(*) FROM articles GROUP BY 2" -c "
        INSERT INTO entity_days SELECT entity_id, (hour AT TIME ZONE 'UTC')::date, sum(articles) FROM entity_hours GROUP BY 1, 2"
}

command_load() {
    echo "archive of $ARTICLES articles:"
    ${CC:-cc} -O2 -std=c17 -D_GNU_SOURCE tests/bench/store/generate.c -lm -o "$DIR/generate"
    configure fsync=off full_page_writes=off shared_buffers=4GB max_wal_size=16GB maintenance_work_mem=1GB wal_level=minimal \
        max_wal_senders=0 effective_cache_size=6GB random_page_cost=1.1 autovacuum=off jit=off
    owner -c "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    DATABASE_URL=$url "$ALAM" migrate >/dev/null
    fill
    timed "rollup tables" roll_up
    timed "VACUUM ANALYZE" owner -c "VACUUM ANALYZE articles, article_entities, entities, entity_names, entity_counts, entity_hours, entity_days"
    owner -c "SELECT '  ' || relname || ' ' || pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class
              WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY pg_total_relation_size(oid) DESC LIMIT 7"
    configure fsync=on full_page_writes=on autovacuum=on
}

# What a server that has run for a while has in memory.
warm() {
    super -c "SET client_min_messages = warning" -c "CREATE EXTENSION IF NOT EXISTS pg_prewarm" -c "SELECT count(pg_prewarm(oid)) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') AND relname NOT LIKE 'articles_words%'" >/dev/null
}

command_queries() {
    warm
    echo "queries of a warm service over $(owner -c 'SELECT articles FROM entity_counts WHERE entity_id = '\''*'\''') articles, one client:"
    start_service
    /usr/bin/python3 tests/bench/store/latency.py "$port" "$ARTICLES" "$SECONDS_EACH"
    stop_service
    super -c "ALTER ROLE alam SET session_preload_libraries = 'auto_explain'" -c "ALTER ROLE alam SET auto_explain.log_min_duration = 0" \
        -c "ALTER ROLE alam SET auto_explain.log_analyze = on" -c "ALTER ROLE alam SET auto_explain.log_buffers = on"
    local log=$DIR/postgres/log before
    before=$(wc -c <"$log")
    start_service ALAM_ROLLUP_INTERVAL=0
    /usr/bin/python3 tests/bench/store/latency.py "$port" "$ARTICLES" 0
    stop_service
    super -c "ALTER ROLE alam RESET ALL"
    tail -c +"$((before + 1))" "$log" >"$DIR/plans.txt"
    echo "  plans: $DIR/plans.txt"
}

# The rows that POST stored, as a script of pgbench: ids are made anew in each transaction, $1 articles in one. Colons, which
# pgbench takes for variables even in strings, are written as dots.
pgbench_script() {
    echo "BEGIN;"
    for _ in $(seq "$1"); do
        echo "\\set a random(1, 9000000000000000000)"
        echo "\\set b random(1, 9000000000000000000)"
        owner -c "SELECT format('INSERT INTO articles SELECT (lpad(to_hex(:a::bigint), 16, ''0'') || lpad(to_hex(:b::bigint), 16, ''0''))::uuid, %L, :a::text, %L, %L, %L, %L, %L::timestamptz, now(), now(), %L, %L, %L::int[], %L::bytea, %L::int[] ON CONFLICT (id) DO NOTHING;',
                source, url, title, replace(text, ':', '.'), language, published_at, gazetteer_version, warnings, words, minhash, bands) FROM articles WHERE source = 'bench-post' LIMIT 1"
        owner -c "SELECT 'INSERT INTO article_entities (article_id, entity_id, dated_at, position, mention_count, salience, type, mentions) VALUES '
                || string_agg(format('((lpad(to_hex(:a::bigint), 16, ''0'') || lpad(to_hex(:b::bigint), 16, ''0''))::uuid, %L, now(), %s, %s, %s, %L, %L::bytea)', replace(m.entity_id, ':', '.'), m.position, m.mention_count, m.salience, m.type, m.mentions), ', ') || ';'
                FROM article_entities m WHERE article_id = (SELECT id FROM articles WHERE source = 'bench-post' LIMIT 1)"
        owner -c "SELECT format('INSERT INTO rollup_queue VALUES ((lpad(to_hex(:a::bigint), 16, ''0'') || lpad(to_hex(:b::bigint), 16, ''0''))::uuid, :b, 1, now(), %L::text[], %L::int[]);', array_agg(replace(entity_id, ':', '.')), array_agg(mention_count))
                FROM article_entities WHERE article_id = (SELECT id FROM articles WHERE source = 'bench-post' LIMIT 1)"
    done
    echo "COMMIT;"
}

# pgbench_rate CLIENTS ARTICLES_OF_TRANSACTION: articles a second
pgbench_rate() {
    pgbench_script "$2" >"$DIR/pgbench.sql"
    pgbench -n -M prepared -c "$1" -j 1 -T "$SECONDS_EACH" -f "$DIR/pgbench.sql" "$url" 2>/dev/null |
        awk -v n="$2" '/^tps/ { printf "%d\n", $3 * n }'
}

post_rate() {
    wrk -t1 -c"$1" -d"$SECONDS_EACH" --latency -s tests/bench/store/post.lua "http://127.0.0.1:$port/v1/articles" >"$DIR/wrk.txt"
    awk -v c="$1" '/50%/ { p50 = $2 } /99%/ { p99 = $2 } /Requests\/sec/ { rate = $2 } /Non-2xx/ { bad = $NF }
        END { printf "%d %s %s %d\n", rate, p50, p99, bad }' "$DIR/wrk.txt"
}

# Sets `rate` of one round; what pgbench left to be folded is thrown away, its rows have nothing to do with the service.
pgbench_round() {
    rate=$(pgbench_rate "$1" "$2")
    owner -c "TRUNCATE rollup_queue"
}

# post_round CLIENTS: prints one line and sets `rate`.
post_round() {
    local p50 p99 bad
    start_service
    read -r rate p50 p99 bad < <(post_rate "$1")
    printf '  POST /v1/articles, %2d clients %28d articles/s, p50 %s, p99 %s, %d failed, %s articles in a commit\n' \
        "$1" "$rate" "$p50" "$p99" "$bad" "$(curl -s "http://127.0.0.1:$port/metrics" |
            awk 'index($1, "alam_articles_total{result=\"created") == 1 { a = $2 } $1 == "alam_store_commits_total" { c = $2 } END { printf "%.1f", a / c }')"
    stop_service
}

# The best pgbench is looked for first; then it and POST take turns, because a machine's speed changes from minute to minute,
# and the median of the rounds' ratios counts.
command_writes() {
    local best=0 best_clients=1 best_batch=1 rate inserted clients batch ratios=()
    echo "storing one 6 KB article again and again, into the archive, synchronous_commit on, fsync on:"
    configure max_wal_size=16GB checkpoint_timeout=30min
    warm
    post_round 1
    for batch in 1 20; do
        for clients in 1 4 8; do
            pgbench_round "$clients" "$batch"
            printf '  pgbench, %d clients, %2d articles in a transaction %8d articles/s\n' "$clients" "$batch" "$rate"
            [ "$rate" -le "$best" ] || { best=$rate best_clients=$clients best_batch=$batch; }
        done
    done
    for _ in 1 2 3 4 5; do
        pgbench_round "$best_clients" "$best_batch"
        inserted=$rate
        printf '  pgbench, %d clients, %2d articles in a transaction %8d articles/s\n' "$best_clients" "$best_batch" "$inserted"
        post_round 64
        ratios+=("$(awk -v p="$rate" -v i="$inserted" 'BEGIN { printf "%.2f", p / i }')")
    done
    printf '  POST of 64 clients / best pgbench, five rounds: %s; median %s (goal 0.70)\n' "${ratios[*]}" \
        "$(printf '%s\n' "${ratios[@]}" | sort -n | sed -n 3p)"
}

[ $# -gt 0 ] || set -- load queries writes
echo "$(nproc) cores, $(sed -nE 's/^model name.*: (.*)/\1/p' /proc/cpuinfo | head -1), $(date -u +%F)"
start_server
for part in "$@"; do
    case $part in
    load | queries | writes) "command_$part" ;;
    *) sed -n '4,12s/^# *//p' "$0" >&2; exit 2 ;;
    esac
done
