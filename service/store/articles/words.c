#include "service/store/articles/words.h"

#include "nlp/text/fold.h"
#include "nlp/text/letters.h"
#include "nlp/text/proclitic.h"
#include "service/base/slots.h"
#include "service/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum {
    FOLD_FACTOR = 4,                         /* a fold makes a text at most this much longer */
    LETTER = 2,                              /* bytes of an Arabic letter in UTF-8 */
    WORD_MAXIMUM = 256,                      /* bytes of a word that are hashed; the rest is ignored */
    READINGS_MAXIMUM = 1 + PROCLITICS_A_WORD /* the word as it is written, and without each particle it may have */
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

static struct slice without(struct slice word, size_t bytes)
{
    return (struct slice){word.bytes + bytes, word.length - bytes};
}

/* The codes of the first letters, up to one that has none, as in token.low: enough for a particle of three letters. */
static uint64_t first_letters(struct slice word)
{
    enum { PARTICLE_LETTERS_MAXIMUM = 3 };
    const uint8_t *at = (const uint8_t *)word.bytes, *end = at + word.length;
    uint64_t letters = 0;
    for (int i = 0; i < PARTICLE_LETTERS_MAXIMUM && at < end; i++) {
        uint32_t code_point = 0;
        unsigned length = utf8_decode(at, end, &code_point);
        uint32_t entry = length ? fold_entry(code_point) : 0;
        if (fold_kind(entry) != FOLD_LETTER)
            break;
        letters |= (uint64_t)fold_payload(entry) << 8 * i;
        at += length;
    }
    return letters;
}

static bool begins_with_article(struct slice word)
{
    return begins(word, ARTICLE_TEXT);
}

static int32_t stem_id(struct slice word)
{
    if (begins_with_article(word) && word.length >= (ARTICLE_LETTERS + ARTICLE_LEAVES_MORE) * LETTER)
        word = without(word, ARTICLE_LETTERS * LETTER);
    uint64_t hash = XXH3_64bits(word.bytes, word.length < WORD_MAXIMUM ? word.length : WORD_MAXIMUM);
    uint32_t id = (uint32_t)hash;
    return id ? (int32_t)id : 1;
}

/* The ids of a word and of its readings; returns their number. `sure`: only readings that leave a word with the
 * article, since hardly any word begins with ال by itself. */
static size_t readings(struct slice word, bool sure, int32_t ids[READINGS_MAXIMUM])
{
    size_t count = 0;
    uint64_t letters = first_letters(word);
    ids[count++] = stem_id(word);
    for (const struct proclitic *p = proclitics_of(letters); p && p->mask; p++) {
        bool restores_alef = p->restore == 1, restores_article = p->restore == 2;
        if ((letters & p->mask) != p->pattern || restores_article)
            continue;
        /* لل: stem_id would take the article off again, so what is left of it goes with the particle */
        size_t skip = (size_t)(p->skip + restores_alef) * LETTER;
        if (word.length < skip + PROCLITIC_LEAVES_WORD * LETTER)
            continue;
        struct slice rest = without(word, skip);
        if (!sure || restores_alef || begins_with_article(rest))
            ids[count++] = stem_id(rest);
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
