/* candidates.h - names that the gazetteer does not have, for editors to decide about: NIL entities by how many articles name
 * them, what is known of each, and the decisions, rows of candidate_decisions.
 *
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_ENTITIES_CANDIDATES_H
#define ALAM_STORE_ENTITIES_CANDIDATES_H

#include "service/base/uuid.h"
#include "service/store/entities/entities.h"

enum {
    CANDIDATE_SAMPLE = 200, /* latest articles whose sources are counted */
    CANDIDATE_ARTICLES = 20 /* latest articles that are read */
};

struct candidate_list {
    struct stored_entity *items; /* those that most articles name first */
    size_t count;
};

/* Entities that no gazetteer had when they were stored, and about which nothing is decided, or is to be decided again.
 * `type` NULL: any. */
enum status candidates_list(struct store_conn *conn, const char *type, int64_t least_articles, int64_t limit,
                            struct arena *arena, struct candidate_list *ret_list, struct error *error);

/* One article that names a candidate. */
struct candidate_article {
    char id[UUID_LENGTH + 1];
    const char *title; /* NULL: none */
    struct text text;
    int64_t dated_at;
    struct annotated_entity entity;
};

struct candidate_facts {
    int64_t last_week, weeks_before; /* articles of the last 7 days, and of the 28 days before */
    int64_t sources;                 /* of the latest CANDIDATE_SAMPLE articles */
    const char *const *names;        /* spellings */
    size_t name_count;
    struct candidate_article *articles; /* the latest */
    size_t article_count;
};

/* What is known of some entities that are one. */
enum status candidates_facts(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                             struct candidate_facts *ret_facts, struct error *error);

struct candidate_decision {
    const char *decision;        /* promote, merge, reject, unsure */
    const char *entry;           /* of the gazetteer; NULL: none */
    bool limited;                /* `until` is given */
    int64_t until;               /* microseconds since 1970 */
    const char *reason, *key_id; /* NULL: none */
    int64_t made_at;
};

/* Notes a decision about entities, in place of an earlier one. */
enum status candidates_decide(struct store_conn *conn, const char *const *ids, size_t count,
                              const struct candidate_decision *decision, struct arena *arena, struct error *error);
/* STATUS_NOT_FOUND: nothing is decided. */
enum status candidates_decided(struct store_conn *conn, const char *id, struct arena *arena,
                               struct candidate_decision *ret_decision, struct error *error);
/* Takes the decision back. STATUS_NOT_FOUND: nothing is decided. */
enum status candidates_forget(struct store_conn *conn, const char *id, struct arena *arena, struct error *error);

#endif
