#include "service/gazetteer/import/import_popolo.h"

#include "service/base/encoding.h"
#include "service/gazetteer/files.h"
#include "service/gazetteer/import/csv.h"
#include "service/gazetteer/import/import_json.h"

#include <stdlib.h>
#include <string.h>

/* The Wikidata id when there is one, else the format's own. Characters that an id may not have become hyphens. */
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

static const char *wikidata_of(const struct json_value *object)
{
    const struct json_value *item = json_read_items(json_read_member(object, "identifiers"));
    for (; item; item = item->next) {
        const char *scheme = json_read_string(json_read_member(item, "scheme"));
        if (scheme && strcmp(scheme, "wikidata") == 0)
            return json_read_string(json_read_member(item, "identifier"));
    }
    return NULL;
}

static void take_object(struct import *import, const struct section *section, const struct json_value *object)
{
    const char *id = json_read_string(json_read_member(object, "id")),
               *classification = json_read_string(json_read_member(object, "classification"));
    if (!id) {
        import_broken(import, "an object has no id that is a string");
        return;
    }
    record_reset(&import->record);
    import->record.type = section->type;
    set_id(import, id, wikidata_of(object));
    if (classification && !strpbrk(classification, "\t\n"))
        strbuf_puts(&import->record.subtype, section->type == ENTITY_ORGANIZATION ? classification : "");
    import_json_names(import, NULL, json_read_member(object, "name"));
    const struct json_value *other = json_read_items(json_read_member(object, "other_names"));
    for (; other; other = other->next)
        import_json_names(import, json_read_string(json_read_member(other, "lang")), other);
    import_take(import);
}

static bool has_section(const struct json_value *root)
{
    for (size_t s = 0; s < sizeof sections / sizeof *sections; s++)
        if (json_read_member(root, sections[s].key))
            return true;
    return false;
}

static bool take_document(struct import *import, const char *path, struct text document)
{
    struct import_json json;
    struct json_fault fault;
    import_json_init(&json);
    import->line = 0; /* the reader does not know the lines of objects */
    const struct json_value *root = import_json_read(&json, document, &fault);
    for (size_t s = 0; s < sizeof sections / sizeof *sections; s++) {
        const struct json_value *object = json_read_items(json_read_member(root, sections[s].key));
        for (; object; object = object->next)
            take_object(import, &sections[s], object);
    }
    if (!root)
        fprintf(stderr, "alam gazetteer: %s:%zu: this is not JSON that can be read: %s\n", path, fault.line,
                fault.what);
    else if (!has_section(root))
        fprintf(stderr, "alam gazetteer: %s:1: there is no list of persons, organizations or areas\n", path);
    bool sound = has_section(root);
    import_json_release(&json);
    return sound;
}

/* ---- CSV ---- */

static void take_csv_row(struct import *import, const struct csv *header, const struct csv *row, struct names *seen)
{
    const char *id = csv_cell(header, row, "id");
    if (!*id) {
        import_broken(import, "the id is missing");
        return;
    }
    if (names_has(seen, text_of(id)))
        return; /* the same person in another term */
    names_add(seen, text_of(id), 0);
    record_reset(&import->record);
    import->record.type = ENTITY_PERSON;
    set_id(import, id, csv_cell(header, row, "wikidata"));
    const char *name = csv_cell(header, row, "name");
    enum record_language script = name_script(text_of(name));
    if (script != RECORD_LANGUAGES)
        import_name(import, script, text_of(name));
    strbuf_puts(&import->record.subtype, "politician");
    strbuf_puts(&import->record.note, csv_cell(header, row, "group"));
    import_take(import);
}

static bool take_csv(struct import *import, const char *path, char *bytes, size_t length)
{
    struct csv header = {.at = bytes, .end = bytes + length}, row;
    struct names seen;
    names_init(&seen);
    csv_next(&header);
    row = header;
    bool sound = *csv_cell(&header, &header, "id") && *csv_cell(&header, &header, "name");
    if (!sound)
        fprintf(stderr, "alam gazetteer: %s:1: the header row needs the columns id and name\n", path);
    for (import->line = 2; sound && csv_next(&row); import->line++)
        take_csv_row(import, &header, &row, &seen);
    names_release(&seen);
    return sound;
}

static bool take_file(struct import *import, const char *path, char *bytes, size_t length)
{
    size_t mark = encoding_mark(bytes, length);
    struct text document = {bytes + mark, length - mark}, start = text_trim(document);
    if (start.length && (start.bytes[0] == '{' || start.bytes[0] == '['))
        return take_document(import, path, document);
    return take_csv(import, path, bytes + mark, length - mark);
}

bool import_popolo(struct import *import)
{
    bool done = true;
    for (int i = 0; i < import->input_count && done; i++) {
        char *bytes = NULL;
        size_t length = 0;
        import->faults = (struct faults){.path = import->inputs[i]};
        import->line = 1;
        done = file_read(import->inputs[i], &bytes, &length) &&
               faults_check_file(import->inputs[i], (struct text){bytes, length});
        done = done && take_file(import, import->inputs[i], bytes, length);
        faults_end(&import->faults);
        free(bytes);
    }
    return done;
}
