#include "nlp/text/hash.h"

#include "nlp/text/token.h"

uint64_t word_hash_long(const uint8_t *letters, uint32_t length)
{
    uint64_t low, high;
    letters_load(letters, length, &low, &high);
    uint64_t hash = word_hash(low, high, length);
    for (uint32_t at = 16; at < length; at += 16) {
        letters_load(letters + at, length - at, &low, &high);
        hash = hash_mix(hash ^ low, high ^ 0x8ebc6af09c88c6e3ULL);
    }
    return hash;
}
