#include "service/store/articles/reindex.h"

#include "service/base/url.h"
#include "service/store/articles/minhash.h"
#include "service/store/articles/words.h"
#include "service/store/db/conn.h"

enum column { COLUMN_ID, COLUMN_TITLE, COLUMN_TEXT, COLUMN_URL = COLUMN_TITLE };

enum { KEY_MAXIMUM = 16 << 20 /* bytes; addresses of before may be as long as a field was allowed to be */ };

static enum status index_article(struct store_conn *conn, const PGresult *rows, int row, struct arena *arena,
                                 struct error *error)
{
    struct folded_text folded;
    struct word_ids words;
    struct minhash minhash;
    struct params params;
    struct text title = {PQgetvalue(rows, row, COLUMN_TITLE), (size_t)PQgetlength(rows, row, COLUMN_TITLE)};
    struct text text = {PQgetvalue(rows, row, COLUMN_TEXT), (size_t)PQgetlength(rows, row, COLUMN_TEXT)};
    enum status status = words_fold(title, text, arena, &folded);
    if (status == STATUS_OK)
        status = words_index(&folded, arena, &words);
    if (status != STATUS_OK)
        return status;
    bool hashed = minhash_make(&folded, &minhash);
    params_init(&params, arena);
    params_text(&params, PQgetvalue(rows, row, COLUMN_ID));
    params_int4_array(&params, words.ids, words.count);
    params_bytes(&params, hashed ? minhash.bytes : NULL, sizeof minhash.bytes);
    params_int4_array(&params, minhash.bands, hashed ? MINHASH_BANDS : 0);
    return conn_execute(conn, STATEMENT_UNREAD_SET, &params, NULL, error);
}

static enum status index_url(struct store_conn *conn, const PGresult *rows, int row, struct arena *arena,
                             struct error *error)
{
    struct params params;
    struct strbuf key;
    strbuf_init(&key, KEY_MAXIMUM);
    url_normalize(PQgetvalue(rows, row, COLUMN_URL), &key);
    params_init(&params, arena);
    params_text(&params, PQgetvalue(rows, row, COLUMN_ID));
    params_text(&params, key.data);
    enum status status = strbuf_ok(&key) ? conn_execute(conn, STATEMENT_UNKEYED_SET, &params, NULL, error)
                                         : error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    strbuf_release(&key);
    return status;
}

typedef enum status index_row(struct store_conn *conn, const PGresult *rows, int row, struct arena *arena,
                              struct error *error);

/* Works on what `take` finds, in one transaction. */
static enum status index_some(struct store_conn *conn, enum statement take, index_row *index, struct arena *arena,
                              int64_t *ret_indexed, struct error *error)
{
    struct params params;
    PGresult *rows = NULL;
    params_init(&params, arena);
    params_integer(&params, REINDEX_BATCH);
    enum status status = conn_query(conn, take, &params, &rows, error);
    int count = status == STATUS_OK ? PQntuples(rows) : 0;
    if (count)
        status = conn_begin(conn, error);
    for (int i = 0; i < count && status == STATUS_OK; i++)
        status = index(conn, rows, i, arena, error);
    if (count && status == STATUS_OK)
        status = conn_commit(conn, error);
    PQclear(rows);
    if (status == STATUS_OK)
        *ret_indexed = count;
    return status;
}

enum status reindex_batch(struct store_conn *conn, struct arena *arena, int64_t *ret_indexed, struct error *error)
{
    return index_some(conn, STATEMENT_UNREAD_TAKE, index_article, arena, ret_indexed, error);
}

enum status reindex_urls(struct store_conn *conn, struct arena *arena, int64_t *ret_indexed, struct error *error)
{
    return index_some(conn, STATEMENT_UNKEYED_TAKE, index_url, arena, ret_indexed, error);
}
