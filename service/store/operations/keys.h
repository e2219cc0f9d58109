/* keys.h - API keys as rows of the table api_keys. Of a key's secret part only the SHA-256 is stored.
 *
 * Threads: whoever owns the connection; strings live in the arena.
 */
#ifndef ALAM_STORE_OPERATIONS_KEYS_H
#define ALAM_STORE_OPERATIONS_KEYS_H

#include "service/app/role.h"
#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdint.h>

struct store_conn;

enum { KEY_ID_LENGTH = 12, KEY_HASH_SIZE = 32 };

struct api_key {
    char id[KEY_ID_LENGTH + 1];
    const char *name;
    enum role role;
    unsigned char hash[KEY_HASH_SIZE];
    int64_t created_at; /* microseconds since 1970 */
    bool revoked;
    int64_t revoked_at;
};

/* Stores a key. */
enum status keys_insert(struct store_conn *conn, const struct api_key *key, struct arena *arena, struct error *error);
/* Reads a key, a revoked one too. STATUS_NOT_FOUND when there is none. */
enum status keys_get(struct store_conn *conn, const char *id, struct arena *arena, struct api_key *ret_key,
                     struct error *error);
/* Reads all keys, the oldest first. */
enum status keys_list(struct store_conn *conn, struct arena *arena, struct api_key **ret_keys, size_t *ret_count,
                      struct error *error);
/* Revokes a key. STATUS_NOT_FOUND when there is none, or it was revoked before. */
enum status keys_revoke(struct store_conn *conn, const char *id, struct arena *arena, struct error *error);

#endif
