/* verdict.h - what an editor says of a mention: the row of the table verdicts, and reading and writing all of an article.
 *
 * A verdict judges a mention (confirm, correct, reject) or adds one that the tagger missed. It wins over the tagger in what
 * is stored of the article (verdict_apply.h), and finds its place again in a corrected text (verdict_anchor.h).
 *
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_ARTICLES_VERDICT_H
#define ALAM_STORE_ARTICLES_VERDICT_H

#include "service/store/articles/article_batch.h"

#include <libpq-fe.h>

enum verdict_kind { VERDICT_CONFIRM, VERDICT_CORRECT, VERDICT_REJECT, VERDICT_ADD, VERDICT_KIND_COUNT };

enum {
    VERDICTS_MAXIMUM = 1000, /* on one article */
    VERDICT_CONTEXT = 64     /* bytes at the most that are kept of either side */
};

struct byte_range {
    size_t start, end; /* bytes of the field */
};

struct verdict {
    char article[ARTICLE_ID_LENGTH + 1], id[UUID_LENGTH + 1];
    enum verdict_kind kind;
    enum text_field field;
    struct byte_range judged;           /* the mention that is judged; of VERDICT_ADD the same as `right` */
    struct byte_range right;            /* where a name really is; {0, 0} of VERDICT_REJECT */
    const char *words, *before, *after; /* what stands in both ranges together, and around them */
    enum entity_type type;
    const char *entity, *name; /* of VERDICT_REJECT NULL */
    const char *note, *key_id; /* NULL: none */
    int64_t made_at;           /* microseconds since 1970 */
    bool applies;              /* its words are in the article, where the ranges say */
};

struct verdict_list {
    struct verdict *items;
    size_t count;
};

/* "confirm"; the name of the HTTP contract, and the reverse: false when it is none. */
const char *verdict_kind_name(enum verdict_kind kind);
bool verdict_kind_parse(const char *name, enum verdict_kind *ret_kind);
bool verdict_field_parse(const char *name, enum text_field *ret_field);

/* From the first byte of either range to the last one. */
struct byte_range verdict_extent(const struct verdict *verdict);
/* Keeps the words of the verdict and what surrounds them, in the arena. False: it is full. */
bool verdict_keep_words(struct verdict *verdict, struct text field, struct arena *arena);
/* Whether two stretches have a byte in common. */
bool verdict_overlap(struct byte_range left, struct byte_range right);

/* Reads rows of STATEMENT_VERDICTS_OF. */
enum status verdicts_rows(struct arena *arena, const PGresult *result, struct verdict_list *ret_list,
                          struct error *error);
/* The verdicts on these articles, ordered by article. */
enum status verdicts_of(struct store_conn *conn, const char *const *ids, size_t count, struct arena *arena,
                        struct verdict_list *ret_list, struct error *error);
/* Those of one article out of a list that is ordered by article. */
struct verdict_list verdicts_on(const struct verdict_list *all, const char *id);
/* Sends the statements that replace all verdicts on the articles of `ids` by those of `lists`. */
enum status verdicts_send(struct article_batch *batch, const struct param_array *ids, const struct verdict_list *lists,
                          size_t list_count);

#endif
