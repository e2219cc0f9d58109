/* article_retag.h - gives stored articles another annotation: when an editor has judged, or when the gazetteer is another
 * one than the article was tagged by.
 *
 *     article_retag_load(conn, ids, count, arena, &list, &error);      reads articles, what was found, and verdicts
 *     article_retag_tag(list.items[i], gazetteer, scratch, arena, &error);   tags anew, and has verdicts win; no database
 *     article_retag_run(conn, &recent, &list, &fence, arena, &error);  stores what differs, in one transaction
 *
 * Only rows that differ are written: of most articles one entity or two. What is stored is what was read before, or nothing:
 * an article that was replaced, judged, tagged anew or deleted since comes out as WRITE_MOVED and keeps what it has.
 * Counts, spellings, deliveries for subscriptions and the change are part of the same transaction. Threads: whoever owns
 * the connection; one article may be tagged by any thread.
 */
#ifndef ALAM_STORE_ARTICLES_ARTICLE_RETAG_H
#define ALAM_STORE_ARTICLES_ARTICLE_RETAG_H

#include "service/store/articles/verdict.h"

/* An entity as it is stored of an article. */
struct retag_row {
    const char *entity, *type;
    const unsigned char *packed; /* entities/pack.h */
    size_t length;
    double salience;
    int64_t mentions, position;
    bool stays; /* in the new annotation, as it is */
};

struct retag {
    struct article_write write; /* its article is the stored one with the new annotation, once it is tagged */
    struct article article;
    struct retag_row *rows;
    size_t row_count;
    struct verdict_list verdicts;
    bool judged;  /* set by the caller: the verdicts are other ones than those stored, and are to be stored too */
    bool renewed; /* it was tagged by another gazetteer */
    bool differs; /* what was found is another than what was stored */
    int64_t mentions_gained, mentions_lost, entities_gained, entities_lost;
};

struct retag_list {
    struct retag *items; /* ordered by id */
    size_t count;
};

/* Reads the articles that there are, with their texts. */
enum status article_retag_load(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                               struct retag_list *ret_list, struct error *error);
/* `scratch` is reset; what is kept lives in `arena`. Tags the article, applies its verdicts, and compares the outcome with what is stored. Subscriptions are told of entities
 * that are new in it unless write.quiet is set afterwards. */
enum status article_retag_tag(struct retag *retag, const struct gazetteer *gazetteer, struct arena *scratch,
                              struct arena *arena, struct error *error);

#endif
