/* similar.h - articles that say the same: with the same words, or of the same story.
 *
 * Near-duplicates share runs of words (minhash.h). A story is told by who is in it: an article is a vector over its
 * entities, each weighing ln(1 + articles of the archive / articles with the entity) times the root of its salience, and
 * the story's similarity is the cosine of two such vectors, of articles within TIMES_STORY_DAYS (db/times.h) of each other. Rare entities
 * weigh more than common ones, as words do in information retrieval (Spärck Jones 1972). The score is the larger of the
 * two similarities. Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_SIMILAR_H
#define ALAM_STORE_SIMILAR_H

#include "service/base/arena.h"
#include "service/base/status.h"
#include "service/store/articles/article.h"

struct store_conn;

enum {
    SIMILAR_ENTITIES = 12,  /* the heaviest that other articles have find the candidates */
    SIMILAR_CANDIDATES = 60 /* of each kind */
};

struct similar_article {
    struct article article; /* as in lists */
    double text, story;     /* similarities, 0 to 1 */
    const char **shared;    /* ids of common entities, heaviest first */
    size_t shared_count;
};

struct similar_list {
    struct similar_article *articles; /* best first */
    size_t count;
};

/* From this on two texts are near-duplicates; a story's similarity below the second is not reported. */
#define SIMILAR_LEAST_TEXT 0.4
#define SIMILAR_LEAST_STORY 0.1

/* STATUS_NOT_FOUND when there is no such article. */
enum status similar_find(struct store_conn *conn, const char *id, int64_t limit, struct arena *arena,
                         struct similar_list *ret_list, struct error *error);

#endif
