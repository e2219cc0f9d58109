/* Random edits of a gazetteer: after each step a view answers what a gazetteer answers that is built anew from the sources
 * as they are then, and once all is undone, what the base answers. */
#include "nlp/gazetteer_edit.h"

#include "tests/unit/rows.h"

#include "tests/unit/gazetteer_fixture.h"

#include <stdio.h>
#include <stdlib.h>

enum { ENTITIES = 120, BASE_ENTITIES = 70, ROWS_BYTES = 2048, TEXT_WORDS = 120, EDITS = 600, STEP = 40, TEXTS = 6 };

static const char *const given[] = {"محمد", "احمد", "سارة", "كينيث", "عبد", "ابو", "جون", "نور", "ليلى", "بن"};
static const char *const family[] = {"الخطيب", "سميث", "الله", "حداد", "القاهرة", "صالح", "صلاح", "العالم", "النور"};
static const char *const words[] = {"مدينة",  "شركة",  "نادي",  "صحيفة", "الأمل",
                                    "الرياض", "النيل", "وزارة", "بيت",   "الشمس"};
static const char *const latin[] = {"Omar", "J.K.", "Rowling", "IMF", "Green", "Bank", "of", "Cairo", "Sara", "Haddad"};
static const char *const subtypes[] = {"", "politician", "city", "club", "media", "company", "country"};
static const char *const ordinary[] = {"قال",  "في",  "الرئيس", "السيد", "أمس", "إن",
                                       "said", "the", "Mr",     "و",     "زار", "كتب"};

static const char lexicon[] =
    "given\tمحمد|احمد|سارة|جون\nfamily\tالخطيب|سميث|حداد\nforeign\tكينيث|سميث\n"
    "given\tكينيث\nparticle\tبن|ابو|عبد\nsay\tقال|said\ntitle\tالسيد|الرئيس|Mr\ncommon\tالأمل|النور\n"
    "outer-head\tمدينة|صحيفة|نادي\norganization-cue\tشركة\norganization-head\tوزارة|شركة\nfunction\tفي|إن|the|of\n"
    "noun\tالعالم|بيت|نور\nverb-form\tكتب|زار\n";
static const char grammar[] =
    "person\tonly\tgiven\t\t1.5\nperson\tfirst\tgiven\t\t2\nperson\tlast\tfamily\t\t1.5\nperson\tword\tseen-"
    "given\t\t1\n"
    "person\tword\tseen-"
    "family\t\t1\nperson\tbefore\ttitle\t\t2\nperson\tword\tunknown\t\t1\nperson\tword\tfunction\t\t-9\n"
    "person\tword\tin-name\t\t0.7\nperson\tword\tnoun\t\t-1\n";

/* An entity as the sources have it now; rows[0] == 0: it is not there. */
struct entity {
    char id[32], rows[ROWS_BYTES], base[ROWS_BYTES];
    enum entity_type type, base_type;
};

static struct entity entities[ENTITIES];
static uint64_t state = 20261130;

#define PICK(list) ((list)[random_below(&state, sizeof(list) / sizeof *(list))])

/* A word of three letters that hardly any other name has: it comes and goes with the edits. */
static void put_rare(struct strbuf *out)
{
    static const char *const letters[] = {"ب", "ت", "ج", "د", "ر", "س", "ش", "ط", "ع", "ف"};
    for (int i = 0; i < 3; i++)
        strbuf_puts(out, PICK(letters));
}

static void put_name(struct strbuf *out, bool arabic)
{
    size_t count = 1 + random_below(&state, 3);
    for (size_t i = 0; i < count; i++) {
        strbuf_puts(out, i ? " " : "");
        if (!arabic)
            strbuf_puts(out, PICK(latin));
        else if (random_below(&state, 4) == 0)
            put_rare(out);
        else
            strbuf_puts(out, random_below(&state, 3) == 0 ? PICK(words) : i ? PICK(family) : PICK(given));
    }
}

static void put_aliases(struct strbuf *out, bool arabic)
{
    size_t count = random_below(&state, 4);
    for (size_t i = 0; i < count; i++) {
        strbuf_puts(out, i ? "|" : "");
        put_name(out, arabic);
    }
}

static void put_rows(struct strbuf *out)
{
    size_t count = random_below(&state, 6) == 0 ? 2 : 1;
    for (size_t i = 0; i < count; i++) {
        strbuf_printf(out, "%s\t", PICK(subtypes));
        put_name(out, false);
        strbuf_puts(out, "\t");
        put_name(out, true);
        strbuf_puts(out, "\t");
        put_aliases(out, false);
        strbuf_puts(out, "\t");
        put_aliases(out, true);
        strbuf_printf(out, "\t%s\t", random_below(&state, 2) ? "EG" : "");
        if (random_below(&state, 4) == 0)
            strbuf_printf(out, "Q%zu", 1 + random_below(&state, 1000));
        strbuf_puts(out, "\t");
        if (random_below(&state, 3) == 0)
            strbuf_printf(out, "%zu", random_below(&state, 256));
        strbuf_puts(out, "\tnote\n");
    }
}

