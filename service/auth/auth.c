#include "service/auth/auth.h"

#include "service/auth/key_text.h"
#include "service/base/timestamp.h"

#include <nettle/memops.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SLOTS = 4096, PROBES = 8, UNKNOWN_RATE = 5, UNKNOWN_BURST = 50 };

static const char scheme[] = "Bearer ";

/* What is remembered about an id: its key, or that there is none. */
struct slot {
    char id[KEY_ID_LENGTH + 1];
    unsigned char hash[KEY_HASH_SIZE];
    enum role role; /* ROLE_NONE: there is no such key, or it was revoked */
    int64_t at;     /* when it was read, timestamp_monotonic; 0: the slot is free */
};

struct keyring {
    const struct app *app;
    bool required;
    struct rates *rates, *unknown;
    pthread_mutex_t lock;
    struct slot slots[SLOTS];
};

struct keyring *keyring_new(const struct app *app, bool required)
{
    struct keyring *keyring = calloc(1, sizeof *keyring);
    if (!keyring)
        return NULL;
    keyring->app = app;
    keyring->required = required;
    pthread_mutex_init(&keyring->lock, NULL);
    keyring->rates = rates_new(app->config->rate, app->config->rate_burst);
    keyring->unknown = rates_new(UNKNOWN_RATE, UNKNOWN_BURST);
    if (keyring->rates && keyring->unknown)
        return keyring;
    keyring_free(keyring);
    return NULL;
}

void keyring_free(struct keyring *keyring)
{
    if (!keyring)
        return;
    rates_free(keyring->rates);
    rates_free(keyring->unknown);
    pthread_mutex_destroy(&keyring->lock);
    free(keyring);
}

static size_t first_slot(const char *id)
{
    return strtoull(id, NULL, 16) % SLOTS;
}

static bool recall(struct keyring *keyring, const char *id, struct slot *ret_slot)
{
    bool found = false;
    pthread_mutex_lock(&keyring->lock);
    for (size_t i = 0; i < PROBES && !found; i++) {
        const struct slot *slot = &keyring->slots[(first_slot(id) + i) % SLOTS];
        found = slot->at && strcmp(slot->id, id) == 0;
        if (found)
            *ret_slot = *slot;
    }
    pthread_mutex_unlock(&keyring->lock);
    return found;
}

static void remember(struct keyring *keyring, const struct slot *fresh)
{
    struct slot *place = NULL;
    pthread_mutex_lock(&keyring->lock);
    for (size_t i = 0; i < PROBES; i++) {
        struct slot *slot = &keyring->slots[(first_slot(fresh->id) + i) % SLOTS];
        bool same = slot->at && strcmp(slot->id, fresh->id) == 0;
        if (same || !place || slot->at < place->at)
            place = slot;
        if (same)
            break;
    }
    *place = *fresh;
    pthread_mutex_unlock(&keyring->lock);
}

static enum status challenge(struct request *request, enum status status, const char *code, const char *detail)
{
    request->challenge =
        *code ? arena_printf(&request->arena, "Bearer realm=\"alam\", error=\"%s\"", code) : "Bearer realm=\"alam\"";
    return error_set(&request->error, status, "%s", detail);
}

static enum status too_many(struct request *request)
{
    return error_set(&request->error, STATUS_TOO_MANY_REQUESTS, "Too many requests; come back in %lld s.",
                     (long long)request->rate.retry);
}

/* What is remembered about the key may be used: it is recent, or the database cannot be reached. */
static enum status judge(struct keyring *keyring, const struct slot *slot, const unsigned char *hash,
                         struct request *request)
{
    bool same = memeql_sec(slot->hash, hash, KEY_HASH_SIZE);
    if (slot->role == ROLE_NONE || !same)
        return challenge(request, STATUS_UNAUTHORIZED, "invalid_token", "This key is not known, or it was revoked.");
    snprintf(request->key_id, sizeof request->key_id, "%s", slot->id);
    if (!rates_take(keyring->rates, slot->id, timestamp_monotonic(), &request->rate))
        return too_many(request);
    if (request->route && slot->role < request->route->role) {
        request->challenge =
            arena_printf(&request->arena, "Bearer realm=\"alam\", error=\"insufficient_scope\", scope=\"%s\"",
                         role_name(request->route->role));
        return error_set(&request->error, STATUS_FORBIDDEN, "This needs a key of role %s.",
                         role_name(request->route->role));
    }
    return STATUS_OK;
}

static enum auth_step decide_known(struct keyring *keyring, const char *text, struct request *request, bool asked,
                                   enum status loaded, enum status *ret_status)
{
    const struct config *config = keyring->app->config;
    unsigned char hash[KEY_HASH_SIZE];
    char id[KEY_ID_LENGTH + 1];
    struct slot slot;
    int64_t now = timestamp_monotonic();
    if (!key_text_parse(text, id, hash)) {
        *ret_status = challenge(request, STATUS_UNAUTHORIZED, "invalid_token", "This is not a key of alam.");
        return AUTH_DECIDED;
    }
    bool known = recall(keyring, id, &slot);
    int64_t age_ms = known ? (now - slot.at) / 1000 : INT64_MAX;
    bool usable = known && (age_ms <= config->key_cache_ms || (asked && loaded == STATUS_OK) ||
                            (asked && slot.role != ROLE_NONE && age_ms <= config->key_cache_ms + config->key_grace_ms));
    if (usable) {
        *ret_status = judge(keyring, &slot, hash, request);
        return AUTH_DECIDED;
    }
    if (asked) {
        *ret_status = loaded != STATUS_OK ? loaded : STATUS_UNAVAILABLE;
        return AUTH_DECIDED;
    }
    if (!known && !rates_take(keyring->unknown, request->client, now, &request->rate)) {
        *ret_status = too_many(request);
        return AUTH_DECIDED;
    }
    snprintf(request->key_id, sizeof request->key_id, "%s", id);
    return AUTH_LOOK_UP;
}

enum auth_step auth_check(struct keyring *keyring, const char *authorization, struct request *request, bool asked,
                          enum status loaded, enum status *ret_status)
{
    *ret_status = STATUS_OK;
    if (!keyring->required || !request->route || request->route->role == ROLE_NONE)
        return AUTH_DECIDED;
    if (!authorization || strncasecmp(authorization, scheme, sizeof scheme - 1) != 0) {
        *ret_status = challenge(request, STATUS_UNAUTHORIZED, "", "This needs a key: Authorization: Bearer alam_….");
        return AUTH_DECIDED;
    }
    const char *text = authorization + sizeof scheme - 1;
    return decide_known(keyring, text + strspn(text, " "), request, asked, loaded, ret_status);
}

int64_t auth_take_line(struct keyring *keyring, const char *key_id, int64_t now)
{
    struct rate_state state;
    if (!keyring->required || !*key_id)
        return 0;
    return rates_take_patiently(keyring->rates, key_id, now, &state) ? 0 : state.wait;
}

enum status auth_load(struct keyring *keyring, struct request *request, struct store_conn *conn)
{
    struct slot slot = {.role = ROLE_NONE};
    struct api_key key;
    enum status status = keys_get(conn, request->key_id, &request->arena, &key, &request->error);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    snprintf(slot.id, sizeof slot.id, "%s", request->key_id);
    if (status == STATUS_OK && !key.revoked) {
        slot.role = key.role;
        memcpy(slot.hash, key.hash, sizeof slot.hash);
    }
    slot.at = timestamp_monotonic();
    remember(keyring, &slot);
    return STATUS_OK;
}
