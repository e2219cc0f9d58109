#include "service/store/articles/article_prepare.h"

#include "nlp/text/fold.h"
#include "service/base/slots.h"
#include "service/store/entities/pack.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { PACKED_MAXIMUM = 256 * 1024 * 1024, KEY_MAXIMUM = 512 /* bytes; a longer spelling cannot be searched for */ };

/* What the functions below work on. */
struct making {
    const struct article *article;
    struct arena *arena;
    struct strbuf scratch;
    struct derived derived;
    struct slots slots; /* of its spellings, by their hashes */
};

static void pack_entities(struct making *making)
{
    const struct annotation *annotation = &making->article->annotation;
    struct strbuf *scratch = &making->scratch;
    struct packed_entity *packed = arena_array(making->arena, annotation->entity_count, sizeof *packed);
    for (size_t i = 0; packed && i < annotation->entity_count; i++) {
        const struct annotated_entity *entity = &annotation->entities[i];
        strbuf_clear(scratch);
        pack_append(scratch, entity);
        packed[i].bytes = strbuf_ok(scratch) ? arena_strndup(making->arena, scratch->data, scratch->length) : NULL;
        packed[i].length = scratch->length;
        packed[i].hash = XXH3_64bits(entity->id, strlen(entity->id));
        making->arena->failed |= !packed[i].bytes;
    }
    making->derived.packed = packed;
}

static uint64_t spelling_hash(const void *owner, uint32_t number)
{
    const struct derived *derived = owner;
    return derived->spellings[number].hash;
}

/* The slot of the spelling with that hash, or the free one where it belongs; NULL: out of memory. */
static uint32_t *find_spelling(struct making *making, uint64_t hash)
{
    const struct derived *derived = &making->derived;
    struct slots *slots = &making->slots;
    if (!slots_widen(slots, derived->spelling_count, spelling_hash, derived))
        return NULL;
    size_t at = slots_first(slots, hash);
    while (slots->numbers[at] && derived->spellings[slots->numbers[at] - 1].hash != hash)
        at = slots_next(slots, at);
    return &slots->numbers[at];
}

static void add_spelling(struct making *making, size_t entity, struct text name)
{
    struct strbuf *scratch = &making->scratch;
    struct derived *derived = &making->derived;
    strbuf_clear(scratch);
    fold_append(scratch, name);
    making->arena->failed |= scratch->starved;
    if (!strbuf_ok(scratch) || scratch->length == 0 || scratch->length > KEY_MAXIMUM)
        return;
    uint64_t hash = XXH3_64bits_withSeed(scratch->data, scratch->length, derived->packed[entity].hash);
    uint32_t *slot = find_spelling(making, hash);
    making->arena->failed |= !slot;
    if (!slot || *slot)
        return;
    struct spelling *spelling = &derived->spellings[derived->spelling_count];
    *spelling = (struct spelling){.entity = entity, .name = name, .hash = hash, .key_length = scratch->length};
    spelling->key = arena_strndup(making->arena, scratch->data, scratch->length);
    if (spelling->key)
        *slot = (uint32_t)++derived->spelling_count;
}

static void spell_entity(struct making *making, size_t index)
{
    const struct article *article = making->article;
    const struct annotated_entity *entity = &article->annotation.entities[index];
    const char *const fields[FIELD_COUNT] = {article->title, article->text.bytes};
    const char *const names[] = {entity->name, entity->name_ar, entity->name_en};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_spelling(making, index, text_of(names[i]));
    for (size_t i = 0; i < entity->mention_count; i++) {
        const struct mention *mention = &entity->mentions[i];
        const char *start = fields[mention->field] + mention->start_byte;
        add_spelling(making, index, (struct text){start, mention->end_byte - mention->start_byte});
    }
}

static void spell_entities(struct making *making)
{
    const struct annotation *annotation = &making->article->annotation;
    size_t room = 3 * annotation->entity_count;
    for (size_t i = 0; i < annotation->entity_count; i++)
        room += annotation->entities[i].mention_count;
    making->derived.spellings = arena_array(making->arena, room, sizeof *making->derived.spellings);
    for (size_t i = 0; making->derived.spellings && i < annotation->entity_count; i++)
        spell_entity(making, i);
}

bool article_prepare_derived(const struct article *article, struct arena *arena, struct derived *ret_derived)
{
    struct making making = {.article = article, .arena = arena};
    strbuf_init(&making.scratch, PACKED_MAXIMUM);
    pack_entities(&making);
    if (!arena->failed)
        spell_entities(&making);
    strbuf_release(&making.scratch);
    free(making.slots.numbers);
    *ret_derived = making.derived;
    return !arena->failed;
}

/* The folded text is as long as the text, and only the ids of its words are kept. */
static enum status prepare_words(struct article_write *write, struct arena *scratch)
{
    const struct article *article = write->article;
    struct folded_text folded;
    struct word_ids words;
    enum status status = words_fold(text_of(article->title), article->text, scratch, &folded);
    if (status == STATUS_OK)
        status = words_index(&folded, scratch, &words);
    if (status != STATUS_OK)
        return status;
    write->hashed = minhash_make(&folded, &write->minhash);
    write->words = (struct word_ids){arena_array_raw(write->arena, words.count, sizeof *words.ids), words.count};
    if (!write->words.ids)
        return STATUS_OUT_OF_MEMORY;
    if (words.count)
        memcpy(write->words.ids, words.ids, words.count * sizeof *words.ids);
    return STATUS_OK;
}

enum status article_prepare(struct article_write *write, const struct article *article, struct arena *arena,
                            struct error *error)
{
    struct arena text;
    *write = (struct article_write){.article = article, .arena = arena};
    if (getrandom(&write->event, sizeof write->event, 0) != (ssize_t)sizeof write->event)
        return error_set(error, STATUS_INTERNAL, "no random bytes");
    article_prepare_derived(article, arena, &write->prepared);
    arena_init(&text, arena->maximum);
    enum status status = prepare_words(write, &text);
    arena_release(&text);
    if (status != STATUS_OK || arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    return STATUS_OK;
}
