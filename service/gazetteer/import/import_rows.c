/* Formats whose rows are nearly those of a source already: TSV and JSON, one object a line. */
#include "service/gazetteer/import/import.h"
#include "service/gazetteer/import/json_names.h"
#include "service/gazetteer/source.h"

#include <stdlib.h>
#include <string.h>

static bool set_type(struct import *import, const char *type)
{
    return entity_type_parse(type && *type ? type : import->type ? import->type : "", &import->record.type);
}

static void set_country(struct import *import, struct text country)
{
    if (country.length == 2)
        memcpy(import->record.country, country.bytes, 2);
}

static void set_wikidata(struct import *import, const char *q)
{
    import->record.wikidata = q && q[0] == 'Q' ? (uint32_t)strtoul(q + 1, NULL, 10) : 0;
}

static void set_prior(struct import *import, long prior)
{
    import->record.prior = prior < 0 ? -1 : prior > 255 ? 255 : (int)prior;
}

/* ---- TSV ---- */

struct tsv {
    struct source header; /* columns only */
    char *header_line;
};

static void append_text(struct strbuf *out, struct text text)
{
    strbuf_append(out, text.bytes, text.length);
}

static void take_row(struct import *import, const struct source_row *row)
{
    struct source_names names = {.row = row};
    char type[16], q[16], prior[8];
    record_reset(&import->record);
    if (row->cells[SOURCE_ID].length == 0 || !set_type(import, text_copy(row->cells[SOURCE_TYPE], type, sizeof type))) {
        import_count(import, row->cells[SOURCE_ID].length ? IMPORT_NO_TYPE : IMPORT_BROKEN);
        return;
    }
    append_text(&import->record.id, row->cells[SOURCE_ID]);
    append_text(&import->record.subtype, row->cells[SOURCE_SUBTYPE]);
    append_text(&import->record.note, row->cells[SOURCE_NOTE]);
    set_country(import, row->cells[SOURCE_COUNTRY]);
    set_wikidata(import, text_copy(row->cells[SOURCE_WIKIDATA], q, sizeof q));
    if (*text_copy(row->cells[SOURCE_PRIOR], prior, sizeof prior))
        set_prior(import, strtol(prior, NULL, 10));
    while (source_name(&names))
        import_name(import, column_is_arabic(names.column) ? RECORD_AR : RECORD_EN, names.name);
    import_take(import);
}

static void take_tsv_line(struct import *import, struct text line, void *context)
{
    struct tsv *tsv = context;
    struct source_row row;
    if (line.length == 0 || line.bytes[0] == '#')
        return;
    if (!tsv->header.header_read) { /* the header has to outlive its line */
        tsv->header_line = strndup(line.bytes, line.length);
        tsv->header.rest = text_of(tsv->header_line ? tsv->header_line : "");
        source_next(&tsv->header, &row);
        return;
    }
    tsv->header.rest = line;
    if (source_next(&tsv->header, &row))
        take_row(import, &row);
}

bool import_tsv(struct import *import)
{
    bool done = true;
    for (int i = 0; i < import->input_count && done; i++) {
        struct tsv tsv = {.header = {.path = import->inputs[i]}};
        done = import_lines(import, import->inputs[i], take_tsv_line, &tsv);
        free(tsv.header_line);
    }
    return done;
}

/* ---- JSON, one object a line ---- */

static struct text json_cell(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return (struct text){json_string_value(value), json_string_length(value)};
}

/* "en": "…", "names": {"en": "…"}, "aliases": ["…"], "aliases": {"en": ["…"]}, "aliases_en": ["…"] */
static void take_json_names(struct import *import, json_t *object)
{
    json_t *names = json_object_get(object, "names"), *aliases = json_object_get(object, "aliases"), *value;
    const char *language;
    for (size_t i = 0; i < import->language_count; i++) {
        char key[32];
        json_names_take(import, import->languages[i], json_object_get(object, import->languages[i]));
        json_names_take(import, import->languages[i], json_object_get(names, import->languages[i]));
        snprintf(key, sizeof key, "aliases_%s", import->languages[i]);
        json_names_take(import, import->languages[i], json_object_get(object, key));
    }
    json_names_take(import, NULL, json_object_get(object, "name"));
    if (json_is_array(aliases) || json_is_string(aliases))
        json_names_take(import, NULL, aliases);
    json_object_foreach(json_is_object(aliases) ? aliases : NULL, language, value)
        json_names_take(import, language, value);
}

static void take_json_object(struct import *import, json_t *object)
{
    const json_t *prior = json_object_get(object, "prior");
    record_reset(&import->record);
    append_text(&import->record.id, json_cell(object, "id"));
    append_text(&import->record.subtype, json_cell(object, "subtype"));
    append_text(&import->record.note, json_cell(object, "note"));
    set_country(import, json_cell(object, "country"));
    set_wikidata(import, json_string_value(json_object_get(object, "wikidata")));
    if (json_is_integer(prior))
        set_prior(import, (long)json_integer_value(prior));
    if (!set_type(import, json_string_value(json_object_get(object, "type")))) {
        import_count(import, IMPORT_NO_TYPE);
        return;
    }
    take_json_names(import, object);
    import_take(import);
}

static void take_json_line(struct import *import, struct text line, void *context)
{
    (void)context;
    if (text_trim(line).length == 0)
        return;
    json_t *object = json_loadb(line.bytes, line.length, 0, NULL);
    if (json_is_object(object) && json_is_string(json_object_get(object, "id")))
        take_json_object(import, object);
    else
        import_count(import, IMPORT_BROKEN);
    json_decref(object);
}

bool import_json_lines(struct import *import)
{
    bool done = true;
    for (int i = 0; i < import->input_count && done; i++)
        done = import_lines(import, import->inputs[i], take_json_line, NULL);
    return done;
}