static void describe(struct entity *entity)
{
    struct strbuf rows;
    strbuf_init(&rows, ROWS_BYTES - 1);
    entity->type = (enum entity_type)random_below(&state, ENTITY_TYPE_COUNT);
    put_rows(&rows);
    snprintf(entity->rows, sizeof entity->rows, "%s", strbuf_ok(&rows) ? rows.data : "\tCairo\tالقاهرة\t\t\t\t\t\t\n");
    strbuf_release(&rows);
}

/* Builds a gazetteer from all that is there. */
static void build(struct fixture *f)
{
    static const char header[] = "id\ttype\tsubtype\ten\tar\taliases_en\taliases_ar\tcountry\twikidata\tprior\tnote\n";
    struct builder *builder = builder_new();
    struct strbuf rows;
    strbuf_init(&rows, 1 << 22);
    for (size_t i = 0; i < ENTITIES; i++)
        for (struct text rest = text_of(entities[i].rows), line; rest.length;) {
            line = text_split(&rest, '\n');
            strbuf_printf(&rows, "%s\t%s\t%.*s\n", entities[i].id, entity_type_name(entities[i].type), (int)line.length,
                          line.bytes);
        }
    *f = (struct fixture){.image = NULL};
    arena_init(&f->arena, FIXTURE_ARENA_BYTES);
    strbuf_init(&f->shown, 64 << 20);
    if (fixture_add(builder, "rows.tsv", header, rows.data, &f->error) != STATUS_OK ||
        fixture_add(builder, "lexicon.tsv", FIXTURE_LEXICON, lexicon, &f->error) != STATUS_OK ||
        fixture_add(builder, "grammar.tsv", FIXTURE_GRAMMAR, grammar, &f->error) != STATUS_OK ||
        builder_finish(builder, "test.1", &f->image, &f->size, &f->error) != STATUS_OK ||
        gazetteer_open_memory(f->image, f->size, &f->gazetteer, &f->error) != STATUS_OK)
        fail_msg("it does not build: %s", f->error.detail);
    builder_free(builder);
    strbuf_release(&rows);
}

/* The Arabic name, without its cell, of some entity as it was before edits. */
static void put_once(struct strbuf *out)
{
    struct text rest = text_of(entities[random_below(&state, BASE_ENTITIES)].base);
    text_split(&rest, '\t');
    text_split(&rest, '\t');
    struct text name = text_split(&rest, '\t');
    strbuf_append(out, name.bytes, name.length);
}

static void put_text(struct strbuf *out)
{
    for (size_t i = 0; i < TEXT_WORDS; i++) {
        size_t kind = random_below(&state, 10);
        if (kind < 1)
            put_once(out);
        else if (kind < 3)
            put_name(out, true);
        else if (kind < 4)
            put_name(out, false);
        else if (kind < 6)
            strbuf_puts(out, PICK(ordinary));
        else if (kind < 7)
            strbuf_puts(out, PICK(family));
        else
            strbuf_printf(out, "و%s", PICK(words));
        strbuf_puts(out, random_below(&state, 12) == 0 ? ". " : " ");
    }
}

/* All that an annotation says, explanations excepted. */
static void show(const struct gazetteer *gazetteer, const char *text, struct strbuf *out)
{
    struct tag_request request = {.text = text_of(text), .types = ENTITY_TYPES_ALL};
    struct annotation annotation;
    struct arena arena;
    struct error error = {""};
    arena_init(&arena, FIXTURE_ARENA_BYTES);
    if (tag(gazetteer, &request, &arena, &annotation, &error) != STATUS_OK)
        fail_msg("tagging failed: %s", error.detail);
    strbuf_clear(out);
    for (size_t i = 0; i < annotation.entity_count; i++) {
        const struct annotated_entity *e = &annotation.entities[i];
        strbuf_printf(out, "%s %d %s|%s|%s %s %s %d %.9f", e->id, e->type, e->name, e->name_ar, e->name_en, e->country,
                      e->wikidata, e->known, e->salience);
        for (size_t k = 0; k < e->mention_count; k++)
            strbuf_printf(out, " %zu-%zu '%s' %.9f %d", e->mentions[k].start_byte, e->mentions[k].end_byte,
                          e->mentions[k].prefix, e->mentions[k].confidence, e->mentions[k].method);
        strbuf_puts(out, "\n");
    }
    arena_release(&arena);
}

