/* names.h - an index from folded names to numbers: who else is called that?
 *
 * Keys are what fold_append makes; one key may have several values, kept in the order they were added. The pool grows,
 * so key pointers last until the next names_add only. Out of memory ends the process (files.h). Threads: one index, one
 * thread.
 *
 *     uint32_t key = names_key(&names, text, &length);            folds into names->folded
 *     for (uint32_t e = names_find(&names, key…); e != NAMES_NONE; e = names->entries[e].next) … entries[e].value
 */
#ifndef ALAM_GAZETTEER_NAMES_H
#define ALAM_GAZETTEER_NAMES_H

#include "nlp/text/types.h"
#include "service/base/strbuf.h"

#define NAMES_NONE UINT32_MAX

struct names_entry {
    uint32_t value;
    uint32_t next; /* entry of the same key, or NAMES_NONE */
};

struct names_slot {
    uint64_t hash;
    uint32_t key, length; /* in pool */
    uint32_t first, last; /* entries */
};

struct names {
    struct names_slot *slots;
    size_t slot_count, used;
    struct names_entry *entries;
    size_t entry_count, entry_room;
    struct strbuf pool, folded;
};

void names_init(struct names *names);
void names_release(struct names *names);

/* The folded key of `text`, valid until the next call; empty when nothing of it is a word. */
struct text names_fold(struct names *names, struct text text);

/* First entry of an already folded key, or NAMES_NONE. */
uint32_t names_find(const struct names *names, struct text key);
/* Adds the value unless the key has it already. */
void names_add(struct names *names, struct text key, uint32_t value);

/* Characters of a UTF-8 text; of them those that are letters are the caller's to know. */
size_t text_characters(struct text text);

/* Edit distance (insert, delete, change) between two short UTF-8 texts in characters, or `limit` + 1 when it is more.
 */
unsigned edit_distance(struct text a, struct text b, unsigned limit);

#endif
