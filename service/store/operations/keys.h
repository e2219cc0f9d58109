/* keys.h - API keys as rows. The secret part of a key never comes here, only its SHA-256.
 *
 * Threads: whoever owns the connection.
 */
#ifndef ALAM_STORE_KEYS_H
#define ALAM_STORE_KEYS_H

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

enum status keys_insert(struct store_conn *conn, const struct api_key *key, struct arena *arena, struct error *error);
/* STATUS_NOT_FOUND when there is none; a revoked one is found. */
enum status keys_get(struct store_conn *conn, const char *id, struct arena *arena, struct api_key *ret_key,
                     struct error *error);
/* All of them, oldest first. */
enum status keys_list(struct store_conn *conn, struct arena *arena, struct api_key **ret_keys, size_t *ret_count,
                      struct error *error);
/* STATUS_NOT_FOUND when there is none that works. */
enum status keys_revoke(struct store_conn *conn, const char *id, struct arena *arena, struct error *error);

#endif
