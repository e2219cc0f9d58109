#include "service/gazetteer/import/import_geonames.h"

#include "service/base/tsv.h"
#include "service/gazetteer/geonames.h"
#include "service/gazetteer/memory.h"

#include <stdlib.h>
#include <string.h>

enum { PRIOR_OTHER = 40, PRIOR_CAPITAL = 40 /* more than its size alone gives */ };

/* Feature codes (class and code) of places that news can name. The first row that the code begins with counts. A `settled`
 * place is taken only when enough people live there. */
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
    struct array ids;        /* of uint32_t, sorted after the first pass */
    struct array alternates; /* of struct alternate; after the second pass sorted by id, preferred names first */
    struct strbuf pool;      /* bytes of the alternate names */
    bool have_alternates;
};

static const struct feature *feature_of(const struct text *cells)
{
    char code[24];
    struct text class = cells[GEONAMES_CLASS], detail = cells[GEONAMES_CODE];
    snprintf(code, sizeof code, "%.*s.%.*s", (int)class.length, class.bytes, (int)detail.length, detail.bytes);
    for (size_t i = 0; i < sizeof features / sizeof *features; i++)
        if (strncmp(code, features[i].code, strlen(features[i].code)) == 0)
            return &features[i];
    return NULL;
}

/* The feature of a place that is taken; NULL: it is not. */
static const struct feature *select_row(const struct import *import, const struct text *cells)
{
    const struct feature *feature = feature_of(cells);
    uint32_t minimum = import->minimum ? import->minimum : GEONAMES_POPULATION_MINIMUM;
    return feature && feature->settled && text_number(cells[GEONAMES_POPULATION]) < minimum ? NULL : feature;
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
    struct text cells[GEONAMES_COLUMNS];
    if (tsv_split(line, cells, GEONAMES_COLUMNS) >= GEONAMES_COLUMNS && select_row(import, cells))
        *(uint32_t *)memory_add(&g->ids) = text_number(cells[GEONAMES_ID]);
}

/* ---- second pass: their names ---- */

/* The columns of alternateNamesV2. */
enum {
    NAME_ROW,
    NAME_PLACE,
    NAME_LANGUAGE,
    NAME_TEXT,
    NAME_PREFERRED,
    NAME_SHORT_FORM,
    NAME_COLLOQUIAL,
    NAME_HISTORIC
};
enum { NAME_COLUMNS = NAME_HISTORIC + 1, NAME_COLUMNS_NEEDED = NAME_TEXT + 1 };

/* Its number in import->languages; language_count: it is not wanted. */
static uint32_t language_number(const struct import *import, struct text language)
{
    uint32_t number = 0;
    while (number < import->language_count && !text_equals(language, import->languages[number]))
        number++;
    return number;
}

static void note_alternate(struct import *import, struct text line, void *context)
{
    struct geonames *g = context;
    struct text cells[NAME_COLUMNS];
    if (tsv_split(line, cells, NAME_COLUMNS) < NAME_COLUMNS_NEEDED) {
        import_broken(import, "a line needs four columns separated by tabs");
        return;
    }
    uint32_t id = text_number(cells[NAME_PLACE]), language = language_number(import, cells[NAME_LANGUAGE]);
    bool dated = text_equals(cells[NAME_COLLOQUIAL], "1") || text_equals(cells[NAME_HISTORIC], "1");
    if (dated || language == import->language_count || !g->ids.count ||
        !bsearch(&id, g->ids.items, g->ids.count, sizeof id, compare_numbers))
        return;
    struct text name = cells[NAME_TEXT];
    *(struct alternate *)memory_add(&g->alternates) = (struct alternate){
        id, language, (uint32_t)g->pool.length, (uint32_t)name.length, text_equals(cells[NAME_PREFERRED], "1")};
    strbuf_append(&g->pool, name.bytes, name.length);
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

/* The first alternate name of the place, or of the next place that has one. */
static size_t first_alternate(const struct geonames *g, uint32_t id)
{
    const struct alternate *alternates = g->alternates.items;
    size_t low = 0, high = g->alternates.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (alternates[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_alternates(struct import *import, const struct geonames *g, uint32_t id)
{
    const struct alternate *alternates = g->alternates.items;
    for (size_t i = first_alternate(g, id); i < g->alternates.count && alternates[i].id == id; i++)
        import_name_in(import, import->languages[alternates[i].language],
                       (struct text){g->pool.data + alternates[i].name, alternates[i].length});
}

static int prior_of(const struct feature *feature, uint32_t population)
{
    bool capital = strcmp(feature->subtype, "capital") == 0;
    if (!feature->settled && !capital)
        return PRIOR_OTHER;
    return geonames_prior(population) + (capital ? PRIOR_CAPITAL : 0);
}

static void take_place(struct import *import, struct text line, void *context)
{
    const struct geonames *g = context;
    struct text cells[GEONAMES_COLUMNS];
    if (tsv_split(line, cells, GEONAMES_COLUMNS) < GEONAMES_COLUMNS) {
        import_broken(import, "a line needs nineteen columns separated by tabs");
        return;
    }
    const struct feature *feature = select_row(import, cells);
    if (!feature) {
        import_count(import, feature_of(cells) ? IMPORT_MINOR : IMPORT_NO_TYPE);
        return;
    }
    record_reset(&import->record);
    import->record.type = ENTITY_PLACE;
    strbuf_printf(&import->record.id, "gn:%u", text_number(cells[GEONAMES_ID]));
    strbuf_puts(&import->record.subtype, feature->subtype);
    if (cells[GEONAMES_COUNTRY].length == 2)
        memcpy(import->record.country, cells[GEONAMES_COUNTRY].bytes, 2);
    import->record.prior = prior_of(feature, text_number(cells[GEONAMES_POPULATION]));
    add_alternates(import, g, text_number(cells[GEONAMES_ID]));
    if (g->have_alternates && !feature->settled && import->record.alias_count == 0 &&
        !import->record.main[RECORD_AR].length && strcmp(feature->subtype, "region") != 0) {
        import_count(import,
                     IMPORT_MINOR); /* one of millions of streams and hills without a name in a wanted language */
        return;
    }
    import_name(import, RECORD_EN, cells[GEONAMES_NAME]);
    import_name(import, RECORD_EN, cells[GEONAMES_ASCII]);
    import_take(import);
}

/* The first two passes, when there is a file of alternate names. */
static bool note_alternates(struct import *import, struct geonames *g)
{
    if (!import_lines(import, import->inputs[0], note_id, g))
        return false;
    if (g->ids.count)
        qsort(g->ids.items, g->ids.count, g->ids.size, compare_numbers);
    if (!import_lines(import, import->inputs[1], note_alternate, g) || !strbuf_ok(&g->pool))
        return false;
    if (g->alternates.count)
        qsort(g->alternates.items, g->alternates.count, g->alternates.size, compare_alternates);
    return true;
}

bool import_geonames(struct import *import)
{
    struct geonames g = {.ids = {.size = sizeof(uint32_t)},
                         .alternates = {.size = sizeof(struct alternate)},
                         .have_alternates = import->input_count > 1};
    strbuf_init(&g.pool, UINT32_MAX);
    bool done = !g.have_alternates || note_alternates(import, &g);
    done = done && import_lines(import, import->inputs[0], take_place, &g);
    strbuf_release(&g.pool);
    array_release(&g.ids);
    array_release(&g.alternates);
    return done;
}
