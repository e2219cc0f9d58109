#include "service/gazetteer/places/draft.h"

#include <string.h>

void draft_add_name(const char **list, size_t *count, const char *name)
{
    if (name && *name && *count < PLACE_NAMES_MAXIMUM)
        list[(*count)++] = name;
}

static const char *const heads_ar[] = {"محافظة ",   "ولاية ",  "مقاطعة ",  "منطقة ", "إقليم ", "اقليم ", "مدينة ",
                                       "بلدية ",    "مديرية ", "دائرة ",   "إمارة ", "امارة ", "قضاء ",  "كانتون ",
                                       "كانتونية ", "أبرشية ", "أوبلاست ", "محلية ", "ناحية "};
static const char *const tails_en[] = {" Governorate",  " Province", " Region",     " Oblast",     " Krai",
                                       " District",     " County",   " Prefecture", " State",      " Department",
                                       " Municipality", " Parish",   " Canton",     " Voivodeship"};

void draft_split_head_ar(struct place_draft *draft, struct arena *arena)
{
    for (size_t i = 0; draft->ar && i < sizeof heads_ar / sizeof *heads_ar; i++) {
        size_t length = strlen(heads_ar[i]);
        if (strncmp(draft->ar, heads_ar[i], length) != 0)
            continue;
        draft->headed = draft->ar;
        draft->ar = arena_strdup(arena, draft->ar + length);
        return;
    }
}

void draft_split_tail_en(struct place_draft *draft, struct arena *arena)
{
    size_t length = draft->en ? strlen(draft->en) : 0;
    for (size_t i = 0; i < sizeof tails_en / sizeof *tails_en; i++) {
        size_t tail = strlen(tails_en[i]);
        if (length <= tail || strcmp(draft->en + length - tail, tails_en[i]) != 0)
            continue;
        draft_add_name(draft->more_en, &draft->en_count, draft->en);
        draft->en = arena_strndup(arena, draft->en, length - tail);
        return;
    }
}
