#include "service/gazetteer/import/import_jrc.h"

#include "service/base/tsv.h"

#include <string.h>

enum { JRC_ID, JRC_TYPE, JRC_LANGUAGE, JRC_NAME, JRC_COLUMNS };

struct jrc {
    char id[32]; /* of the entity whose names are being read; "": none */
};

static void finish(struct import *import, struct jrc *jrc)
{
    if (jrc->id[0])
        import_take(import);
    jrc->id[0] = '\0';
}

static void begin(struct import *import, struct jrc *jrc, struct text id, char type)
{
    finish(import, jrc);
    text_copy(id, jrc->id, sizeof jrc->id);
    record_reset(&import->record);
    import->record.type = type == 'O' ? ENTITY_ORGANIZATION : ENTITY_PERSON;
    strbuf_printf(&import->record.id, "jrc:%s", jrc->id);
}

/* Language "u" is any: then the script says which column is meant. */
static void take_name(struct import *import, const char *language, struct text name)
{
    char plain[512];
    if (name.length >= sizeof plain)
        return;
    for (size_t i = 0; i < name.length; i++)
        plain[i] = name.bytes[i] == '+' ? ' ' : name.bytes[i];
    struct text text = {plain, name.length};
    bool any = strcmp(language, "u") == 0 && name_script(text) != RECORD_LANGUAGES;
    import_name_in(import, any ? NULL : language, text);
}

static bool is_sound(const struct text *cells)
{
    return cells[JRC_ID].length > 0 && cells[JRC_ID].length < sizeof((struct jrc *)NULL)->id &&
           cells[JRC_TYPE].length == 1 && cells[JRC_LANGUAGE].length > 0 && cells[JRC_NAME].length > 0;
}

static void take_line(struct import *import, struct text line, void *context)
{
    struct jrc *jrc = context;
    struct text cells[JRC_COLUMNS];
    char language[16];
    if (line.length == 0 || line.bytes[0] == '#')
        return;
    tsv_split(line, cells, JRC_COLUMNS);
    if (!is_sound(cells) || !*text_copy(cells[JRC_LANGUAGE], language, sizeof language)) {
        import_broken(import, "a line needs number, type, language and name, separated by tabs");
        return;
    }
    if (!text_equals(cells[JRC_ID], jrc->id)) {
        finish(import, jrc);
        if (!strchr("PO", cells[JRC_TYPE].bytes[0])) {
            import_count(import, IMPORT_NO_TYPE);
            return;
        }
        begin(import, jrc, cells[JRC_ID], cells[JRC_TYPE].bytes[0]);
    }
    take_name(import, language, cells[JRC_NAME]);
}

bool import_jrc_names(struct import *import)
{
    bool done = true;
    for (int i = 0; i < import->input_count && done; i++) {
        struct jrc jrc = {{0}};
        done = import_lines(import, import->inputs[i], take_line, &jrc);
        finish(import, &jrc);
    }
    return done;
}
