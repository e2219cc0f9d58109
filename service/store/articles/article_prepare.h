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

/* How an entity of an annotation stands to what is stored of the article. */
enum derived_link {
    LINK_NEW,     /* the article did not name it */
    LINK_CHANGED, /* its row is another one */
    LINK_KEPT     /* its row is stored already, as it is */
};

/* What is stored of an annotation. */
struct derived {
    struct packed_entity *packed; /* one for each entity of the annotation */
    struct spelling *spellings;
    size_t spelling_count;
    const enum derived_link *links; /* of each entity; NULL: LINK_NEW */
};

/* What a post means for an article of the same id that is stored already. */
enum if_exists {
    IF_EXISTS_REPLACE, /* it is corrected, unless the post is the same or older */
    IF_EXISTS_KEEP,    /* it stays */
    IF_EXISTS_FAIL     /* it stays, and the post fails unless it is the same */
};

/* What became of a write whose transaction is committed. */
enum write_outcome {
    WRITE_CREATED,
    WRITE_REPLACED,  /* what was stored is now a former revision */
    WRITE_UNCHANGED, /* the same is stored, or IF_EXISTS_KEEP */
    WRITE_STALE,     /* not stored: what is stored was modified later, as its publisher says */
    WRITE_REFUSED,   /* not stored: IF_EXISTS_FAIL; `differs` says where */
    WRITE_RETAGGED,  /* of article_retag.h: the same article with another annotation */
    WRITE_MISTAKEN,  /* not stored: a page claims the address of another one; to be stored by its own */
    WRITE_MOVED      /* not stored: the article is another revision than `expected` by now, or is deleted */
};

struct article_write {
    const struct article *article; /* as it was posted */
    struct arena *arena;           /* the article's */
    struct word_ids words;
    struct minhash minhash;
    bool hashed; /* minhash is set: the text has words */
    struct derived prepared;
    int64_t event;                      /* random: the key of the article's row in rollup_queue */
    char former[ARTICLE_ID_LENGTH + 1]; /* another id that the article may have (article_id.h); "": none */
    enum if_exists if_exists;
    bool language_given; /* the language is the publisher's word, not the tagger's */
    bool quiet;          /* no subscription is told of it: it is read back from an export */
    int64_t expected;    /* replaces this revision of the article and creates none; 0: a post */

    /* set by article_write_run */
    enum write_outcome outcome;
    struct article current;    /* as it is stored: with its id, times and revision, and what editors said */
    struct derived derived;    /* of current.annotation: as prepared, unless verdicts changed it */
    unsigned differs;          /* members in which the post and what was stored differ (article_compare.h) */
    int64_t replaced_dated_at; /* WRITE_REPLACED: dated_at of what was stored */
};

/* Prepares what is stored of an annotation of these texts, but for `links`. False: the arena is full. */
bool article_prepare_derived(const struct article *article, struct arena *arena, struct derived *ret_derived);

/* Prepares one article to be posted with IF_EXISTS_REPLACE; other members may be set afterwards. Article and arena must live until the write is done. STATUS_OUT_OF_MEMORY; STATUS_INTERNAL: the
 * system has no randomness to give. */
enum status article_prepare(struct article_write *write, const struct article *article, struct arena *arena,
                            struct error *error);

#endif
