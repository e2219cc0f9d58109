/* GeoNames' own dumps (readme.txt of download.geonames.org/export/dump): the table of places, all countries or one, and
 * alternateNamesV2. Remembered are the ids taken (4 bytes each) and their names in the wanted languages. */
#include "service/gazetteer/files.h"
#include "service/gazetteer/import/import.h"
#include "service/gazetteer/source.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_COLUMNS = 19, NAME_COLUMNS = 8, POPULATION_MINIMUM = 15000, PRIOR_OTHER = 40 };

/* Feature codes that news can name; the longest prefix that fits counts. `settled`: needs inhabitants. */
static const struct feature {
    const char *code, *subtype;
    bool settled;
} features[] = {
    {"A.ADM1", "region", false},    {"A.ADM2", "district", true},      {"A.PCL", "country", false},
    {"A.TERR", "territory", false}, {"H.BAY", "bay", false},           {"H.CNL", "canal", false},
    {"H.GULF", "gulf", false},      {"H.LK", "lake", false},           {"H.OCN", "ocean", false},
    {"H.SEA", "sea", false},        {"H.STM", "river", false},         {"H.STRT", "strait", false},
    {"L.CONT", "continent", false}, {"L.PRT", "port", false},          {"L.RGN", "region", false},
    {"P.PPLC", "capital", false},   {"P.PPLX", "neighbourhood", true}, {"P.PPL", "city", true},
    {"S.AIRP", "airport", false},   {"S.DAM", "dam", false},           {"T.DSRT", "desert", false},
    {"T.ISL", "island", false},     {"T.MT", "mountain", false},       {"T.PEN", "peninsula", false},
    {"T.VAL", "valley", false},     {"T.VLC", "volcano", false},
};

struct alternate {
    uint32_t id;
    uint32_t language;     /* number in import->languages */
    uint32_t name, length; /* in the pool */
    bool preferred;
};

struct geonames {
    uint32_t *ids; /* sorted after the first pass */
    size_t count, room;
    struct alternate *alternates; /* sorted by id, preferred names first */
    size_t alternate_count, alternate_room;
    struct strbuf pool;
    bool have_alternates;
};

static size_t split(struct text line, struct text *cells, size_t limit)
{
    size_t count = 0;
    for (bool more = true; more && count < limit; count++) {
        more = line.length && memchr(line.bytes, '\t', line.length);
        cells[count] = text_split(&line, '\t');
    }
    return count;
}

static uint32_t number_of(struct text text)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.length && text.bytes[i] >= '0' && text.bytes[i] <= '9' && number < UINT32_MAX / 16; i++)
        number = number * 10 + (uint64_t)(text.bytes[i] - '0');
    return (uint32_t)number;
}

static const struct feature *feature_of(const struct text *cells)
{
    char code[24];
    snprintf(code, sizeof code, "%.*s.%.*s", (int)cells[6].length, cells[6].bytes, (int)cells[7].length,
             cells[7].bytes);
    for (size_t i = 0; i < sizeof features / sizeof *features; i++)
        if (strncmp(code, features[i].code, strlen(features[i].code)) == 0)
            return &features[i];
    return NULL;
}

