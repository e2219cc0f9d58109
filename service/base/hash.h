/* hash.h - the hash of tables that live in memory: XXH3, 64 bits (https://xxhash.com).
 *
 * Not for what is stored or sent: formats name their hash themselves. Depends on xxhash. Threads: pure function.
 */
#ifndef ALAM_BASE_HASH_H
#define ALAM_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(const void *bytes, size_t length);

#endif