/* The view answers every text as the other gazetteer does. */
static void compare(const struct gazetteer *view, const struct gazetteer *fresh, const char *when)
{
    struct strbuf text, left, right;
    strbuf_init(&text, 1 << 20);
    strbuf_init(&left, 1 << 24);
    strbuf_init(&right, 1 << 24);
    assert_int_equal(gazetteer_entity_count(view), gazetteer_entity_count(fresh));
    assert_int_equal(gazetteer_name_count(view), gazetteer_name_count(fresh));
    for (int i = 0; i < TEXTS; i++) {
        strbuf_clear(&text);
        put_text(&text);
        show(view, text.data, &left);
        show(fresh, text.data, &right);
        if (strcmp(left.data, right.data) != 0)
            fail_msg("%s, the text\n%s\nis answered\n%s\nbut from new sources\n%s", when, text.data, left.data,
                     right.data);
    }
    strbuf_release(&text);
    strbuf_release(&left);
    strbuf_release(&right);
}

static void compare_with_fresh(struct gazetteer_editor *editor, const char *when)
{
    struct fixture fresh;
    struct gazetteer *view = NULL;
    struct error error = {""};
    build(&fresh);
    if (gazetteer_editor_view(editor, "test.1+1", &view, &error) != STATUS_OK)
        fail_msg("no view: %s", error.detail);
    assert_string_equal(gazetteer_version(view), "test.1+1");
    compare(view, fresh.gazetteer, when);
    gazetteer_free(view);
    fixture_close(&fresh);
}

static void edit(struct gazetteer_editor *editor)
{
    struct entity *entity = &entities[random_below(&state, ENTITIES)];
    struct error error = {""};
    enum status status;
    size_t kind = random_below(&state, 5);
    if (kind == 0) {
        entity->rows[0] = '\0';
        status = gazetteer_editor_remove(editor, entity->id, &error);
    } else if (kind == 1) {
        memcpy(entity->rows, entity->base, sizeof entity->rows);
        entity->type = entity->base_type;
        status = gazetteer_editor_restore(editor, entity->id, &error);
    } else {
        describe(entity);
        status = gazetteer_editor_put(editor, entity->id, entity->type, text_of(entity->rows), &error);
    }
    if (status != STATUS_OK)
        fail_msg("the edit failed: %s", error.detail);
}

static void make_base(void)
{
    for (size_t i = 0; i < ENTITIES; i++) {
        struct entity *entity = &entities[i];
        memset(entity, 0, sizeof *entity);
        snprintf(entity->id, sizeof entity->id, "x:%c%zu", (char)('a' + random_below(&state, 26)), i);
        if (i < BASE_ENTITIES)
            describe(entity);
        memcpy(entity->base, entity->rows, sizeof entity->base);
        entity->base_type = entity->type;
    }
}

static size_t edits_wanted(void)
{
    const char *wanted = getenv("ALAM_TEST_EDITS");
    return wanted ? strtoul(wanted, NULL, 10) : EDITS;
}

static void edits_are_as_if_built_anew(void **unused)
{
    struct fixture base;
    struct error error = {""};
    (void)unused;
    make_base();
    build(&base);
    struct gazetteer_editor *editor = gazetteer_editor_new(base.gazetteer);
    assert_non_null(editor);
    for (size_t i = 1; i <= edits_wanted(); i++) {
        edit(editor);
        char when[64];
        snprintf(when, sizeof when, "after edit %zu", i);
        if (i % STEP == 0)
            compare_with_fresh(editor, when);
    }
    for (size_t i = 0; i < ENTITIES; i++) {
        memcpy(entities[i].rows, entities[i].base, sizeof entities[i].rows);
        entities[i].type = entities[i].base_type;
        assert_int_equal(gazetteer_editor_restore(editor, entities[i].id, &error), STATUS_OK);
    }
    struct gazetteer *view = NULL;
    assert_int_equal(gazetteer_editor_view(editor, "test.1", &view, &error), STATUS_OK);
    compare(view, base.gazetteer, "with all undone");
    gazetteer_free(view);
    gazetteer_editor_free(editor);
    fixture_close(&base);
}

static void a_wrong_row_changes_nothing(void **unused)
{
    struct fixture base;
    struct error error = {""};
    (void)unused;
    make_base();
    build(&base);
    struct gazetteer_editor *editor = gazetteer_editor_new(base.gazetteer);
    static const char *const wrong[] = {"\tCairo\t\t\t\tEGY\t\t\t\n", "\tCairo\t\t\t\t\t42\t\t\n",
                                        "\tCairo\t\t!\t\t\t\t\t\n", "\tCairo\t\t\t\t\t\t999\t\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(gazetteer_editor_put(editor, entities[0].id, ENTITY_PLACE, text_of(wrong[i]), &error),
                         STATUS_BAD_SOURCE);
    compare_with_fresh(editor, "after wrong rows");
    gazetteer_editor_free(editor);
    fixture_close(&base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(edits_are_as_if_built_anew),
                                       cmocka_unit_test(a_wrong_row_changes_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
