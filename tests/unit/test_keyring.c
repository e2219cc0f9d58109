#include "service/auth/auth.h"

#include "service/auth/key_text.h"
#include "tests/unit/request_fixture.h"
#include "tests/unit/rows.h"

#include <stdio.h>

enum { TOO_OLD = -1 /* a cache of this many milliseconds holds nothing */, LONG_MS = 3600 * 1000, UNKNOWN_BURST = 50 };

/* Stands in for the database: what keys_get answers. */
static struct {
    enum status status;
    struct api_key key;
    int calls;
} table;

enum status keys_get(struct store_conn *conn, const char *id, struct arena *arena, struct api_key *ret_key,
                     struct error *error)
{
    (void)conn;
    (void)arena;
    table.calls++;
    if (table.status != STATUS_OK)
        return error_set(error, table.status, "The database cannot be reached.");
    if (strcmp(id, table.key.id) != 0)
        return error_set(error, STATUS_NOT_FOUND, "There is no such key.");
    *ret_key = table.key;
    return STATUS_OK;
}

struct door {
    struct request_fixture fixture;
    struct keyring *keyring;
    struct route route;
    char header[sizeof "Bearer " + KEY_TEXT_LENGTH];
};

static void open_door(struct door *door, bool required, enum role needed)
{
    char text[KEY_TEXT_LENGTH + 1];
    struct request *request = request_fixture_init(&door->fixture);
    table.status = STATUS_OK;
    table.calls = 0;
    table.key = (struct api_key){.role = ROLE_READ};
    assert_true(key_text_make(text, &table.key));
    snprintf(door->header, sizeof door->header, "Bearer %s", text);
    door->fixture.config.key_cache_ms = LONG_MS;
    door->fixture.config.rate = door->fixture.config.rate_burst = 1000;
    door->route = (struct route){.role = needed};
    request->route = &door->route;
    snprintf(request->client, sizeof request->client, "192.0.2.1");
    door->keyring = keyring_new(&door->fixture.app, required);
    assert_non_null(door->keyring);
}

static void close_door(struct door *door)
{
    keyring_free(door->keyring);
    request_fixture_release(&door->fixture);
}

/* As exchange.c does it: looks the key up when it has to, and asks again. */
static enum status knock(struct door *door, const char *authorization)
{
    struct request *request = &door->fixture.request;
    enum status status;
    if (auth_check(door->keyring, authorization, request, false, STATUS_OK, &status) == AUTH_DECIDED)
        return status;
    enum status loaded = auth_load(door->keyring, request, NULL);
    assert_int_equal(auth_check(door->keyring, authorization, request, true, loaded, &status), AUTH_DECIDED);
    return status;
}

#define KEY "alam_0123456789ab_"
#define SECRET "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static const struct stranger {
    const char *reason;
    const char *authorization; /* NULL: none */
    bool required;
    enum role needed;
    enum status status;
    const char *challenge; /* NULL: none */
    int lookups;
} strangers[] = {
    {"no key where none is asked for", NULL, false, ROLE_WRITE, STATUS_OK, NULL, 0},
    {"no key for a route that is open to all", NULL, true, ROLE_NONE, STATUS_OK, NULL, 0},
    {"no key", NULL, true, ROLE_READ, STATUS_UNAUTHORIZED, "Bearer realm=\"alam\"", 0},
    {"another scheme", "Basic YTpi", true, ROLE_READ, STATUS_UNAUTHORIZED, "Bearer realm=\"alam\"", 0},
    {"a scheme without a key", "Bearer ", true, ROLE_READ, STATUS_UNAUTHORIZED,
     "Bearer realm=\"alam\", error=\"invalid_token\"", 0},
    {"a key of other letters", "Bearer " KEY "X123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true,
     ROLE_READ, STATUS_UNAUTHORIZED, "Bearer realm=\"alam\", error=\"invalid_token\"", 0},
    {"a key with something behind it", "Bearer " KEY SECRET "0", true, ROLE_READ, STATUS_UNAUTHORIZED,
     "Bearer realm=\"alam\", error=\"invalid_token\"", 0},
    {"a key that nobody made", "Bearer " KEY SECRET, true, ROLE_READ, STATUS_UNAUTHORIZED,
     "Bearer realm=\"alam\", error=\"invalid_token\"", 1},
};

static void stranger_is_told_what_is_missing(void **state)
{
    ROW(struct stranger, row, state);
    struct door door;
    open_door(&door, row->required, row->needed);
    assert_int_equal(knock(&door, row->authorization), row->status);
    const char *challenge = door.fixture.request.challenge;
    assert_int_equal(challenge != NULL, row->challenge != NULL);
    if (challenge)
        assert_string_equal(challenge, row->challenge);
    assert_int_equal(table.calls, row->lookups);
    close_door(&door);
}

static const struct holder {
    const char *reason;
    enum role role, needed;
    bool revoked, wrong_secret;
    enum status status;
} holders[] = {
    {"just the role that is needed", ROLE_READ, ROLE_READ, false, false, STATUS_OK},
    {"a higher role", ROLE_ADMIN, ROLE_READ, false, false, STATUS_OK},
    {"a lower role", ROLE_READ, ROLE_WRITE, false, false, STATUS_FORBIDDEN},
    {"a revoked key", ROLE_ADMIN, ROLE_READ, true, false, STATUS_UNAUTHORIZED},
    {"another secret with a known id", ROLE_ADMIN, ROLE_READ, false, true, STATUS_UNAUTHORIZED},
};

