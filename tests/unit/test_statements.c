/* Every statement of the service is held against what Citus 13 plans (service/store/README.md, "Citus: what was
 * checked"). The table below has a statement's text broken by each rule, so that a rule that finds nothing is noticed.
 */
#include "tests/unit/rows.h"

#include "service/store/db/statements.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *const distributed[] = {
    "articles", "article_entities", "article_revisions", "rollup_queue", "entity_pending", "verdicts", NULL};
static const char *const reference[] = {
    "entities", "entity_names", "entity_counts", "entity_hours", "entity_days", "candidate_decisions", NULL};
static const char *const local[] = {
    "article_changes", "article_changes_pruned", "jobs",          "retags",          "subscriptions",     "outbox",
    "api_keys",        "gazetteer_edits",        "gazetteer_log", "gazetteer_state", "schema_migrations", NULL};

static bool is_of_a_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* `word` as a whole word after `before` ("" : anywhere). */
static const char *find_word(const char *sql, const char *before, const char *word)
{
    size_t lead = strlen(before), length = strlen(word);
    for (const char *at = sql; (at = strstr(at, word)); at += length) {
        bool whole = (at == sql || !is_of_a_word(at[-1])) && !is_of_a_word(at[length]);
        if (whole && (size_t)(at - sql) >= lead && strncmp(at - lead, before, lead) == 0)
            return at;
    }
    return NULL;
}

/* A table is named behind FROM, JOIN, INTO, UPDATE or a comma of FROM; a column or a string of the same name is not. */
static bool names_any(const char *sql, const char *const *tables)
{
    static const char *const before[] = {"FROM ", "JOIN ", "INTO ", "UPDATE ", NULL};
    for (; *tables; tables++)
        for (size_t i = 0; before[i]; i++)
            if (find_word(sql, before[i], *tables))
                return true;
    return false;
}

static bool is_of_the_cluster(const char *sql)
{
    return names_any(sql, distributed) || names_any(sql, reference);
}

static int count_of(const char *sql, const char *part)
{
    int count = 0;
    for (const char *at = sql; (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}

static int modifications(const char *sql)
{
    return count_of(sql, "INSERT INTO ") + count_of(sql, "DELETE FROM ") + (strncmp(sql, "UPDATE ", 7) == 0) +
           count_of(sql, "(UPDATE ");
}

static bool has_any(const char *sql, const char *const *parts)
{
    for (; sql && *parts; parts++)
        if (strstr(sql, *parts))
            return true;
    return false;
}

static bool mixes_local_tables(const char *sql)
{
    return is_of_the_cluster(sql) && names_any(sql, local);
}

static bool locks_rows(const char *sql)
{
    static const char *const locks[] = {"FOR UPDATE", "FOR SHARE", "FOR NO KEY", "FOR KEY", NULL};
    return is_of_the_cluster(sql) && has_any(sql, locks);
}

static bool modifies_twice(const char *sql)
{
    return is_of_the_cluster(sql) && modifications(sql) > 1;
}

static bool modifies_by_volatile(const char *sql)
{
    static const char *const functions[] = {"random(", "clock_timestamp(", "gen_random_uuid(", "nextval(", NULL};
    return is_of_the_cluster(sql) && modifications(sql) && has_any(sql, functions);
}

/* date_trunc, to_char, now and extract of a timestamptz are stable. */
static bool returns_or_merges_by_stable(const char *sql)
{
    static const char *const functions[] = {"now()",        "to_char(",           "date_trunc(",
                                            "AT TIME ZONE", "json_build_object(", NULL};
    const char *returning = strstr(sql, "RETURNING "), *merge = strstr(sql, "DO UPDATE SET ");
    bool plain_epoch =
        returning && count_of(returning, "extract(epoch FROM ") != count_of(returning, " - timestamptz '");
    return is_of_the_cluster(sql) && (has_any(returning, functions) || has_any(merge, functions) || plain_epoch);
}

static bool updates_lazily(const char *sql)
{
    static const char *const lazy[] = {"coalesce(", "CASE ", NULL};
    return is_of_the_cluster(sql) && strncmp(sql, "UPDATE ", 7) == 0 && strstr(sql, "now()") && has_any(sql, lazy);
}

static bool needs_one_node(const char *sql)
{
    static const char *const parts[] = {"DISTINCT ON", "LATERAL",   "TABLESAMPLE", "GROUPING SETS", "RECURSIVE",
                                        "OVER (",      "FULL JOIN", " OFFSET ",    " USING (",      NULL};
    return is_of_the_cluster(sql) && has_any(sql, parts);
}

/* A subquery of no columns cannot become an intermediate result. */
static bool selects_nothing(const char *sql)
{
    return is_of_the_cluster(sql) && strstr(sql, "SELECT FROM ");
}

static const struct rule {
    const char *reason;
    bool (*broken)(const char *sql);
    const char *breaking; /* a statement that the rule must find */
} rules[] = {
    {"no statement joins what lies on the cluster with the coordinator's own tables", mixes_local_tables,
     "INSERT INTO outbox (article_id) SELECT m.article_id FROM article_entities m JOIN subscriptions s ON true"},
    {"no row of a distributed or reference table is locked by SELECT", locks_rows,
     "SELECT id FROM articles LIMIT 1 FOR UPDATE SKIP LOCKED"},
    {"no statement modifies two tables of the cluster", modifies_twice,
     "WITH m AS (INSERT INTO article_entities SELECT 1 RETURNING entity_id) INSERT INTO entities SELECT entity_id FROM "
     "m"},
    {"no modification calls a volatile function", modifies_by_volatile, "DELETE FROM articles WHERE random() < 0.5"},
    {"RETURNING and DO UPDATE call immutable functions only", returns_or_merges_by_stable,
     "DELETE FROM articles WHERE id = $1 RETURNING (extract(epoch FROM dated_at) * 1000000)::bigint"},
    {"no UPDATE has now() beside CASE or coalesce", updates_lazily,
     "UPDATE entity_counts SET changed_at = CASE WHEN $1 THEN now() END"},
    {"nothing is asked that only one node could answer", needs_one_node,
     "SELECT DISTINCT ON (entity_id) entity_id, dated_at FROM article_entities"},
    {"no subquery is without columns", selects_nothing, "SELECT 1 WHERE EXISTS (SELECT FROM articles)"},
};

static void holds_for_every_statement(void **state)
{
    ROW(struct rule, rule, state);
    for (int i = 0; i < STATEMENT_COUNT; i++)
        if (rule->broken(statement_row((enum statement)i)->sql))
            fail_msg("%s: %s", statement_row((enum statement)i)->name, rule->reason);
}

static void finds_what_breaks_it(void **state)
{
    ROW(struct rule, rule, state);
    assert_true(rule->broken(rule->breaking));
}

int main(void)
{
    return RUN_ROWS("statements", rules, holds_for_every_statement) + RUN_ROWS("rules", rules, finds_what_breaks_it);
}
