#include "service/gazetteer/import/import_rows.h"

#include "service/gazetteer/import/import_json.h"
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

static void set_prior(struct import *import, int64_t prior)
{
    import->record.prior = prior < 0 ? -1 : prior > 255 ? 255 : (int)prior;
}

/* ---- TSV ---- */

static void append_text(struct strbuf *out, struct text text)
{
    strbuf_append(out, text.bytes, text.length);
}

static void take_row(struct import *import, const struct source_row *row)
{
    struct source_names names = {.row = row};
    char type[16], q[16], prior[8];
    record_reset(&import->record);
    if (row->cells[SOURCE_ID].length == 0) {
        import_broken(import, "the id is missing");
        return;
    }
    if (!set_type(import, text_copy(row->cells[SOURCE_TYPE], type, sizeof type))) {
        import_count(import, IMPORT_NO_TYPE);
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

static bool has_column(const struct tsv *tsv, enum source_column column)
{
    for (size_t i = 0; i < tsv->column_count; i++)
        if (tsv->columns[i] == (int)column)
            return true;
    return false;
}

static bool header_suffices(const struct import *import, const struct tsv *tsv)
{
    return has_column(tsv, SOURCE_ID) && (has_column(tsv, SOURCE_TYPE) || import->type) &&
           (has_column(tsv, SOURCE_EN) || has_column(tsv, SOURCE_AR) || has_column(tsv, SOURCE_ALIASES_EN) ||
            has_column(tsv, SOURCE_ALIASES_AR));
}

static void take_tsv_line(struct import *import, struct text line, void *context)
{
    struct tsv *tsv = context;
    struct source_row row;
    if (line.length == 0 || line.bytes[0] == '#')
        return;
    if (!tsv->column_count) {
        tsv_header(tsv, line);
        if (!header_suffices(import, tsv))
            import_refuse(import, "the header row needs the columns id, type (or --type), and en or ar");
        return;
    }
    source_split(tsv, line, &row);
    take_row(import, &row);
}

bool import_tsv(struct import *import)
{
    bool done = true;
    for (int i = 0; i < import->input_count && done; i++) {
        struct tsv tsv = source_tsv();
        done = import_lines(import, import->inputs[i], take_tsv_line, &tsv);
    }
    return done;
}

/* ---- JSON, one object a line ---- */

/* Names may stand under their language ("en": "…"), in "names" by language, or in "name"; aliases in "aliases_en", in
 * "aliases" by language, or in "aliases" as a list. */
static void take_json_names(struct import *import, const struct json_value *object)
{
    const struct json_value *names = json_read_member(object, "names"), *aliases = json_read_member(object, "aliases");
    for (size_t i = 0; i < import->language_count; i++) {
        const char *language = import->languages[i];
        char key[32];
        import_json_names(import, language, json_read_member(object, language));
        import_json_names(import, language, json_read_member(names, language));
        snprintf(key, sizeof key, "aliases_%s", language);
        import_json_names(import, language, json_read_member(object, key));
    }
    import_json_names(import, NULL, json_read_member(object, "name"));
    if (json_read_items(aliases) || json_read_string(aliases))
        import_json_names(import, NULL, aliases);
    for (const struct json_value *list = json_read_members(aliases); list; list = list->next)
        import_json_names(import, list->key, list);
}

static void take_json_object(struct import *import, const struct json_value *object)
{
    int64_t prior;
    record_reset(&import->record);
    append_text(&import->record.id, json_read_text(json_read_member(object, "id")));
    append_text(&import->record.subtype, json_read_text(json_read_member(object, "subtype")));
    append_text(&import->record.note, json_read_text(json_read_member(object, "note")));
    set_country(import, json_read_text(json_read_member(object, "country")));
    set_wikidata(import, json_read_string(json_read_member(object, "wikidata")));
    if (json_read_integer(json_read_member(object, "prior"), &prior))
        set_prior(import, prior);
    if (!set_type(import, json_read_string(json_read_member(object, "type")))) {
        import_count(import, IMPORT_NO_TYPE);
        return;
    }
    take_json_names(import, object);
    import_take(import);
}

static void take_json_line(struct import *import, struct text line, void *context)
{
    if (text_trim(line).length == 0)
        return;
    struct json_fault fault = {.what = ""};
    const struct json_value *object = import_json_read(context, line, &fault);
    if (json_read_string(json_read_member(object, "id")))
        take_json_object(import, object);
    else
        import_broken(import, object ? "this is no object with an id that is a string" : fault.what);
}

bool import_json_lines(struct import *import)
{
    struct import_json json;
    bool done = true;
    import_json_init(&json);
    for (int i = 0; i < import->input_count && done; i++)
        done = import_lines(import, import->inputs[i], take_json_line, &json);
    import_json_release(&json);
    return done;
}
