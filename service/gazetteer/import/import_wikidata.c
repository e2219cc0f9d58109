/* Wikidata's JSON dump (https://www.mediawiki.org/wiki/Wikibase/DataModel/JSON): one array, an entity a line. Each line
 * is parsed by itself; remembered are the subclasses, with --two-passes, and what --known sources say: the ids of
 * entities that they link to Wikidata, and the Wikidata ids of countries (rows iso:XX), by which P17 is understood. */
#include "service/gazetteer/files.h"
#include "service/gazetteer/import/import.h"
#include "service/gazetteer/import/json_names.h"
#include "service/gazetteer/import/wikidata_classes.h"
#include "service/gazetteer/source.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PRIOR_MAXIMUM = 200, VALUES_MAXIMUM = 32 };

struct wikidata {
    struct subclasses subclasses;
    struct source *sources; /* of the known entities, which point into them */
    size_t source_count;
    struct names known; /* "Q42" -> row */
    struct source_row *rows;
    size_t row_count, row_room;
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
        w->rows = array_room(w->rows, w->row_count, &w->row_room, sizeof *w->rows);
        names_add(&w->known, row.cells[SOURCE_WIKIDATA], (uint32_t)w->row_count);
        w->rows[w->row_count++] = row;
    }
    return true;
}

static const struct source_row *known_row(const struct wikidata *w, uint32_t number)
{
    char key[16];
    snprintf(key, sizeof key, "Q%u", number);
    uint32_t entry = names_find(&w->known, text_of(key));
    return entry == NAMES_NONE ? NULL : &w->rows[w->known.entries[entry].value];
}

/* ---- claims ---- */

/* Item numbers that are the values of a property, deprecated ones left out. */
static size_t values_of(const json_t *entity, const char *property, uint32_t values[VALUES_MAXIMUM])
{
    const json_t *statement;
    size_t i, count = 0;
    json_array_foreach(json_object_get(json_object_get(entity, "claims"), property), i, statement)
    {
        const char *rank = json_string_value(json_object_get(statement, "rank"));
        const json_t *data = json_object_get(json_object_get(statement, "mainsnak"), "datavalue"),
                     *value = json_object_get(data, "value");
        const char *id = json_string_value(json_object_get(value, "id"));
        json_int_t number = id && id[0] == 'Q' ? (json_int_t)strtoul(id + 1, NULL, 10)
                                               : json_integer_value(json_object_get(value, "numeric-id"));
        if (count < VALUES_MAXIMUM && number > 0 && number < UINT32_MAX && !(rank && strcmp(rank, "deprecated") == 0))
            values[count++] = (uint32_t)number;
    }
    return count;
}

static uint32_t item_number(const json_t *entity)
{
    const char *id = json_string_value(json_object_get(entity, "id"));
    return id && id[0] == 'Q' ? (uint32_t)strtoul(id + 1, NULL, 10) : 0;
}

/* The line without the array's commas; empty for its brackets. */
static struct text bare_line(struct text line)
{
    line = text_trim(line);
    while (line.length && line.bytes[line.length - 1] == ',')
        line.length--;
    return line.length < 2 ? (struct text){0} : line;
}

/* Most lines need not be parsed to see that they lack the property. */
static bool mentions(struct text line, const char *property)
{
    return line.length && memmem(line.bytes, line.length, property, strlen(property));
}

static void note_subclasses(struct import *import, struct text line, void *context)
{
    struct wikidata *w = context;
    struct text bare = bare_line(line);
    json_t *entity = mentions(bare, "\"P279\"") ? json_loadb(bare.bytes, bare.length, 0, NULL) : NULL;
    uint32_t values[VALUES_MAXIMUM];
    size_t count = entity ? values_of(entity, "P279", values) : 0;
    (void)import; /* the second pass counts */
    for (size_t i = 0; i < count; i++)
        subclasses_add(&w->subclasses, item_number(entity), values[i]);
    json_decref(entity);
}

/* ---- rows ---- */

static const struct wikidata_class *class_of(const struct wikidata *w, const json_t *entity)
{
    const struct wikidata_class *found = NULL;
    uint32_t values[VALUES_MAXIMUM];
    size_t count = values_of(entity, "P31", values);
    for (size_t i = 0; i < count && !found; i++)
        found = wikidata_class_find(&w->subclasses, values[i]);
    return found;
}

/* 10 for an item with one article, 91 with ten, 168 with a hundred. */
static int prior_of(size_t sitelinks)
{
    int prior = 10 + (int)(24 * log2(sitelinks ? (double)sitelinks : 1));
    return prior > PRIOR_MAXIMUM ? PRIOR_MAXIMUM : prior;
}

static void set_country(struct import *import, const struct wikidata *w, const json_t *entity)
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

static void set_note(struct import *import, const json_t *entity)
{
    const char *text =
        json_string_value(json_object_get(json_object_get(json_object_get(entity, "descriptions"), "en"), "value"));
    strbuf_puts(&import->record.note, text ? text : "");
}

/* An entity that a known source links keeps that source's id and type. */
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

static void take_entity(struct import *import, const struct wikidata *w, const json_t *entity)
{
    const struct wikidata_class *class = class_of(w, entity);
    size_t sitelinks = json_object_size(json_object_get(entity, "sitelinks"));
    uint32_t number = item_number(entity);
    if (!class || !number || sitelinks < import->minimum) {
        import_count(import, class && number ? IMPORT_MINOR : IMPORT_NO_TYPE);
        return;
    }
    record_reset(&import->record);
    set_identity(import, w, number, class);
    import->record.prior = known_row(w, number) ? -1 : prior_of(sitelinks); /* curated ones have their own */
    for (size_t i = 0; i < import->language_count; i++) {
        const char *language = import->languages[i];
        json_names_take(import, language, json_object_get(json_object_get(entity, "labels"), language));
    }
    for (size_t i = 0; i < import->language_count; i++) {
        const char *language = import->languages[i];
        json_names_take(import, language, json_object_get(json_object_get(entity, "aliases"), language));
    }
    set_country(import, w, entity);
    set_note(import, entity);
    import_take(import);
}

static void take_line(struct import *import, struct text line, void *context)
{
    struct text bare = bare_line(line);
    bool has_class = mentions(bare, "\"P31\"");
    json_t *entity = has_class ? json_loadb(bare.bytes, bare.length, 0, NULL) : NULL;
    if (entity)
        take_entity(import, context, entity);
    else if (bare.length)
        import_count(import, has_class || bare.bytes[0] != '{' ? IMPORT_BROKEN : IMPORT_NO_TYPE);
    json_decref(entity);
}

bool import_wikidata(struct import *import)
{
    struct wikidata w = {0};
    bool done = true;
    names_init(&w.known);
    w.sources = calloc(import->known_count + 1, sizeof *w.sources);
    for (size_t i = 0; i < import->known_count && done; i++)
        done = w.sources && add_known(&w, import->known[i]);
    if (import->two_passes && strcmp(import->inputs[0], "-") == 0) {
        fputs("alam gazetteer: two passes need a file, not stdin\n", stderr);
        done = false;
    }
    for (int i = 0; i < import->input_count && done && import->two_passes; i++)
        done = import_lines(import, import->inputs[i], note_subclasses, &w);
    subclasses_close(&w.subclasses);
    for (int i = 0; i < import->input_count && done; i++)
        done = import_lines(import, import->inputs[i], take_line, &w);
    subclasses_release(&w.subclasses);
    for (size_t i = 0; i < w.source_count; i++)
        source_release(&w.sources[i]);
    free(w.sources);
    free(w.rows);
    names_release(&w.known);
    return done;
}
