/* One entity of one article as bytes (service/store/entities/pack.h): what is written is read again, and damaged bytes are
 * refused without being read past their end. */
#include "service/store/entities/pack.h"

#include "tests/unit/rows.h"

#include <string.h>

enum { MEMORY = 1 << 20, MENTIONS_MAXIMUM = 3, FAR = 100000 };

static const size_t text_lengths[FIELD_COUNT] = {64, 3 * FAR};

static const struct entity_row {
    const char *reason;
    struct annotated_entity entity;
    struct mention mentions[MENTIONS_MAXIMUM];
    size_t bytes; /* of the packed form */
} entities[] = {
    {"an entity of the gazetteer with one mention",
     {.name = "Cairo", .name_ar = "القاهرة", .name_en = "Cairo", .country = "EG", .wikidata = "Q85", .known = true},
     {{FIELD_TEXT, 3, 8, 3, 8, "", 0.875, METHOD_GAZETTEER, NULL}},
     45},
    {"an unlisted name: most texts are empty",
     {.name = "سعاد", .name_ar = "سعاد", .name_en = "", .country = "", .wikidata = ""},
     {{FIELD_TITLE, 0, 4, 0, 8, "", 0.5, METHOD_GRAMMAR, NULL}},
     32},
    {"an Arabic prefix is kept as it was written",
     {.name = "x", .name_ar = "x", .name_en = "x", .country = "", .wikidata = ""},
     {{FIELD_TEXT, 2, 9, 4, 18, "ول", 1, METHOD_GAZETTEER, NULL}},
     23},
    {"mentions in title and text, by each method",
     {.name = "x", .name_ar = "", .name_en = "", .country = "", .wikidata = "", .known = true},
     {{FIELD_TITLE, 0, 1, 0, 1, "", 0.001, METHOD_GAZETTEER, NULL},
      {FIELD_TEXT, 5, 6, 5, 7, "", 0.999, METHOD_GRAMMAR, NULL},
      {FIELD_TEXT, FAR, FAR + 300, 2 * FAR, 2 * FAR + 600, "", 0, METHOD_COREFERENCE, NULL}},
     37},
    {"no mention at all", {.name = "x", .name_ar = "", .name_en = "", .country = "", .wikidata = ""}, {{0}}, 9},
};

static size_t count_of(const struct entity_row *row)
{
    size_t count = 0;
    while (count < MENTIONS_MAXIMUM && row->mentions[count].prefix)
        count++;
    return count;
}

static void pack(const struct entity_row *row, struct strbuf *out)
{
    struct annotated_entity entity = row->entity;
    entity.mentions = row->mentions;
    entity.mention_count = count_of(row);
    strbuf_init(out, MEMORY);
    pack_append(out, &entity);
    assert_true(strbuf_ok(out));
}

static bool unpack(const struct strbuf *packed, size_t length, const size_t *lengths, struct arena *arena,
                   struct annotated_entity *ret_entity)
{
    unsigned char *heap = malloc(length ? length : 1); /* so that the sanitizer sees a read past the end */
    assert_non_null(heap);
    memcpy(heap, packed->data, length);
    bool read = pack_read(heap, length, lengths, arena, ret_entity);
    free(heap);
    return read;
}

static void same_mention(const struct mention *one, const struct mention *two)
{
    assert_int_equal(one->field, two->field);
    assert_int_equal(one->method, two->method);
    assert_int_equal(one->start, two->start);
    assert_int_equal(one->end, two->end);
    assert_int_equal(one->start_byte, two->start_byte);
    assert_int_equal(one->end_byte, two->end_byte);
    assert_string_equal(one->prefix, two->prefix);
    assert_true(one->confidence - two->confidence < 0.0005 && two->confidence - one->confidence < 0.0005);
}

static void is_read_as_it_was_written(void **state)
{
    ROW(struct entity_row, row, state);
    struct annotated_entity entity = {.id = "kept"};
    struct strbuf packed;
    struct arena arena;
    arena_init(&arena, MEMORY);
    pack(row, &packed);
    assert_int_equal(packed.length, row->bytes);
    assert_true(unpack(&packed, packed.length, text_lengths, &arena, &entity));
    assert_string_equal(entity.id, "kept");
    assert_string_equal(entity.name, row->entity.name);
    assert_string_equal(entity.name_ar, row->entity.name_ar);
    assert_string_equal(entity.name_en, row->entity.name_en);
    assert_string_equal(entity.country, row->entity.country);
    assert_string_equal(entity.wikidata, row->entity.wikidata);
    assert_int_equal(entity.known, row->entity.known);
    assert_int_equal(entity.mention_count, count_of(row));
    for (size_t i = 0; i < entity.mention_count; i++)
        same_mention(&entity.mentions[i], &row->mentions[i]);
    strbuf_release(&packed);
    arena_release(&arena);
}

static void mentions_may_be_counted_only(void **state)
{
    ROW(struct entity_row, row, state);
    struct annotated_entity entity;
    struct strbuf packed;
    struct arena arena;
    arena_init(&arena, MEMORY);
    pack(row, &packed);
    assert_true(unpack(&packed, packed.length, NULL, &arena, &entity));
    assert_int_equal(entity.mention_count, count_of(row));
    assert_null(entity.mentions);
    strbuf_release(&packed);
    arena_release(&arena);
}

static void is_refused_when_it_is_cut_anywhere(void **state)
{
    ROW(struct entity_row, row, state);
    struct annotated_entity entity;
    struct strbuf packed;
    struct arena arena;
    pack(row, &packed);
    for (size_t length = 0; length < packed.length; length++) {
        arena_init(&arena, MEMORY);
        assert_false(unpack(&packed, length, text_lengths, &arena, &entity));
        arena_release(&arena);
    }
    strbuf_release(&packed);
}

/* Damage to the first row's bytes. Its mention begins at byte 37. */
static const struct damage {
    const char *reason;
    size_t at;
    unsigned char value;
} damages[] = {
    {"another version", 0, 2},
    {"a name longer than what follows", 2, 0x7F},
    {"a name whose length does not end", 2, 0xFF},
    {"more mentions than bytes", 36, 0x7F},
    {"a method that is none", 37, 2 * METHOD_COUNT},
    {"a mention that begins behind the title", 37, FIELD_TITLE},
    {"a prefix longer than what follows", 44, 0x7F},
};

static void is_refused_when_it_is_damaged(void **state)
{
    static const size_t short_lengths[FIELD_COUNT] = {2, 64};
    ROW(struct damage, row, state);
    struct annotated_entity entity;
    struct strbuf packed;
    struct arena arena;
    arena_init(&arena, MEMORY);
    pack(&entities[0], &packed);
    assert_true(unpack(&packed, packed.length, short_lengths, &arena, &entity));
    packed.data[row->at] = (char)row->value;
    assert_false(unpack(&packed, packed.length, short_lengths, &arena, &entity));
    strbuf_release(&packed);
    arena_release(&arena);
}

int main(void)
{
    return RUN_ROWS("entities", entities, is_read_as_it_was_written) +
           RUN_ROWS("without texts", entities, mentions_may_be_counted_only) +
           RUN_ROWS("cut", entities, is_refused_when_it_is_cut_anywhere) +
           RUN_ROWS("damaged", damages, is_refused_when_it_is_damaged);
}
