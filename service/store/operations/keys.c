#include "service/store/operations/keys.h"

#include "service/store/db/conn.h"
#include "service/store/db/row.h"

#include <stdio.h>
#include <string.h>

enum column { COLUMN_ID, COLUMN_NAME, COLUMN_ROLE, COLUMN_HASH, COLUMN_CREATED_AT, COLUMN_REVOKED_AT };

static bool read_key(struct arena *arena, const PGresult *result, int row, struct api_key *key)
{
    size_t length;
    const unsigned char *hash = row_bytes(arena, result, row, COLUMN_HASH, &length);
    *key = (struct api_key){.created_at = row_integer(result, row, COLUMN_CREATED_AT),
                            .name = row_text(arena, result, row, COLUMN_NAME),
                            .revoked = !PQgetisnull(result, row, COLUMN_REVOKED_AT),
                            .revoked_at = row_integer(result, row, COLUMN_REVOKED_AT)};
    snprintf(key->id, sizeof key->id, "%s", PQgetvalue(result, row, COLUMN_ID));
    if (length != KEY_HASH_SIZE || !role_parse(PQgetvalue(result, row, COLUMN_ROLE), &key->role))
        return false;
    memcpy(key->hash, hash, length);
    return true;
}

enum status keys_insert(struct store_conn *conn, const struct api_key *key, struct arena *arena, struct error *error)
{
    struct params params;
    char hex[2 * KEY_HASH_SIZE + 3] = "\\x";
    for (size_t i = 0; i < KEY_HASH_SIZE; i++)
        snprintf(hex + 2 + 2 * i, 3, "%02x", key->hash[i]);
    params_init(&params, arena);
    params_text(&params, key->id);
    params_text(&params, key->name);
    params_text(&params, role_name(key->role));
    params_text(&params, hex);
    return conn_execute(conn, STATEMENT_KEY_INSERT, &params, NULL, error);
}

enum status keys_get(struct store_conn *conn, const char *id, struct arena *arena, struct api_key *ret_key,
                     struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    params_text(&params, id);
    enum status status = conn_query(conn, STATEMENT_KEY_SELECT, &params, &result, error);
    if (status == STATUS_OK && PQntuples(result) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "There is no key with this id.");
    if (status == STATUS_OK && !read_key(arena, result, 0, ret_key))
        status = error_set(error, STATUS_INTERNAL, "A row of api_keys is damaged.");
    PQclear(result);
    return status;
}

enum status keys_list(struct store_conn *conn, struct arena *arena, struct api_key **ret_keys, size_t *ret_count,
                      struct error *error)
{
    struct params params;
    PGresult *result = NULL;
    params_init(&params, arena);
    enum status status = conn_query(conn, STATEMENT_KEY_LIST, &params, &result, error);
    size_t count = status == STATUS_OK ? (size_t)PQntuples(result) : 0;
    struct api_key *keys = arena_array(arena, count + 1, sizeof *keys);
    for (size_t i = 0; keys && status == STATUS_OK && i < count; i++)
        if (!read_key(arena, result, (int)i, &keys[i]))
            status = error_set(error, STATUS_INTERNAL, "A row of api_keys is damaged.");
    PQclear(result);
    if (status == STATUS_OK && arena->failed)
        status = STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK) {
        *ret_keys = keys;
        *ret_count = count;
    }
    return status;
}

enum status keys_revoke(struct store_conn *conn, const char *id, struct arena *arena, struct error *error)
{
    struct params params;
    int64_t changed = 0;
    params_init(&params, arena);
    params_text(&params, id);
    enum status status = conn_execute(conn, STATEMENT_KEY_REVOKE, &params, &changed, error);
    if (status == STATUS_OK && changed == 0)
        return error_set(error, STATUS_NOT_FOUND, "There is no working key with this id.");
    return status;
}
