/* similar.h - articles like another one: with nearly the same text, or of the same story.
 *
 *   text    the share of runs of words that two texts have in common, estimated by MinHash (minhash.h)
 *   story   who the two articles are about. An article is a vector over its entities; an entity's weight is
 *           ln(1 + articles in all / articles that name it) * sqrt(salience), so that rare entities weigh more than
 *           common ones, as rare words do in information retrieval (Sparck Jones 1972). The similarity is the cosine
 *           of the two vectors. Only articles within TIMES_STORY_DAYS (db/times.h) of each other are compared.
 *
 * Articles are ranked by the larger of the two. Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_ARTICLES_SIMILAR_H
#define ALAM_STORE_ARTICLES_SIMILAR_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/store/articles/article.h"

struct store_conn;

enum {
    SIMILAR_ENTITIES = 12,  /* the heaviest entities that other articles name too are used to find candidates */
    SIMILAR_CANDIDATES = 60 /* articles that are compared, of each of the two kinds */
};

struct similar_article {
    struct article article; /* without text, with its top entities */
    double text, story;     /* similarities, 0 to 1 */
    const char **shared;    /* ids of common entities, heaviest first */
    size_t shared_count;
};

struct similar_list {
    struct similar_article *articles; /* best first */
    size_t count;
};

/* An article is left out when both similarities are below these. From SIMILAR_LEAST_TEXT on two texts are
 * near-duplicates. */
#define SIMILAR_LEAST_TEXT 0.4
#define SIMILAR_LEAST_STORY 0.1

/* The `limit` articles that are most like the given one. STATUS_NOT_FOUND when there is no article with this id. */
enum status similar_find(struct store_conn *conn, const char *id, int64_t limit, struct arena *arena,
                         struct similar_list *ret_list, struct error *error);

#endif
