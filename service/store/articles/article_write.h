/* article_write.h - articles on their way into the database: prepared one by one on HTTP threads, stored many at once.
 *
 * article_write_prepare does what needs a processor and no database: folds the words, hashes them, packs the entities.
 * article_writes_run stores a batch in one transaction of two round trips (libpq's pipeline mode): BEGIN and one INSERT
 * for each article; then, for those that were not there yet, the new entities and their names, the article's entities,
 * what subscriptions wait for, and what the counts will change by (rollup.h), and COMMIT. Locks are taken in one order everywhere: articles by id,
 * entities by id, names by (entity, key).
 *
 * Entities and names that this connection's `known` set holds are not sent again: the news repeat themselves.
 * Threads: whoever owns the connection; an article_write belongs to one thread at a time.
 */
#ifndef ALAM_STORE_ARTICLE_WRITE_H
#define ALAM_STORE_ARTICLE_WRITE_H

#include "service/store/articles/articles.h"
#include "service/store/articles/minhash.h"
#include "service/store/articles/recent.h"
#include "service/store/db/conn.h"

struct spelling {
    size_t entity; /* index in the annotation */
    const char *key;
    size_t key_length;
    struct text name;
    uint64_t hash; /* of entity and key, for `known` */
};

struct packed_entity {
    const char *bytes;
    size_t length;
    uint64_t hash; /* of the id, for `known` */
};

struct article_write {
    const struct article *article;
    struct arena *arena; /* the article's */
    struct word_ids words;
    struct minhash minhash;
    bool hashed; /* minhash is set */
    struct packed_entity *packed;
    struct spelling *spellings;
    size_t spelling_count;
    int64_t event; /* random: the key of its row in rollup_queue */
    bool created;  /* set by article_writes_run; false: it was there already */
};

/* The article and the arena must live until the write is done. */
enum status article_write_prepare(struct article_write *write, const struct article *article, struct arena *arena,
                                  struct error *error);

enum { NO_CULPRIT = -1 };

/* Stores `count` writes, sorted by the article's id here, in one transaction, committed when STATUS_OK. Otherwise nothing
 * is stored, and *ret_culprit says which one the database refused, or NO_CULPRIT. `arena` is scratch. */
enum status article_writes_run(struct store_conn *conn, struct known *known, struct article_write **writes,
                               size_t count, struct arena *arena, int *ret_culprit, struct error *error);

#endif
