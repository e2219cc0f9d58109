/* entities.h - stored entities: search by any spelling, the list of those named most, and the card of one.
 *
 * Queries and spellings are compared folded (nlp/text/fold.h). What is found is ranked:
 *
 *   0        the query is the whole spelling
 *   1        the spelling begins with the query
 *   2        a word inside the spelling begins with the query
 *   3 to 9   the spelling looks like the query (trigrams, pg_trgm), the more alike the earlier; looked for only when
 *            hardly anything is spelt as asked, and no listed entity as a whole. When nothing is, names that are one letter away, however short
 *            (misspelt.h), have rank 3
 *
 * Within a rank the entity that more articles name comes first. Counts are exact: what is folded and what waits
 * (rollup.h). An entity that no article names any more is not found.
 *
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_ENTITIES_H
#define ALAM_STORE_ENTITIES_H

#include "nlp/answer/annotation.h"
#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdint.h>

struct store_conn;

struct stored_entity {
    struct annotated_entity identity; /* without mentions and salience */
    int64_t articles;
    int64_t mentions;
    bool seen;                     /* first_seen and last_seen are known */
    int64_t first_seen, last_seen; /* microseconds since 1970 */
    int64_t rank;
    const char *spellings; /* up to 100 of them as a JSON array; NULL in lists */
};

enum { ENTITY_RANK_FUZZY = 3 };

struct entity_filter {
    const char *key;        /* the query, folded; "": all entities, those named most first */
    const char *const *ids; /* entities that the gazetteer has under that name */
    size_t id_count;
    const char *type;  /* NULL: any */
    const bool *known; /* those that the gazetteer has, or has not; NULL: both, without those that editors rejected */
    bool after;        /* the page starts after this position */
    int64_t after_rank, after_articles;
    const char *after_id;
    int64_t limit; /* at least 1 */
};

struct entity_page {
    struct stored_entity *entities;
    size_t count;
    bool more;
};

/* One page of what the filter asks for. */
enum status entities_search(struct store_conn *conn, const struct entity_filter *filter, struct arena *arena,
                            struct entity_page *ret_page, struct error *error);
/* The card of an entity. STATUS_NOT_FOUND when no article names it. */
enum status entities_get(struct store_conn *conn, const char *id, struct arena *arena, struct stored_entity *ret_entity,
                         struct error *error);
/* Who an entity is, whether articles name it now or did lately. STATUS_NOT_FOUND when none did. */
enum status entities_find(struct store_conn *conn, const char *id, struct arena *arena,
                          struct annotated_entity *ret_identity, struct error *error);

#endif
