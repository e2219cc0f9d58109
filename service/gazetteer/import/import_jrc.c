/* JRC-Names, the file `entities`: id, P (person) or O (organization), language ("u": any), name with + for blanks. All
 * spellings of one id stand together. https://joint-research-centre.ec.europa.eu, "JRC-Names". */
#include "service/gazetteer/import/import.h"
#include "service/gazetteer/source.h"

#include <string.h>

struct jrc {
    char id[32]; /* of the lines before, "": none */
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
    memcpy(jrc->id, id.bytes, id.length);
    jrc->id[id.length] = '\0';
    record_reset(&import->record);
    import->record.type = type == 'O' ? ENTITY_ORGANIZATION : ENTITY_PERSON;
    strbuf_printf(&import->record.id, "jrc:%s", jrc->id);
}

static void take_name(struct import *import, const char *language, struct text name)
{
    char plain[512];
    if (name.length >= sizeof plain)
        return;
    for (size_t i = 0; i < name.length; i++)
        plain[i] = name.bytes[i] == '+' ? ' ' : name.bytes[i];
    struct text text = {plain, name.length};
    enum record_language script = name_script(text);
    bool any = strcmp(language, "u") == 0 && script != RECORD_LANGUAGES;
    if (any)
        import_name(import, script, text);
    else
        import_name_in(import, language, text);
}

static void take_line(struct import *import, struct text line, void *context)
{
    struct jrc *jrc = context;
    struct text rest = line, id = text_split(&rest, '\t'), type = text_split(&rest, '\t'),
                language = text_split(&rest, '\t');
    char code[16] = {0};
    if (line.length == 0 || line.bytes[0] == '#')
        return;
    if (id.length == 0 || id.length >= sizeof jrc->id || type.length != 1 || language.length == 0 ||
        language.length >= sizeof code || rest.length == 0) {
        import_count(import, IMPORT_BROKEN);
        return;
    }
    memcpy(code, language.bytes, language.length);
    if (!text_equals(id, jrc->id)) {
        finish(import, jrc);
        if (!strchr("PO", type.bytes[0])) {
            import_count(import, IMPORT_NO_TYPE);
            return;
        }
        begin(import, jrc, id, type.bytes[0]);
    }
    take_name(import, code, rest);
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
