/* entities.h - stored entities: search by any spelling, and the card.
 *
 * Search keys are folded (nlp/text/fold.h). A whole spelling ranks before the beginning of one, that before words inside
 * one, that before spellings that only look alike (trigrams, pg_trgm; the more alike the earlier); inside a rank the entity
 * of more articles comes first. Counts are exact: what is folded and what waits (rollup.h). Entities that no article
 * mentions any more are not found.
 * Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_ENTITIES_H
#define ALAM_STORE_ENTITIES_H

#include "nlp/tagger.h"
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
    const char *spellings; /* JSON array; NULL in lists */
};

enum { ENTITY_RANK_FUZZY = 3 };

struct entity_filter {
    const char *key;        /* folded query; "" takes all */
    const char *const *ids; /* entities that the gazetteer has under that name */
    size_t id_count;
    const char *type; /* NULL: any */
    bool after;       /* the page starts after this position */
    int64_t after_rank, after_articles;
    const char *after_id;
    int64_t limit;
};

struct entity_page {
    struct stored_entity *entities;
    size_t count;
    bool more;
};

enum status entities_search(struct store_conn *conn, const struct entity_filter *filter, struct arena *arena,
                            struct entity_page *ret_page, struct error *error);
/* STATUS_NOT_FOUND when no article ever mentioned it. */
enum status entities_get(struct store_conn *conn, const char *id, struct arena *arena, struct stored_entity *ret_entity,
                         struct error *error);

#endif