static void holder_of_a_key_is_judged(void **state)
{
    ROW(struct holder, row, state);
    struct door door;
    open_door(&door, true, row->needed);
    table.key.role = row->role;
    table.key.revoked = row->revoked;
    table.key.hash[0] ^= row->wrong_secret;
    assert_int_equal(knock(&door, door.header), row->status);
    assert_int_equal(knock(&door, door.header), row->status);
    assert_int_equal(table.calls, 1); /* the second time from memory */
    if (row->status == STATUS_OK)
        assert_string_equal(door.fixture.request.key_id, table.key.id);
    if (row->status == STATUS_FORBIDDEN)
        assert_non_null(strstr(door.fixture.request.challenge, "scope=\"write\""));
    close_door(&door);
}

static const struct outage {
    const char *reason;
    bool known;   /* the key was used before the database went away */
    bool revoked; /* and was revoked by then */
    int64_t cache_ms, grace_ms;
    enum status status;
    int lookups; /* while the database is away */
} outages[] = {
    {"a key that was never seen", false, false, LONG_MS, LONG_MS, STATUS_DATABASE_DOWN, 1},
    {"a key seen a moment ago", true, false, LONG_MS, 0, STATUS_OK, 0},
    {"a key seen too long ago, within the grace", true, false, TOO_OLD, LONG_MS, STATUS_OK, 1},
    {"a revoked key has no grace: it may work again by now", true, true, TOO_OLD, LONG_MS, STATUS_DATABASE_DOWN, 1},
    {"a key seen too long ago, past the grace", true, false, TOO_OLD, 0, STATUS_DATABASE_DOWN, 1},
};

static void outage_of_the_database_is_bridged_for_a_while(void **state)
{
    ROW(struct outage, row, state);
    struct door door;
    open_door(&door, true, ROLE_READ);
    table.key.revoked = row->revoked;
    if (row->known)
        assert_int_equal(knock(&door, door.header), row->revoked ? STATUS_UNAUTHORIZED : STATUS_OK);
    table.status = STATUS_DATABASE_DOWN;
    table.calls = 0;
    door.fixture.config.key_cache_ms = row->cache_ms;
    door.fixture.config.key_grace_ms = row->grace_ms;
    assert_int_equal(knock(&door, door.header), row->status);
    assert_int_equal(table.calls, row->lookups);
    close_door(&door);
}

static void revocation_is_seen_when_the_memory_is_too_old(void **state)
{
    struct door door;
    (void)state;
    open_door(&door, true, ROLE_READ);
    assert_int_equal(knock(&door, door.header), STATUS_OK);
    table.key.revoked = true;
    assert_int_equal(knock(&door, door.header), STATUS_OK);
    door.fixture.config.key_cache_ms = TOO_OLD;
    assert_int_equal(knock(&door, door.header), STATUS_UNAUTHORIZED);
    close_door(&door);
}

static void rate_of_a_key_is_limited(void **state)
{
    struct door door;
    (void)state;
    open_door(&door, true, ROLE_READ);
    keyring_free(door.keyring);
    door.fixture.config.rate = door.fixture.config.rate_burst = 2;
    door.keyring = keyring_new(&door.fixture.app, true);
    assert_int_equal(knock(&door, door.header), STATUS_OK);
    assert_int_equal(knock(&door, door.header), STATUS_OK);
    assert_int_equal(knock(&door, door.header), STATUS_TOO_MANY_REQUESTS);
    assert_int_equal(door.fixture.request.rate.retry, 1);
    assert_true(auth_take_line(door.keyring, table.key.id, 0) > 0);
    assert_int_equal(auth_take_line(door.keyring, "", 0), 0);
    close_door(&door);
}

static void guesses_of_one_address_are_limited(void **state)
{
    struct door door;
    char guess[sizeof "Bearer " + KEY_TEXT_LENGTH];
    (void)state;
    open_door(&door, true, ROLE_READ);
    for (int i = 0; i < UNKNOWN_BURST; i++) {
        snprintf(guess, sizeof guess, "Bearer alam_%012x_" SECRET, i);
        assert_int_equal(knock(&door, guess), STATUS_UNAUTHORIZED);
    }
    snprintf(guess, sizeof guess, "Bearer alam_%012x_" SECRET, UNKNOWN_BURST);
    assert_int_equal(knock(&door, guess), STATUS_TOO_MANY_REQUESTS);
    assert_int_equal(table.calls, UNKNOWN_BURST);
    snprintf(door.fixture.request.client, sizeof door.fixture.request.client, "192.0.2.2");
    assert_int_equal(knock(&door, guess), STATUS_UNAUTHORIZED);
    close_door(&door);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(revocation_is_seen_when_the_memory_is_too_old),
        cmocka_unit_test(rate_of_a_key_is_limited),
        cmocka_unit_test(guesses_of_one_address_are_limited),
    };
    return RUN_ROWS("without a key", strangers, stranger_is_told_what_is_missing) +
           RUN_ROWS("with a key", holders, holder_of_a_key_is_judged) +
           RUN_ROWS("outages", outages, outage_of_the_database_is_bridged_for_a_while) +
           cmocka_run_group_tests_name("keyring", tests, NULL, NULL);
}
