/* names.h - an index from folded names to numbers. It answers the question: which others have this name?
 *
 * Keys are what fold_append makes of a name, or any other non-empty text; a key may have several values, which are kept
 * in the order they were added. An empty key is never added and never found. Without memory the process ends
 * (memory.h). Threads: one index, one thread.
 *
 *     struct names names;
 *     names_init(&names);
 *     names_add(&names, names_fold(&names, name), 7);
 *     for (uint32_t e = names_find(&names, key); e != NAMES_NONE; e = names_next(&names, e))
 *         use(names_value(&names, e));
 *     names_release(&names);
 */
#ifndef ALAM_GAZETTEER_NAMES_H
#define ALAM_GAZETTEER_NAMES_H

#include "service/base/array.h"
#include "service/base/slots.h"
#include "service/base/strbuf.h"

#define NAMES_NONE UINT32_MAX

/* One value of a key. */
struct names_entry {
    uint32_t value;
    uint32_t next; /* entry of the same key, or NAMES_NONE */
};

struct names {
    struct slots slots;   /* numbers of keys by hash */
    struct array keys;    /* each key with its first and last entry; names.c knows their layout */
    struct array entries; /* of struct names_entry */
    struct strbuf pool;   /* bytes of the keys */
    struct strbuf folded; /* names_fold's result */
};

void names_init(struct names *names);
void names_release(struct names *names);

/* The folded form of `text`; empty when nothing of it is a word. It is valid until the next call with this index, and may
 * be given to another index. */
struct text names_fold(struct names *names, struct text text);

/* First entry of a key, or NAMES_NONE. */
uint32_t names_find(const struct names *names, struct text key);

/* Adds the value to the key unless the key has it already. */
void names_add(struct names *names, struct text key, uint32_t value);

static inline bool names_has(const struct names *names, struct text key)
{
    return names_find(names, key) != NAMES_NONE;
}

static inline uint32_t names_value(const struct names *names, uint32_t entry)
{
    return ((const struct names_entry *)names->entries.items)[entry].value;
}

/* The next entry of the same key, or NAMES_NONE. */
static inline uint32_t names_next(const struct names *names, uint32_t entry)
{
    return ((const struct names_entry *)names->entries.items)[entry].next;
}

#endif
