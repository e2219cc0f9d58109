/* gazetteer_fixture.h - a small gazetteer from rows written in the test, and texts tagged with it.
 *
 *     static struct fixture f;
 *     fixture_open(&f, "iso:LB\tplace\tلبنان\tLebanon\n");
 *     assert_string_equal(fixture_tag(&f, "ولبنان"), "و+لبنان=iso:LB");
 *     fixture_close(&f);
 *
 * Rows have the columns of FIXTURE_COLUMNS; cells at the end may be left out. What the grammar finds without the
 * gazetteer (known: false) is not shown: these tests are about the gazetteer. Include it after cmocka (rows.h).
 */
#ifndef ALAM_TESTS_UNIT_GAZETTEER_FIXTURE_H
#define ALAM_TESTS_UNIT_GAZETTEER_FIXTURE_H

#include "nlp/build/builder.h"
#include "nlp/tagger.h"
#include "service/base/strbuf.h"

#include <string.h>

#define FIXTURE_COLUMNS "id\ttype\tar\ten\taliases_ar\taliases_en\tsubtype\tcountry\twikidata\tprior\n"
#define FIXTURE_LEXICON "class\tform\n"
#define FIXTURE_GRAMMAR "type\tat\tany\tnone\tweight\n"

enum { FIXTURE_ARENA_BYTES = 1 << 30, FIXTURE_MENTIONS = 4096 };

struct fixture {
    void *image;
    size_t size;
    struct gazetteer *gazetteer;
    struct arena arena;
    struct annotation annotation; /* of the last text */
    struct error error;
    struct strbuf shown;
};

/* Rows without their header; NULL: none. */
struct fixture_sources {
    const char *entities, *lexicon, *grammar;
};

static inline enum status fixture_add(struct builder *builder, const char *name, const char *header, const char *rows,
                                      struct error *error)
{
    struct strbuf source;
    strbuf_init(&source, 64 << 20);
    strbuf_puts(&source, header);
    strbuf_puts(&source, rows ? rows : "");
    enum status status = builder_add(builder, name, source.data, source.length, error);
    strbuf_release(&source);
    return status;
}

static inline enum status fixture_build(const struct fixture_sources *sources, void **ret_image, size_t *ret_size,
                                        struct error *error)
{
    struct builder *builder = builder_new();
    enum status status = fixture_add(builder, "rows.tsv", FIXTURE_COLUMNS, sources->entities, error);
    if (status == STATUS_OK)
        status = fixture_add(builder, "lexicon-rows.tsv", FIXTURE_LEXICON, sources->lexicon, error);
    if (status == STATUS_OK)
        status = fixture_add(builder, "grammar-rows.tsv", FIXTURE_GRAMMAR, sources->grammar, error);
    if (status == STATUS_OK)
        status = builder_finish(builder, "test.1", ret_image, ret_size, error);
    builder_free(builder);
    return status;
}

static inline void fixture_open_sources(struct fixture *f, const struct fixture_sources *sources)
{
    *f = (struct fixture){.image = NULL};
    arena_init(&f->arena, FIXTURE_ARENA_BYTES);
    strbuf_init(&f->shown, 64 << 20);
    if (fixture_build(sources, &f->image, &f->size, &f->error) != STATUS_OK ||
        gazetteer_open_memory(f->image, f->size, &f->gazetteer, &f->error) != STATUS_OK)
        fail_msg("the fixture does not build: %s", f->error.detail);
}

static inline void fixture_open_with(struct fixture *f, const char *rows, const char *lexicon)
{
    fixture_open_sources(f, &(struct fixture_sources){.entities = rows, .lexicon = lexicon});
}

static inline void fixture_open(struct fixture *f, const char *rows)
{
    fixture_open_with(f, rows, NULL);
}

static inline void fixture_close(struct fixture *f)
{
    gazetteer_free(f->gazetteer);
    free(f->image);
    arena_release(&f->arena);
    strbuf_release(&f->shown);
}

struct shown_mention {
    const struct mention *mention;
    const char *id;
};

static inline int compare_shown(const void *left, const void *right)
{
    const struct mention *a = ((const struct shown_mention *)left)->mention,
                         *b = ((const struct shown_mention *)right)->mention;
    if (a->field != b->field)
        return a->field < b->field ? -1 : 1;
    return a->start_byte < b->start_byte ? -1 : a->start_byte > b->start_byte;
}

/* Known mentions in the order of the text; at most FIXTURE_MENTIONS. */
static inline size_t known_mentions(const struct annotation *annotation, struct shown_mention *out)
{
    size_t count = 0;
    for (size_t i = 0; i < annotation->entity_count; i++)
        for (size_t k = 0;
             annotation->entities[i].known && k < annotation->entities[i].mention_count && count < FIXTURE_MENTIONS;
             k++)
            out[count++] = (struct shown_mention){&annotation->entities[i].mentions[k], annotation->entities[i].id};
    if (count)
        qsort(out, count, sizeof *out, compare_shown);
    return count;
}

static inline enum status fixture_run(struct fixture *f, const struct tag_request *request)
{
    arena_reset(&f->arena);
    f->annotation = (struct annotation){.entity_count = 0};
    return tag(f->gazetteer, request, &f->arena, &f->annotation, &f->error);
}

/* The known mentions of the last text as "prefix+text=id; text=id". The string belongs to the fixture. */
static inline const char *fixture_show(struct fixture *f, const struct tag_request *request)
{
    static struct shown_mention mentions[FIXTURE_MENTIONS];
    size_t count = known_mentions(&f->annotation, mentions);
    strbuf_clear(&f->shown);
    strbuf_puts(&f->shown, "");
    for (size_t i = 0; i < count; i++) {
        const struct mention *m = mentions[i].mention;
        const char *bytes = m->field == FIELD_TITLE ? request->title.bytes : request->text.bytes;
        strbuf_puts(&f->shown, i ? "; " : "");
        strbuf_printf(&f->shown, "%s%s", m->prefix, *m->prefix ? "+" : "");
        strbuf_append(&f->shown, bytes + m->start_byte, m->end_byte - m->start_byte);
        strbuf_printf(&f->shown, "=%s", mentions[i].id);
    }
    return f->shown.data;
}

static inline const char *fixture_tag(struct fixture *f, const char *text)
{
    struct tag_request request = {.text = text_of(text), .types = ENTITY_TYPES_ALL};
    if (fixture_run(f, &request) != STATUS_OK)
        fail_msg("tagging failed: %s", f->error.detail);
    return fixture_show(f, &request);
}

/* xorshift64* (Vigna 2014): the same numbers on every machine, so that a failing seed can be run again. */
static inline uint64_t random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1DULL;
}

static inline size_t random_below(uint64_t *state, size_t limit)
{
    return (size_t)(random_next(state) >> 33) % limit;
}

/* Appends a code point as UTF-8. */
static inline void put_utf8(struct strbuf *out, uint32_t c)
{
    if (c < 0x80) {
        strbuf_putc(out, (char)c);
    } else if (c < 0x800) {
        strbuf_putc(out, (char)(0xC0 | c >> 6));
    } else if (c < 0x10000) {
        strbuf_putc(out, (char)(0xE0 | c >> 12));
        strbuf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
    } else {
        strbuf_putc(out, (char)(0xF0 | c >> 18));
        strbuf_putc(out, (char)(0x80 | (c >> 12 & 0x3F)));
        strbuf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
    }
    if (c >= 0x80)
        strbuf_putc(out, (char)(0x80 | (c & 0x3F)));
}

#endif
