#include "service/store/entities/pack.h"

#include <math.h>
#include <string.h>

enum { VERSION = 1 };

static void put_number(struct strbuf *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        strbuf_putc(out, (char)(value | 0x80));
    strbuf_putc(out, (char)value);
}

static void put_string(struct strbuf *out, const char *string)
{
    put_number(out, strlen(string));
    strbuf_puts(out, string);
}

static void put_mention(struct strbuf *out, const struct mention *mention)
{
    put_number(out, (uint64_t)mention->field + 2 * (uint64_t)mention->method);
    put_number(out, mention->start);
    put_number(out, mention->end - mention->start);
    put_number(out, mention->start_byte);
    put_number(out, mention->end_byte - mention->start_byte);
    put_number(out, (uint64_t)llround(mention->confidence * 1000.0));
    put_string(out, mention->prefix ? mention->prefix : "");
}

void pack_append(struct strbuf *out, const struct annotated_entity *entity)
{
    strbuf_putc(out, VERSION);
    strbuf_putc(out, entity->known);
    put_string(out, entity->name);
    put_string(out, entity->name_ar);
    put_string(out, entity->name_en);
    put_string(out, entity->country);
    put_string(out, entity->wikidata);
    put_number(out, entity->mention_count);
    for (size_t i = 0; i < entity->mention_count; i++)
        put_mention(out, &entity->mentions[i]);
}

struct reader {
    const unsigned char *at, *end;
    struct arena *arena;
    bool failed;
};

static uint64_t get_number(struct reader *reader)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && reader->at < reader->end; shift += 7) {
        unsigned char byte = *reader->at++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            return value;
    }
    reader->failed = true;
    return 0;
}

static const char *get_string(struct reader *reader)
{
    uint64_t length = get_number(reader);
    if (reader->failed || length > (uint64_t)(reader->end - reader->at)) {
        reader->failed = true;
        return "";
    }
    const char *string = arena_strndup(reader->arena, (const char *)reader->at, length);
    reader->at += length;
    reader->failed |= !string;
    return string ? string : "";
}

static void get_mention(struct reader *reader, const size_t *text_lengths, struct mention *mention)
{
    uint64_t kind = get_number(reader);
    mention->field = (enum text_field)(kind % 2);
    mention->method = (enum mention_method)(kind / 2);
    mention->start = get_number(reader);
    mention->end = mention->start + get_number(reader);
    mention->start_byte = get_number(reader);
    mention->end_byte = mention->start_byte + get_number(reader);
    mention->confidence = (double)get_number(reader) / 1000.0;
    mention->prefix = get_string(reader);
    reader->failed |= kind / 2 >= METHOD_COUNT || mention->end_byte < mention->start_byte ||
                      mention->end_byte > text_lengths[mention->field];
}

bool pack_read(const unsigned char *bytes, size_t length, const size_t *text_lengths, struct arena *arena,
               struct annotated_entity *ret_entity)
{
    struct reader reader = {bytes, bytes + length, arena, false};
    if (length < 2 || bytes[0] != VERSION)
        return false;
    reader.at += 2;
    ret_entity->known = bytes[1];
    ret_entity->name = get_string(&reader);
    ret_entity->name_ar = get_string(&reader);
    ret_entity->name_en = get_string(&reader);
    ret_entity->country = get_string(&reader);
    ret_entity->wikidata = get_string(&reader);
    size_t count = get_number(&reader);
    if (reader.failed || count > length)
        return false;
    ret_entity->mention_count = count;
    ret_entity->mentions = NULL;
    if (!text_lengths)
        return true;
    struct mention *mentions = arena_array(arena, count, sizeof *mentions);
    for (size_t i = 0; mentions && i < count && !reader.failed; i++)
        get_mention(&reader, text_lengths, &mentions[i]);
    ret_entity->mentions = mentions;
    return mentions && !reader.failed;
}
