/* transfer.h - sends parcels to the service, several at once.
 *
 *     transfers_init(&transfers, url, key, authorities, &error);
 *     transfer_begin(&transfers, parcel);
 *     while ((parcel = transfers_next(&transfers, wait_ms)))
 *         …parcel->state says what became of it…
 *     transfers_release(&transfers);           …ends those that are still under way…
 *
 * A connection that stands still for TRANSFER_SILENCE_S is given up. Threads: one.
 */
#ifndef ALAM_POST_TRANSFER_H
#define ALAM_POST_TRANSFER_H

#include "service/post/parcel.h"

enum { TRANSFER_CONNECT_S = 10, TRANSFER_SILENCE_S = 300, TRANSFER_ADDRESS = 2048 };

struct transfers {
    void *multi; /* CURLM */
    void *headers;
    char address[TRANSFER_ADDRESS];
    const char *authorities;
    size_t flying;
};

/* STATUS_INVALID_INPUT: the URL is too long. STATUS_OUT_OF_MEMORY. transfers_release is needed all the same. */
enum status transfers_init(struct transfers *transfers, const char *url, const char *key, const char *authorities,
                           struct error *error);
void transfers_release(struct transfers *transfers);

/* False: out of memory. The parcel must live until it was returned by transfers_next, or transfers_release. */
bool transfer_begin(struct transfers *transfers, struct parcel *parcel);

/* Waits up to wait_ms until a parcel has been answered, or not. NULL: none has. */
struct parcel *transfers_next(struct transfers *transfers, int wait_ms);

#endif
