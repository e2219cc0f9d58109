#include "service/base/rate.h"

#include "service/base/hash.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 8192, PROBES = 8 };

struct bucket {
    uint64_t name; /* the name's hash; 0: the bucket is free */
    double tokens;
    int64_t at; /* when `tokens` was counted, microseconds */
};

struct rates {
    int64_t rate, burst;
    pthread_mutex_t lock;
    struct bucket buckets[SLOTS];
};

struct rates *rates_new(int64_t rate, int64_t burst)
{
    struct rates *rates = calloc(1, sizeof *rates);
    if (!rates)
        return NULL;
    rates->rate = rate;
    rates->burst = burst > rate ? burst : rate;
    pthread_mutex_init(&rates->lock, NULL);
    return rates;
}

void rates_free(struct rates *rates)
{
    if (!rates)
        return;
    pthread_mutex_destroy(&rates->lock);
    free(rates);
}

/* The bucket of that name, or the one that it takes over. */
static struct bucket *find(struct rates *rates, uint64_t name)
{
    struct bucket *oldest = NULL;
    for (uint64_t i = 0; i < PROBES; i++) {
        struct bucket *bucket = &rates->buckets[(name + i) % SLOTS];
        if (bucket->name == name)
            return bucket;
        if (!oldest || bucket->at < oldest->at)
            oldest = bucket;
    }
    return oldest;
}

static bool take(struct rates *rates, const char *name, int64_t now, double reserve, struct rate_state *ret_state)
{
    *ret_state = (struct rate_state){.limit = rates->rate ? rates->burst : 0};
    if (rates->rate == 0)
        return true;
    uint64_t hash = hash_bytes(name, strlen(name)) | 1;
    double burst = (double)rates->burst, rate = (double)rates->rate;
    pthread_mutex_lock(&rates->lock);
    struct bucket *bucket = find(rates, hash);
    if (bucket->name != hash)
        *bucket = (struct bucket){.name = hash, .tokens = burst, .at = now};
    double tokens = fmin(burst, bucket->tokens + (double)(now - bucket->at) / 1e6 * rate);
    bool taken = tokens >= 1 + reserve;
    bucket->tokens = tokens = taken ? tokens - 1 : tokens;
    bucket->at = now;
    pthread_mutex_unlock(&rates->lock);
    ret_state->window = (int64_t)ceil(burst / rate);
    ret_state->remaining = (int64_t)tokens;
    ret_state->reset = (int64_t)ceil((burst - tokens) / rate);
    double missing = taken ? 0 : (1 + reserve - tokens) / rate;
    ret_state->retry = taken ? 0 : (int64_t)fmax(1, ceil(missing));
    ret_state->wait = (int64_t)ceil(missing * 1e6);
    return taken;
}

bool rates_take(struct rates *rates, const char *name, int64_t now, struct rate_state *ret_state)
{
    return take(rates, name, now, 0, ret_state);
}

bool rates_take_patiently(struct rates *rates, const char *name, int64_t now, struct rate_state *ret_state)
{
    int64_t reserve = rates->burst / RATES_RESERVE;
    return take(rates, name, now, (double)reserve, ret_state);
}
