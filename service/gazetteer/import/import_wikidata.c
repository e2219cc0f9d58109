#include "service/gazetteer/import/import_wikidata.h"

#include "service/gazetteer/import/import_json.h"
#include "service/gazetteer/import/wikidata_classes.h"
#include "service/gazetteer/memory.h"
#include "service/gazetteer/source.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PRIOR_MAXIMUM = 200, VALUES_MAXIMUM = 32 };

struct wikidata {
    struct import_json json;
    struct subclasses subclasses;
    struct source *sources; /* the known ones; rows point into them */
    size_t source_count;
    struct names known; /* "Q42" -> number in rows */
    struct array rows;  /* of struct source_row */
};

/* ---- what is known ---- */

static bool add_known(struct wikidata *w, const char *path)
{
    struct source *source = &w->sources[w->source_count];
    struct source_row row;
    if (!source_open(source, path))
        return false;
    w->source_count++;
    while (source_next(source, &row)) {
        if (!row.cells[SOURCE_WIKIDATA].length || !row.cells[SOURCE_ID].length)
            continue;
        names_add(&w->known, row.cells[SOURCE_WIKIDATA], (uint32_t)w->rows.count);
        *(struct source_row *)memory_add(&w->rows) = row;
    }
    return true;
}

static const struct source_row *known_row(const struct wikidata *w, uint32_t number)
{
    const struct source_row *rows = w->rows.items;
    char key[16];
    snprintf(key, sizeof key, "Q%u", number);
    uint32_t entry = names_find(&w->known, text_of(key));
    return entry == NAMES_NONE ? NULL : &rows[names_value(&w->known, entry)];
}

/* ---- claims ---- */

/* The number of "Q42"; 0: it is no item's id. */
static int64_t number_of_id(const char *id)
{
    return id && id[0] == 'Q' ? (int64_t)strtoul(id + 1, NULL, 10) : 0;
}

/* The item that a statement gives as the property's value; 0: none. */
static int64_t value_of(const struct json_value *statement)
{
    const struct json_value *data = json_read_member(json_read_member(statement, "mainsnak"), "datavalue"),
                            *value = json_read_member(data, "value");
    int64_t number = number_of_id(json_read_string(json_read_member(value, "id")));
    if (number == 0)
        json_read_integer(json_read_member(value, "numeric-id"), &number);
    return number;
}

/* Numbers of the items that are the property's values, without deprecated ones. */
static size_t values_of(const struct json_value *entity, const char *property, uint32_t values[VALUES_MAXIMUM])
{
    const struct json_value *claims = json_read_member(json_read_member(entity, "claims"), property);
    size_t count = 0;
    for (const struct json_value *statement = json_read_items(claims); statement; statement = statement->next) {
        const char *rank = json_read_string(json_read_member(statement, "rank"));
        int64_t number = value_of(statement);
        bool deprecated = rank && strcmp(rank, "deprecated") == 0;
        if (count < VALUES_MAXIMUM && number > 0 && number < UINT32_MAX && !deprecated)
            values[count++] = (uint32_t)number;
    }
    return count;
}

static uint32_t item_number(const struct json_value *entity)
{
    return (uint32_t)number_of_id(json_read_string(json_read_member(entity, "id")));
}

/* The line without the commas of the array; empty for its brackets. */
static struct text bare_line(struct text line)
{
    line = text_trim(line);
    while (line.length && line.bytes[line.length - 1] == ',')
        line.length--;
    if (line.length < 2)
        line = (struct text){0};
    return line;
}

/* Does the property occur in the line? Most lines need not be parsed to see that it does not. */
static bool mentions(struct text line, const char *property)
{
    return line.length && memmem(line.bytes, line.length, property, strlen(property));
}

static void note_subclasses(struct import *import, struct text line, void *context)
{
    struct wikidata *w = context;
    struct text bare = bare_line(line);
    const struct json_value *entity = mentions(bare, "\"P279\"") ? import_json_read(&w->json, bare, NULL) : NULL;
    uint32_t values[VALUES_MAXIMUM];
    size_t count = entity ? values_of(entity, "P279", values) : 0;
    (void)import; /* lines are counted in the second pass */
    for (size_t i = 0; i < count; i++)
        subclasses_add(&w->subclasses, item_number(entity), values[i]);
}

/* ---- rows ---- */

static const struct wikidata_class *class_of(const struct wikidata *w, const struct json_value *entity)
{
    const struct wikidata_class *found = NULL;
    uint32_t values[VALUES_MAXIMUM];
    size_t count = values_of(entity, "P31", values);
    for (size_t i = 0; i < count && !found; i++)
        found = wikidata_class_find(&w->subclasses, values[i]);
    return found;
}

/* From the number of Wikipedia articles: 10 for one article, 89 for ten, 169 for a hundred. */
static int prior_of(size_t sitelinks)
{
    int prior = 10 + (int)(24 * log2(sitelinks ? (double)sitelinks : 1));
    return prior > PRIOR_MAXIMUM ? PRIOR_MAXIMUM : prior;
}

