#include "service/store/articles/words.h"

#include "nlp/text/fold.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    FOLD_FACTOR = 4,      /* a fold makes a text at most this much longer */
    LETTER = 2,           /* bytes of an Arabic letter in UTF-8 */
    REST = 3 * LETTER,    /* what is left of a word must be three letters */
    WORD_MAXIMUM = 256,   /* bytes; the rest of a longer word does not count */
    READINGS_MAXIMUM = 24 /* more than the table has rows */
};

static const char article[] = "ال";

/* Particles in front, and what stands for them in the word without. لل is ل and the article. */
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
    return (int32_t)(uint32_t)hash;
}

/* The ids of a word and of its readings. `sure`: only readings that leave the article, which no other word begins with. */
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
            ids[count++] = stem_id(rest); /* a restored article would be taken off again */
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
    ret_folded->count = 1;
    strbuf_release(&out);
    for (size_t i = 0; ret_folded->words && i < ret_folded->length; i++)
        ret_folded->count += ret_folded->words[i] == ' ';
    return ret_folded->words ? STATUS_OK : STATUS_OUT_OF_MEMORY;
}

/* A table of ids, grown as a set; 0 marks a free place, so the id 0 becomes 1. */
struct set {
    int32_t *places;
    size_t mask, count;
};

static enum status set_init(struct set *set, size_t expected, struct arena *arena)
{
    size_t size = 16;
    while (size < 2 * expected)
        size *= 2;
    *set = (struct set){.places = arena_array(arena, size, sizeof *set->places), .mask = size - 1};
    return set->places ? STATUS_OK : STATUS_OUT_OF_MEMORY;
}

/* False when there is no room left: the caller makes a larger set. */
static bool set_add(struct set *set, int32_t id)
{
    id = id ? id : 1;
    size_t place = (uint32_t)id & set->mask;
    while (set->places[place] && set->places[place] != id)
        place = (place + 1) & set->mask;
    if (set->places[place])
        return true;
    set->places[place] = id;
    return 4 * ++set->count < 3 * (set->mask + 1);
}

static void set_take(struct set *set, struct word_ids *ret_ids)
{
    size_t count = 0;
    for (size_t i = 0; i <= set->mask; i++)
        if (set->places[i])
            set->places[count++] = set->places[i];
    *ret_ids = (struct word_ids){set->places, count};
}

static bool index_into(struct set *set, const struct folded_text *folded)
{
    int32_t ids[READINGS_MAXIMUM];
    struct slice word;
    for (size_t at = 0; next_word(folded, &at, &word);)
        for (size_t i = 0, count = readings(word, false, ids); i < count; i++)
            if (!set_add(set, ids[i]))
                return false;
    return true;
}

enum status words_index(const struct folded_text *folded, struct arena *arena, struct word_ids *ret_ids)
{
    for (size_t expected = folded->count;; expected *= 2) {
        struct set set;
        if (set_init(&set, expected, arena) != STATUS_OK)
            return STATUS_OUT_OF_MEMORY;
        if (!index_into(&set, folded))
            continue;
        set_take(&set, ret_ids);
        return STATUS_OK;
    }
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
        for (size_t i = 0; i < group->count; i++)
            group->ids[i] = group->ids[i] ? group->ids[i] : 1;
    }
    if (status == STATUS_OK && ret_query->count == 0)
        status = error_set(error, STATUS_INVALID_PARAMETER, "There is no word in this.");
    return status;
}
