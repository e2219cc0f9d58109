/* article_prepare.h - an article made ready to be stored, without a database: on the HTTP thread that tagged it.
 *
 * What takes a processor is done here, so that a writer (service/store/writer.h) only sends: the entities are packed,
 * their spellings folded, the words of the text hashed for search, and the text's MinHash is computed. Threads: an
 * article_write belongs to one thread at a time; the queue orders the hand-over.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_PREPARE_H
#define ALAM_STORE_ARTICLES_ARTICLE_PREPARE_H

#include "service/store/articles/article.h"
#include "service/store/articles/minhash.h"
#include "service/store/articles/words.h"

/* A spelling that an entity was met under or is called by: a row of entity_names. */
struct spelling {
    size_t entity;   /* index in the annotation */
    const char *key; /* folded */
    size_t key_length;
    struct text name;
    uint64_t hash; /* of entity and key, for recent.h */
};

/* One entity of the article, for the column article_entities.mentions. */
struct packed_entity {
    const char *bytes; /* entities/pack.h */
    size_t length;
    uint64_t hash; /* of the entity's id, for recent.h */
};

struct article_write {
    const struct article *article;
    struct arena *arena; /* the article's */
    struct word_ids words;
    struct minhash minhash;
    bool hashed;                  /* minhash is set: the text has words */
    struct packed_entity *packed; /* one for each entity of the annotation */
    struct spelling *spellings;
    size_t spelling_count;
    int64_t event; /* random: the key of the article's row in rollup_queue */
    bool created;  /* set by article_write_run; false: it was stored before */
};

/* Prepares one article. Article and arena must live until the write is done. STATUS_OUT_OF_MEMORY; STATUS_INTERNAL: the
 * system has no randomness to give. */
enum status article_prepare(struct article_write *write, const struct article *article, struct arena *arena,
                            struct error *error);

#endif
