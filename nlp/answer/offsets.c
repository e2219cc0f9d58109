#include "nlp/answer/offsets.h"

#include "service/base/utf8.h"

#include <string.h>

enum { BLOCK = 4096 /* bytes */ };

/* How many units stand before each block of a text, so that no offset needs more than a block to be counted. */
struct ruler {
    const char *bytes;
    size_t *before;
    enum offset_unit unit;
};

static bool measure(struct ruler *ruler, struct text text, enum offset_unit unit, struct arena *arena)
{
    *ruler = (struct ruler){text.bytes, arena_array(arena, text.length / BLOCK + 1, sizeof *ruler->before), unit};
    for (size_t i = 0; ruler->before && i < text.length / BLOCK; i++)
        ruler->before[i + 1] = ruler->before[i] + utf8_count(text.bytes + i * BLOCK, BLOCK, unit == OFFSET_UTF16);
    return ruler->before;
}

static size_t offset_of(const struct ruler *ruler, size_t byte)
{
    size_t block = byte / BLOCK;
    if (ruler->unit == OFFSET_BYTE)
        return byte;
    return ruler->before[block] +
           utf8_count(ruler->bytes + block * BLOCK, byte - block * BLOCK, ruler->unit == OFFSET_UTF16);
}

static bool convert_mentions(struct annotated_entity *entity, const struct ruler *rulers, struct arena *arena)
{
    struct mention *mentions = arena_array(arena, entity->mention_count, sizeof *mentions);
    for (size_t i = 0; mentions && i < entity->mention_count; i++) {
        mentions[i] = entity->mentions[i];
        mentions[i].start = offset_of(&rulers[mentions[i].field], mentions[i].start_byte);
        mentions[i].end = offset_of(&rulers[mentions[i].field], mentions[i].end_byte);
    }
    entity->mentions = mentions;
    return mentions || entity->mention_count == 0;
}

bool offsets_convert(struct annotation *annotation, const struct text fields[FIELD_COUNT], enum offset_unit unit,
                     struct arena *arena)
{
    struct ruler rulers[FIELD_COUNT];
    struct annotated_entity *entities = arena_array(arena, annotation->entity_count, sizeof *entities);
    for (int field = 0; field < FIELD_COUNT; field++)
        if (!measure(&rulers[field], fields[field], unit, arena))
            return false;
    for (size_t i = 0; i < annotation->entity_count; i++) {
        if (!entities)
            return false;
        entities[i] = annotation->entities[i];
        if (!convert_mentions(&entities[i], rulers, arena))
            return false;
    }
    annotation->entities = entities;
    annotation->unit = unit;
    return true;
}
