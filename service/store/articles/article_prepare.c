#include "service/store/articles/article_prepare.h"

#include "nlp/text/fold.h"
#include "service/store/entities/pack.h"

#include <string.h>
#include <sys/random.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { PACKED_MAXIMUM = 256 * 1024 * 1024, KEY_MAXIMUM = 512 /* bytes; a longer spelling cannot be searched for */ };

static void pack_entities(struct article_write *write, struct strbuf *scratch)
{
    const struct annotation *annotation = &write->article->annotation;
    write->packed = arena_array(write->arena, annotation->entity_count, sizeof *write->packed);
    for (size_t i = 0; write->packed && i < annotation->entity_count; i++) {
        const struct annotated_entity *entity = &annotation->entities[i];
        strbuf_clear(scratch);
        pack_append(scratch, entity);
        write->packed[i].bytes =
            strbuf_ok(scratch) ? arena_strndup(write->arena, scratch->data, scratch->length) : NULL;
        write->packed[i].length = scratch->length;
        write->packed[i].hash = XXH3_64bits(entity->id, strlen(entity->id));
        write->arena->failed |= !write->packed[i].bytes;
    }
}

static bool has_spelling(const struct article_write *write, uint64_t hash)
{
    for (size_t i = write->spelling_count; i > 0; i--)
        if (write->spellings[i - 1].hash == hash)
            return true;
    return false;
}

static void add_spelling(struct article_write *write, size_t entity, struct text name, struct strbuf *scratch)
{
    strbuf_clear(scratch);
    fold_append(scratch, name);
    if (!strbuf_ok(scratch) || scratch->length == 0 || scratch->length > KEY_MAXIMUM)
        return;
    uint64_t hash = XXH3_64bits_withSeed(scratch->data, scratch->length, write->packed[entity].hash);
    if (has_spelling(write, hash))
        return;
    struct spelling *spelling = &write->spellings[write->spelling_count];
    *spelling = (struct spelling){.entity = entity, .name = name, .hash = hash, .key_length = scratch->length};
    spelling->key = arena_strndup(write->arena, scratch->data, scratch->length);
    write->spelling_count += spelling->key != NULL;
}

static void spell_entity(struct article_write *write, size_t index, struct strbuf *scratch)
{
    const struct article *article = write->article;
    const struct annotated_entity *entity = &article->annotation.entities[index];
    const char *const fields[FIELD_COUNT] = {article->title, article->text.bytes};
    const char *const names[] = {entity->name, entity->name_ar, entity->name_en};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_spelling(write, index, text_of(names[i]), scratch);
    for (size_t i = 0; i < entity->mention_count; i++) {
        const struct mention *mention = &entity->mentions[i];
        const char *start = fields[mention->field] + mention->start_byte;
        add_spelling(write, index, (struct text){start, mention->end_byte - mention->start_byte}, scratch);
    }
}

static void spell_entities(struct article_write *write, struct strbuf *scratch)
{
    const struct annotation *annotation = &write->article->annotation;
    size_t room = 3 * annotation->entity_count;
    for (size_t i = 0; i < annotation->entity_count; i++)
        room += annotation->entities[i].mention_count;
    write->spellings = arena_array(write->arena, room, sizeof *write->spellings);
    for (size_t i = 0; write->spellings && i < annotation->entity_count; i++)
        spell_entity(write, i, scratch);
}

enum status article_prepare(struct article_write *write, const struct article *article, struct arena *arena,
                            struct error *error)
{
    struct folded_text folded;
    struct strbuf scratch;
    *write = (struct article_write){.article = article, .arena = arena};
    if (getrandom(&write->event, sizeof write->event, 0) != (ssize_t)sizeof write->event)
        return error_set(error, STATUS_INTERNAL, "no random bytes");
    strbuf_init(&scratch, PACKED_MAXIMUM);
    pack_entities(write, &scratch);
    if (!arena->failed)
        spell_entities(write, &scratch);
    strbuf_release(&scratch);
    enum status status = words_fold(text_of(article->title), article->text, arena, &folded);
    if (status == STATUS_OK)
        status = words_index(&folded, arena, &write->words);
    if (status == STATUS_OK)
        write->hashed = minhash_make(&folded, &write->minhash);
    if (status != STATUS_OK || arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The request needs more memory than it may have.");
    return STATUS_OK;
}