static const struct feature *select_row(const struct import *import, const struct text *cells)
{
    const struct feature *feature = feature_of(cells);
    uint32_t minimum = import->minimum ? import->minimum : POPULATION_MINIMUM;
    return feature && feature->settled && number_of(cells[14]) < minimum ? NULL : feature;
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* ---- first pass: which ids ---- */

static void note_id(struct import *import, struct text line, void *context)
{
    struct geonames *g = context;
    struct text cells[TABLE_COLUMNS];
    if (split(line, cells, TABLE_COLUMNS) != TABLE_COLUMNS || !select_row(import, cells))
        return;
    g->ids = array_room(g->ids, g->count, &g->room, sizeof *g->ids);
    g->ids[g->count++] = number_of(cells[0]);
}

/* ---- second pass: their names. alternateNameId, geonameid, language, name, preferred, short, colloquial, historic
 * ---- */

static void note_alternate(struct import *import, struct text line, void *context)
{
    struct geonames *g = context;
    struct text cells[NAME_COLUMNS] = {{0}};
    if (split(line, cells, NAME_COLUMNS) < 4) {
        import_count(import, IMPORT_BROKEN);
        return;
    }
    uint32_t id = number_of(cells[1]), language = 0;
    while (language < import->language_count && !text_equals(cells[2], import->languages[language]))
        language++;
    bool dated = text_equals(cells[6], "1") || text_equals(cells[7], "1"); /* colloquial or historic */
    if (dated || language == import->language_count || !g->count ||
        !bsearch(&id, g->ids, g->count, sizeof id, compare_numbers))
        return;
    g->alternates = array_room(g->alternates, g->alternate_count, &g->alternate_room, sizeof *g->alternates);
    g->alternates[g->alternate_count++] = (struct alternate){id, language, (uint32_t)g->pool.length,
                                                             (uint32_t)cells[3].length, text_equals(cells[4], "1")};
    strbuf_append(&g->pool, cells[3].bytes, cells[3].length);
}

static int compare_alternates(const void *left, const void *right)
{
    const struct alternate *a = left, *b = right;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    if (a->preferred != b->preferred)
        return a->preferred ? -1 : 1;
    return a->name < b->name ? -1 : a->name > b->name;
}

/* ---- third pass: rows ---- */

static void add_alternates(struct import *import, const struct geonames *g, uint32_t id)
{
    size_t low = 0, high = g->alternate_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (g->alternates[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < g->alternate_count && g->alternates[low].id == id; low++)
        import_name_in(import, import->languages[g->alternates[low].language],
                       (struct text){g->pool.data + g->alternates[low].name, g->alternates[low].length});
}

static int prior_of(const struct feature *feature, uint32_t population)
{
    double steps = population > POPULATION_MINIMUM
                       ? (log10(population) - log10(POPULATION_MINIMUM)) / (log10(2e7) - log10(POPULATION_MINIMUM))
                       : 0;
    if (!feature->settled && strcmp(feature->subtype, "capital") != 0)
        return PRIOR_OTHER;
    int prior = 10 + (int)(110 * (steps > 1 ? 1 : steps));
    return strcmp(feature->subtype, "capital") == 0 ? prior + 40 : prior;
}

static void take_place(struct import *import, struct text line, void *context)
{
    const struct geonames *g = context;
    struct text cells[TABLE_COLUMNS];
    if (split(line, cells, TABLE_COLUMNS) != TABLE_COLUMNS) {
        import_count(import, IMPORT_BROKEN);
        return;
    }
    const struct feature *feature = select_row(import, cells);
    if (!feature) {
        import_count(import, feature_of(cells) ? IMPORT_MINOR : IMPORT_NO_TYPE);
        return;
    }
    record_reset(&import->record);
    import->record.type = ENTITY_PLACE;
    strbuf_printf(&import->record.id, "gn:%u", number_of(cells[0]));
    strbuf_puts(&import->record.subtype, feature->subtype);
    if (cells[8].length == 2)
        memcpy(import->record.country, cells[8].bytes, 2);
    import->record.prior = prior_of(feature, number_of(cells[14]));
    add_alternates(import, g, number_of(cells[0]));
    if (g->have_alternates && !feature->settled && import->record.alias_count == 0 &&
        !import->record.main[RECORD_AR].length && strcmp(feature->subtype, "region") != 0) {
        import_count(import, IMPORT_MINOR); /* one of a million nameless streams and hills */
        return;
    }
    import_name(import, RECORD_EN, cells[1]);
    import_name(import, RECORD_EN, cells[2]);
    import_take(import);
}

bool import_geonames(struct import *import)
{
    struct geonames g = {.have_alternates = import->input_count > 1};
    bool done = true;
    strbuf_init(&g.pool, UINT32_MAX);
    if (g.have_alternates) {
        done = import_lines(import, import->inputs[0], note_id, &g);
        if (done && g.count)
            qsort(g.ids, g.count, sizeof *g.ids, compare_numbers);
        done = done && import_lines(import, import->inputs[1], note_alternate, &g) && strbuf_ok(&g.pool);
        if (done && g.alternate_count)
            qsort(g.alternates, g.alternate_count, sizeof *g.alternates, compare_alternates);
    }
    done = done && import_lines(import, import->inputs[0], take_place, &g);
    strbuf_release(&g.pool);
    free(g.ids);
    free(g.alternates);
    return done;
}
