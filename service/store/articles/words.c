#include "service/store/articles/words.h"

#include "nlp/text/fold.h"
#include "service/base/slots.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    FOLD_FACTOR = 4,      /* a fold makes a text at most this much longer */
    LETTER = 2,           /* bytes of an Arabic letter in UTF-8 */
    REST = 3 * LETTER,    /* a word must keep three letters when something is taken off */
    WORD_MAXIMUM = 256,   /* bytes of a word that are hashed; the rest is ignored */
    READINGS_MAXIMUM = 24 /* the word itself and one reading for each row of `particles` */
};

static const char article[] = "ال";

/* Particles as they are written in front of a word, and what is restored when they are taken off: in لل the letter ل
 * has swallowed the first letter of the article. */
static const struct particle {
    const char *written;
    const char *restored;
} particles[] = {
    {"و", ""},  {"ف", ""},  {"ب", ""},  {"ك", ""},  {"ل", ""},  {"س", ""},    {"وب", ""},    {"وك", ""},    {"ول", ""},
    {"وس", ""}, {"فب", ""}, {"فك", ""}, {"فل", ""}, {"فس", ""}, {"لل", "ال"}, {"ولل", "ال"}, {"فلل", "ال"},
};

struct slice {
    const char *bytes;
    size_t length;
};

static bool begins(struct slice word, const char *with)
{
    size_t length = strlen(with);
    return word.length >= length && memcmp(word.bytes, with, length) == 0;
}

static bool is_arabic(struct slice word)
{
    return word.length && (unsigned char)word.bytes[0] >= 0xD8 && (unsigned char)word.bytes[0] <= 0xDB;
}

static struct slice without(struct slice word, size_t bytes)
{
    return (struct slice){word.bytes + bytes, word.length - bytes};
}

static int32_t stem_id(struct slice word)
{
    if (begins(word, article) && word.length >= strlen(article) + REST)
        word = without(word, strlen(article));
    uint64_t hash = XXH3_64bits(word.bytes, word.length < WORD_MAXIMUM ? word.length : WORD_MAXIMUM);
    uint32_t id = (uint32_t)hash;
    return id ? (int32_t)id : 1;
}

/* The ids of a word and of its readings; returns their number. `sure`: only readings that leave a word with the
 * article, since hardly any word begins with ال by itself. */
static size_t readings(struct slice word, bool sure, int32_t ids[READINGS_MAXIMUM])
{
    size_t count = 0;
    ids[count++] = stem_id(word);
    if (!is_arabic(word))
        return count;
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        if (!begins(word, particles[i].written))
            continue;
        struct slice rest = without(word, strlen(particles[i].written));
        if (rest.length >= REST && (!sure || *particles[i].restored || begins(rest, article)))
            ids[count++] = stem_id(rest); /* a restored article need not be put back: stem_id takes it off */
    }
    return count;
}

static bool next_word(const struct folded_text *folded, size_t *at, struct slice *ret_word)
{
    while (*at < folded->length && folded->words[*at] == ' ')
        ++*at;
    if (*at >= folded->length)
        return false;
    const char *start = folded->words + *at, *end = memchr(start, ' ', folded->length - *at);
    *ret_word = (struct slice){start, end ? (size_t)(end - start) : folded->length - *at};
    *at += ret_word->length;
    return true;
}

enum status words_fold(struct text title, struct text text, struct arena *arena, struct folded_text *ret_folded)
{
    struct strbuf out;
    strbuf_init(&out, FOLD_FACTOR * (title.length + text.length) + 64);
    if (title.length)
        fold_append(&out, title);
    strbuf_putc(&out, ' ');
    fold_append(&out, text);
    ret_folded->words = strbuf_ok(&out) ? arena_strndup(arena, out.data, out.length) : NULL;
    ret_folded->length = out.length;
    strbuf_release(&out);
    return ret_folded->words ? STATUS_OK : STATUS_OUT_OF_MEMORY;
}

/* Ids, each once, in the order in which they were met. The slots are on the heap, the ids in the arena. */
struct id_set {
    struct arena *arena;
    struct slots slots;
    int32_t *ids;
    size_t count, room;
};

static uint64_t id_at(const void *owner, uint32_t number)
{
    const struct id_set *set = owner;
    return (uint32_t)set->ids[number];
}

/* False: out of memory. */
static bool id_set_add(struct id_set *set, int32_t id)
{
    if (!slots_widen(&set->slots, set->count, id_at, set))
        return false;
    size_t at = slots_first(&set->slots, (uint32_t)id);
    for (; set->slots.numbers[at]; at = slots_next(&set->slots, at))
        if (set->ids[set->slots.numbers[at] - 1] == id)
            return true;
    int32_t *ids = arena_grow(set->arena, set->ids, set->count, &set->room, sizeof *ids);
    if (!ids)
        return false;
    set->ids = ids;
    set->ids[set->count++] = id;
    set->slots.numbers[at] = (uint32_t)set->count;
    return true;
}

static bool add_words(struct id_set *set, const struct folded_text *folded)
{
    int32_t ids[READINGS_MAXIMUM];
    struct slice word;
    for (size_t at = 0; next_word(folded, &at, &word);)
        for (size_t i = 0, count = readings(word, false, ids); i < count; i++)
            if (!id_set_add(set, ids[i]))
                return false;
    return true;
}

enum status words_index(const struct folded_text *folded, struct arena *arena, struct word_ids *ret_ids)
{
    struct id_set set = {.arena = arena};
    bool added = add_words(&set, folded);
    free(set.slots.numbers);
    if (!added)
        return STATUS_OUT_OF_MEMORY;
    *ret_ids = (struct word_ids){set.ids, set.count};
    return STATUS_OK;
}

enum status words_query(struct text query, struct arena *arena, struct word_query *ret_query, struct error *error)
{
    struct folded_text folded;
    struct slice word;
    ret_query->count = 0;
    enum status status = words_fold((struct text){NULL, 0}, query, arena, &folded);
    for (size_t at = 0; status == STATUS_OK && next_word(&folded, &at, &word); ret_query->count++) {
        if (ret_query->count == WORDS_QUERY_MAXIMUM)
            return error_set(error, STATUS_INVALID_PARAMETER, "A query may have %d words.", WORDS_QUERY_MAXIMUM);
        struct word_ids *group = &ret_query->groups[ret_query->count];
        group->ids = arena_array(arena, READINGS_MAXIMUM, sizeof *group->ids);
        if (!group->ids)
            return STATUS_OUT_OF_MEMORY;
        group->count = readings(word, true, group->ids);
    }
    if (status == STATUS_OK && ret_query->count == 0)
        status = error_set(error, STATUS_INVALID_PARAMETER, "There is no word in this.");
    return status;
}
