#include "handlers/candidate_near.h"

#include "nlp/text/fold.h"
#include "service/base/edit_distance.h"
#include "service/base/strbuf.h"

#include <string.h>

enum { WORDS_MAXIMUM = 8, NAME_MAXIMUM = 512 /* bytes, folded */, LEAST_WORD = 3 /* letters of a word that tells */ };

static const double least_score = 0.5, other_type = 0.7, slip = 0.15;

struct name {
    struct text whole, words[WORDS_MAXIMUM];
    size_t count;
};

static void read_words(struct name *name)
{
    struct text rest = name->whole;
    name->count = 0;
    while (rest.length && name->count < WORDS_MAXIMUM)
        name->words[name->count++] = text_split(&rest, ' ');
}

static size_t common_words(const struct name *left, const struct name *right)
{
    size_t common = 0;
    for (size_t i = 0; i < left->count; i++)
        for (size_t k = 0; k < right->count; k++)
            if (left->words[i].length >= LEAST_WORD && text_same(left->words[i], right->words[k])) {
                common++;
                break;
            }
    return common;
}

/* How alike two names are, and why; 0: not enough. */
static double likeness(const struct name *query, const struct name *name, const char **ret_why)
{
    size_t common = common_words(query, name);
    size_t longer = query->whole.length > name->whole.length ? query->whole.length : name->whole.length;
    size_t shorter = query->whole.length + name->whole.length - longer;
    if (text_same(query->whole, name->whole)) {
        *ret_why = "same name";
        return 1;
    }
    if (common) {
        *ret_why = "words in common";
        return 2.0 * (double)common / (double)(query->count + name->count);
    }
    if (longer - shorter > 4 || query->count != name->count || query->whole.bytes[0] != name->whole.bytes[0])
        return 0;
    unsigned limit = (unsigned)((double)longer * slip) + 1, distance = edit_distance(query->whole, name->whole, limit);
    *ret_why = "letters differ";
    return distance > limit ? 0 : 1 - 2 * (double)distance / (double)longer;
}

static size_t place_of(const struct near_query *query, size_t entity)
{
    size_t at = 0;
    while (at < query->count && query->entries[at].entity != entity)
        at++;
    return at;
}

/* Keeps the entry among the nearest, unless it has a name there that is nearer. */
static void keep(struct near_query *query, const struct near_entry *entry)
{
    size_t at = place_of(query, entry->entity);
    if (at == query->count && query->count < CANDIDATE_NEAREST)
        query->entries[query->count++].score = 0;
    at = at < query->count ? at : query->count - 1;
    if (query->entries[at].score >= entry->score)
        return;
    query->entries[at] = *entry;
    for (; at > 0 && query->entries[at - 1].score < query->entries[at].score; at--) {
        struct near_entry moved = query->entries[at - 1];
        query->entries[at - 1] = query->entries[at];
        query->entries[at] = moved;
    }
}

static void compare(struct near_query *query, const struct name *wanted, size_t index, enum entity_type type,
                    const struct name *name)
{
    struct near_entry entry = {.entity = index};
    entry.score = likeness(wanted, name, &entry.why);
    entry.score *= type == query->type ? 1 : other_type;
    if (entry.score >= least_score)
        keep(query, &entry);
}

static bool fold_name(struct strbuf *folded, const char *text, struct name *ret_name)
{
    strbuf_clear(folded);
    fold_append(folded, text_of(text));
    ret_name->whole = strbuf_text(folded);
    read_words(ret_name);
    return strbuf_ok(folded) && folded->length > 0;
}

bool candidate_near(const struct gazetteer *gazetteer, struct near_query *queries, size_t count, struct arena *arena)
{
    struct name *wanted = arena_array(arena, count + 1, sizeof *wanted), name;
    struct strbuf folded;
    strbuf_init(&folded, NAME_MAXIMUM);
    for (size_t i = 0; wanted && i < count; i++) {
        bool folds = fold_name(&folded, queries[i].name, &wanted[i]);
        wanted[i].whole = (struct text){arena_strndup(arena, folds ? folded.data : "", folds ? folded.length : 0),
                                        folds ? folded.length : 0};
        wanted[i].count = 0;
        if (wanted[i].whole.bytes)
            read_words(&wanted[i]);
    }
    for (size_t index = 0; !arena->failed && index < gazetteer_entity_count(gazetteer); index++) {
        struct gazetteer_entity entity;
        gazetteer_entity(gazetteer, index, &entity);
        const char *const names[] = {entity.name_ar, entity.name_en};
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            if (!*names[n] || !fold_name(&folded, names[n], &name))
                continue;
            for (size_t i = 0; i < count; i++)
                if (wanted[i].whole.length)
                    compare(&queries[i], &wanted[i], index, entity.type, &name);
        }
    }
    strbuf_release(&folded);
    return !arena->failed;
}
