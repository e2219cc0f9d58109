/* Popolo (http://www.popoloproject.com/specs): persons, organizations and areas of one JSON document, and the CSV of
 * EveryPolitician, which has a row a person and term. Ids are Wikidata's where the data name one. */
#include "service/gazetteer/files.h"
#include "service/gazetteer/import/json_names.h"
#include "service/gazetteer/source.h"

#include <stdlib.h>
#include <string.h>

enum { CSV_COLUMNS_MAXIMUM = 64 };

/* Ids may not have every character: the others become hyphens. */
static void set_id(struct import *import, const char *id, const char *q)
{
    import->record.wikidata = q && q[0] == 'Q' ? (uint32_t)strtoul(q + 1, NULL, 10) : 0;
    if (import->record.wikidata) {
        strbuf_printf(&import->record.id, "Q%u", import->record.wikidata);
        return;
    }
    strbuf_puts(&import->record.id, "popolo:");
    for (; *id; id++)
        strbuf_putc(&import->record.id,
                    (unsigned char)*id <= ' ' || (unsigned char)*id >= 0x7f || strchr("/?#%&\"\\", *id) ? '-' : *id);
}

/* ---- JSON ---- */

static const struct section {
    const char *key;
    enum entity_type type;
} sections[] = {{"persons", ENTITY_PERSON}, {"organizations", ENTITY_ORGANIZATION}, {"areas", ENTITY_PLACE}};

static const char *wikidata_of(const json_t *object)
{
    const json_t *item;
    size_t i;
    json_array_foreach(json_object_get(object, "identifiers"), i, item)
    {
        const char *scheme = json_string_value(json_object_get(item, "scheme"));
        if (scheme && strcmp(scheme, "wikidata") == 0)
            return json_string_value(json_object_get(item, "identifier"));
    }
    return NULL;
}

static void take_object(struct import *import, const struct section *section, const json_t *object)
{
    const char *id = json_string_value(json_object_get(object, "id")),
               *classification = json_string_value(json_object_get(object, "classification"));
    const json_t *other;
    size_t i;
    if (!id) {
        import_count(import, IMPORT_BROKEN);
        return;
    }
    record_reset(&import->record);
    import->record.type = section->type;
    set_id(import, id, wikidata_of(object));
    if (classification && !strpbrk(classification, "\t\n"))
        strbuf_puts(&import->record.subtype, section->type == ENTITY_ORGANIZATION ? classification : "");
    json_names_take(import, NULL, json_object_get(object, "name"));
    json_array_foreach(json_object_get(object, "other_names"), i, other)
        json_names_take(import, json_string_value(json_object_get(other, "lang")), other);
    import_take(import);
}

static bool take_document(struct import *import, const char *path, const char *bytes, size_t length)
{
    json_error_t error;
    json_t *root = json_loadb(bytes, length, 0, &error);
    const json_t *object;
    size_t i;
    for (size_t s = 0; s < sizeof sections / sizeof *sections; s++)
        json_array_foreach(json_object_get(root, sections[s].key), i, object) take_object(import, &sections[s], object);
    if (!root)
        fprintf(stderr, "alam gazetteer: %s:%d: %s\n", path, error.line, error.text);
    json_decref(root);
    return root != NULL;
}

/* ---- CSV (RFC 4180) ---- */

struct csv {
    char *at, *end;
    char *cells[CSV_COLUMNS_MAXIMUM];
    size_t count;
};

/* One cell, unquoted in place; true when another one follows in the row. */
static bool next_cell(struct csv *csv)
{
    char *out = csv->at, *cell = out;
    bool quoted = csv->at < csv->end && *csv->at == '"';
    csv->at += quoted;
    while (csv->at < csv->end && (quoted || (*csv->at != ',' && *csv->at != '\n'))) {
        if (quoted && *csv->at == '"') {
            if (csv->at + 1 < csv->end && csv->at[1] == '"')
                csv->at++;
            else {
                quoted = false;
                csv->at++;
                continue;
            }
        }
        *out++ = *csv->at++;
    }
    bool more = csv->at < csv->end && *csv->at == ',';
    csv->at += csv->at < csv->end;
    if (out > cell && out[-1] == '\r')
        out--;
    *out = '\0'; /* the separator or a quote stood here */
    if (csv->count < CSV_COLUMNS_MAXIMUM)
        csv->cells[csv->count++] = cell;
    return more;
}

static bool next_row(struct csv *csv)
{
    csv->count = 0;
    if (csv->at >= csv->end)
        return false;
    while (next_cell(csv))
        ;
    return true;
}

static const char *cell_of(const struct csv *header, const struct csv *row, const char *column)
{
    for (size_t i = 0; i < header->count && i < row->count; i++)
        if (strcmp(header->cells[i], column) == 0)
            return row->cells[i];
    return "";
}

static void take_csv_row(struct import *import, const struct csv *header, const struct csv *row, struct names *seen)
{
    const char *id = cell_of(header, row, "id");
    if (!*id) {
        import_count(import, IMPORT_BROKEN);
        return;
    }
    if (names_find(seen, text_of(id)) != NAMES_NONE)
        return; /* the same person in another term */
    names_add(seen, text_of(id), 0);
    record_reset(&import->record);
    import->record.type = ENTITY_PERSON;
    set_id(import, id, cell_of(header, row, "wikidata"));
    const char *name = cell_of(header, row, "name");
    enum record_language script = name_script(text_of(name));
    if (script != RECORD_LANGUAGES)
        import_name(import, script, text_of(name));
    strbuf_puts(&import->record.subtype, "politician");
    strbuf_puts(&import->record.note, cell_of(header, row, "group"));
    import_take(import);
}

static void take_csv(struct import *import, char *bytes, size_t length)
{
    struct csv header = {.at = bytes, .end = bytes + length}, row;
    struct names seen;
    names_init(&seen);
    next_row(&header);
    row = header;
    while (next_row(&row))
        take_csv_row(import, &header, &row, &seen);
    names_release(&seen);
}

bool import_popolo(struct import *import)
{
    bool done = true;
    for (int i = 0; i < import->input_count && done; i++) {
        char *bytes = NULL;
        size_t length = 0;
        done = file_read(import->inputs[i], &bytes, &length);
        struct text start = text_trim((struct text){bytes, length});
        if (done && start.length && (start.bytes[0] == '{' || start.bytes[0] == '['))
            done = take_document(import, import->inputs[i], bytes, length);
        else if (done)
            take_csv(import, bytes, length);
        free(bytes);
    }
    return done;
}
