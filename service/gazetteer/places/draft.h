/* draft.h - what one source says of one place, before it is known whether the place is there already.
 *
 * Strings belong to whoever fills the draft, and live until the end of the command (the arena of struct places). Threads:
 * pure functions of their arguments.
 */
#ifndef ALAM_GAZETTEER_DRAFT_H
#define ALAM_GAZETTEER_DRAFT_H

#include "service/base/arena.h"

#include <stdint.h>

enum place_kind {
    PLACE_COUNTRY,
    PLACE_SUBDIVISION,
    PLACE_CITY,
    PLACE_ADMIN /* further names of a subdivision: never a place of its own */
};

enum { PLACE_NAMES_MAXIMUM = 24 };

/* NULL: none. */
struct place_draft {
    const char *id;
    enum place_kind kind;
    const char *subtype;
    char country[3];
    uint32_t population; /* 0: not known */
    bool capital;
    const char *en, *ar; /* the names to show */
    const char *headed;  /* `ar` behind the word for what kind of place it is: محافظة قنا */
    const char *more_en[PLACE_NAMES_MAXIMUM]; /* other names in that language */
    const char *more_ar[PLACE_NAMES_MAXIMUM];
    const char *doubtful[PLACE_NAMES_MAXIMUM]; /* in Arabic script, in a language that the source does not tell */
    size_t en_count, ar_count, doubtful_count;
};

/* Adds a name to one of the lists, `count` names long. NULL, "" and what is too much are left out. */
void draft_add_name(const char **list, size_t *count, const char *name);

/* Takes the word for what kind of place it is off the Arabic name: محافظة قنا becomes قنا, and `headed` keeps the whole.
 */
void draft_split_head_ar(struct place_draft *draft, struct arena *arena);

/* The same for English: "Qena Governorate" becomes "Qena", and the whole is another name. */
void draft_split_tail_en(struct place_draft *draft, struct arena *arena);

#endif