static void set_country(struct import *import, const struct wikidata *w, const struct json_value *entity)
{
    static const char *const properties[] = {"P17", "P27"}; /* country; country of citizenship */
    uint32_t values[VALUES_MAXIMUM];
    for (size_t i = 0; i < sizeof properties / sizeof *properties && !import->record.country[0]; i++) {
        size_t count = values_of(entity, properties[i], values);
        const struct source_row *row = count ? known_row(w, values[0]) : NULL;
        struct text id = row ? row->cells[SOURCE_ID] : (struct text){0};
        if (id.length == 6 && strncmp(id.bytes, "iso:", 4) == 0)
            memcpy(import->record.country, id.bytes + 4, 2);
    }
}

static void set_note(struct import *import, const struct json_value *entity)
{
    const struct json_value *description = json_read_member(json_read_member(entity, "descriptions"), "en");
    const char *text = json_read_string(json_read_member(description, "value"));
    strbuf_puts(&import->record.note, text ? text : "");
}

/* An entity whose Wikidata id a known source has keeps the id and type of that source. */
static void set_identity(struct import *import, const struct wikidata *w, uint32_t number,
                         const struct wikidata_class *class)
{
    const struct source_row *row = known_row(w, number);
    char type[16];
    import->record.type = class->type;
    import->record.wikidata = number;
    if (!row) {
        strbuf_printf(&import->record.id, "Q%u", number);
        strbuf_puts(&import->record.subtype, class->subtype);
        return;
    }
    import_count(import, IMPORT_MERGED);
    strbuf_append(&import->record.id, row->cells[SOURCE_ID].bytes, row->cells[SOURCE_ID].length);
    entity_type_parse(text_copy(row->cells[SOURCE_TYPE], type, sizeof type), &import->record.type);
}

/* Labels or aliases by language, in the order in which the languages are wanted. */
static void take_names(struct import *import, const struct json_value *names)
{
    for (size_t i = 0; i < import->language_count; i++)
        import_json_names(import, import->languages[i], json_read_member(names, import->languages[i]));
}

static void take_entity(struct import *import, const struct wikidata *w, const struct json_value *entity)
{
    const struct wikidata_class *class = class_of(w, entity);
    const struct json_value *links = json_read_member(entity, "sitelinks");
    size_t sitelinks = json_read_members(links) ? links->count : 0;
    uint32_t number = item_number(entity);
    if (!class || !number || sitelinks < import->minimum) {
        import_count(import, class && number ? IMPORT_MINOR : IMPORT_NO_TYPE);
        return;
    }
    record_reset(&import->record);
    set_identity(import, w, number, class);
    import->record.prior = known_row(w, number) ? -1 : prior_of(sitelinks); /* curated entities have their own */
    take_names(import, json_read_member(entity, "labels"));
    take_names(import, json_read_member(entity, "aliases"));
    set_country(import, w, entity);
    set_note(import, entity);
    import_take(import);
}

static void take_line(struct import *import, struct text line, void *context)
{
    struct wikidata *w = context;
    struct text bare = bare_line(line);
    bool has_class = mentions(bare, "\"P31\"");
    struct json_fault fault = {.what = "this is no JSON object"};
    const struct json_value *entity = has_class ? import_json_read(&w->json, bare, &fault) : NULL;
    if (entity)
        take_entity(import, w, entity);
    else if (bare.length && (has_class || bare.bytes[0] != '{'))
        import_broken(import, fault.what);
    else if (bare.length)
        import_count(import, IMPORT_NO_TYPE);
}

static bool read_all(struct import *import, struct wikidata *w, void (*take)(struct import *, struct text, void *))
{
    bool done = true;
    for (int i = 0; i < import->input_count && done; i++)
        done = import_lines(import, import->inputs[i], take, w);
    return done;
}

static bool read_known(struct import *import, struct wikidata *w)
{
    bool done = true;
    w->sources = memory_take(import->known_count * sizeof *w->sources);
    for (size_t i = 0; i < import->known_count && done; i++)
        done = add_known(w, import->known[i]);
    return done;
}

static void release(struct wikidata *w)
{
    import_json_release(&w->json);
    subclasses_release(&w->subclasses);
    for (size_t i = 0; i < w->source_count; i++)
        source_release(&w->sources[i]);
    free(w->sources);
    array_release(&w->rows);
    names_release(&w->known);
}

bool import_wikidata(struct import *import)
{
    struct wikidata w = {.rows = {.size = sizeof(struct source_row)}};
    if (import->two_passes && strcmp(import->inputs[0], "-") == 0) {
        fputs("alam gazetteer: two passes need a file, not stdin\n", stderr);
        return false;
    }
    import_json_init(&w.json);
    subclasses_init(&w.subclasses);
    names_init(&w.known);
    bool done = read_known(import, &w) && (!import->two_passes || read_all(import, &w, note_subclasses));
    subclasses_close(&w.subclasses);
    done = done && read_all(import, &w, take_line);
    release(&w);
    return done;
}
