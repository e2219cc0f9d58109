#include "service/gazetteer/check/check_pairs.h"

#include "service/base/edit_distance.h"

#include <stdio.h>
#include <string.h>

enum { LONG_NAME = 10, VERY_LONG_NAME = 18 };

/* The two arguments of "%.*s". */
#define SHOW(text) (int)(text).length, (text).bytes

static struct text id_of(const struct check_entity *entity)
{
    return entity->row.cells[SOURCE_ID];
}

/* Reports `rule` at the row of `entity`, with the other entity and the place where it stands. */
static void report_pair(struct check *check, enum check_rule rule, const struct check_entity *entity,
                        const struct check_entity *other, struct text name, const char *what)
{
    const char *base = strrchr(other->source->path, '/');
    check_report(check, rule, entity->source, entity->row.line, "%.*s: '%.*s' %s %.*s (%s:%zu)", SHOW(id_of(entity)),
                 SHOW(name), what, SHOW(id_of(other)), base ? base + 1 : other->source->path, other->row.line);
}

/* A row without main names only adds to an entity of another row, as importers do with curated entities. */
static bool is_addition(const struct check_entity *entity)
{
    return !entity->row.cells[SOURCE_EN].length && !entity->row.cells[SOURCE_AR].length;
}

static bool same_kind(const struct check_entity *a, const struct check_entity *b)
{
    return a->type == b->type && text_same(a->row.cells[SOURCE_COUNTRY], b->row.cells[SOURCE_COUNTRY]);
}

/* ---- ids ---- */

/* A row that only adds may stand before or behind the row that it adds to, in any file; two rows with names may not. */
static void pair_ids(struct check *check, uint32_t number)
{
    const struct check_entity *entity = check_entity_at(check, number);
    struct text q = entity->row.cells[SOURCE_WIKIDATA];
    for (uint32_t e = names_find(&check->ids, id_of(entity)); e != NAMES_NONE; e = names_next(&check->ids, e)) {
        const struct check_entity *other = check_entity_at(check, names_value(&check->ids, e));
        struct text link = other->row.cells[SOURCE_WIKIDATA];
        if (!is_addition(entity) && !is_addition(other))
            report_pair(check, CHECK_ID_TWICE, entity, other, id_of(entity), "is an id again, of");
        if (q.length && link.length && !text_same(q, link))
            report_pair(check, CHECK_WIKIDATA_DIFFERS, entity, other, q, "is another Wikidata id than that of");
    }
    names_add(&check->ids, id_of(entity), number);
}

static void pair_links(struct check *check, uint32_t number)
{
    const struct check_entity *entity = check_entity_at(check, number);
    struct text q = entity->row.cells[SOURCE_WIKIDATA];
    uint32_t e = q.length ? names_find(&check->wikidata, q) : NAMES_NONE;
    if (e != NAMES_NONE) {
        const struct check_entity *other = check_entity_at(check, names_value(&check->wikidata, e));
        if (!text_same(id_of(entity), id_of(other)))
            report_pair(check, CHECK_WIKIDATA_TWICE, entity, other, q, "is the Wikidata id of");
    }
    names_add(&check->wikidata, q, number);
}

/* ---- names ---- */

static bool has_main(struct check *check, const struct check_entity *entity, struct text key)
{
    static const enum source_column columns[] = {SOURCE_EN, SOURCE_AR};
    for (size_t i = 0; i < 2; i++)
        if (text_same(names_fold(&check->folder, entity->row.cells[columns[i]]), key))
            return true;
    return false;
}

static bool mains_agree(struct check *check, const struct check_entity *a, const struct check_entity *b,
                        enum source_column column)
{
    struct text key = names_fold(&check->names, a->row.cells[column]);
    return key.length && text_same(names_fold(&check->folder, b->row.cells[column]), key);
}

/* Compares an entity with the earlier ones that have a main name in common with it, so that each pair is reported once. */
static void pair_mains(struct check *check, uint32_t number)
{
    const struct check_entity *entity = check_entity_at(check, number);
    uint32_t last = NAMES_NONE;
    for (int i = 0; i < 2; i++) {
        enum source_column column = i ? SOURCE_AR : SOURCE_EN;
        struct text key = names_fold(&check->mains, entity->row.cells[column]);
        for (uint32_t e = names_find(&check->mains, key); e != NAMES_NONE; e = names_next(&check->mains, e)) {
            uint32_t value = names_value(&check->mains, e);
            const struct check_entity *other = check_entity_at(check, value);
            if (value == last || value == number || !same_kind(entity, other) || text_same(id_of(entity), id_of(other)))
                continue;
            last = value;
            bool both = mains_agree(check, entity, other, SOURCE_EN) && mains_agree(check, entity, other, SOURCE_AR) &&
                        text_same(entity->row.cells[SOURCE_SUBTYPE], other->row.cells[SOURCE_SUBTYPE]);
            report_pair(check, both ? CHECK_DUPLICATE : CHECK_ALIKE, entity, other, entity->row.cells[column],
                        both ? "is the same entity as" : "is also the main name of");
        }
        key = names_fold(&check->mains, entity->row.cells[column]);
        names_add(&check->mains, key, number);
    }
}

static void pair_alias(struct check *check, uint32_t number, struct text name)
{
    const struct check_entity *entity = check_entity_at(check, number);
    struct text key = names_fold(&check->names, name);
    for (uint32_t e = names_find(&check->names, key); e != NAMES_NONE; e = names_next(&check->names, e)) {
        const struct check_entity *other = check_entity_at(check, names_value(&check->names, e));
        if (other == entity || other->type != entity->type || text_same(id_of(entity), id_of(other)))
            continue;
        if (has_main(check, other, key))
            report_pair(check, CHECK_CLAIMED, entity, other, name, "is the main name of");
        else if (names_value(&check->names, e) < number && same_kind(entity, other))
            report_pair(check, CHECK_SHARED, entity, other, name, "is also an alias of");
    }
}

static void pair_aliases(struct check *check, uint32_t number)
{
    struct source_names names = {.row = &check_entity_at(check, number)->row};
    while (source_name(&names))
        if (column_is_alias(names.column))
            pair_alias(check, number, names.name);
}

/* ---- long names with a letter of difference ---- */

enum { BLOCK_KEY = 160, BLOCK_WORD_MAXIMUM = 120 };

/* Only entities of one block, those that share type, country and a word, are compared with each other. */
static struct text block_key(const struct check_entity *entity, struct text word, char buffer[BLOCK_KEY])
{
    int length = snprintf(buffer, BLOCK_KEY, "%d%.*s %.*s", (int)entity->type, SHOW(entity->row.cells[SOURCE_COUNTRY]),
                          word.length > BLOCK_WORD_MAXIMUM ? BLOCK_WORD_MAXIMUM : (int)word.length, word.bytes);
    return (struct text){buffer, length > 0 && length < BLOCK_KEY ? (size_t)length : 0};
}

/* How many letters may differ in two names that are taken for one; 0: the name is too short to tell. */
static unsigned tolerance(struct text key)
{
    size_t characters = text_characters(key);
    return characters < LONG_NAME ? 0 : characters < VERY_LONG_NAME ? 1 : 2;
}

/* Channel 12 and Channel 13 are two entities, however alike the rest of the names is. */
static bool same_digits(struct text a, struct text b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a.length && (a.bytes[i] < '0' || a.bytes[i] > '9'))
            i++;
        while (k < b.length && (b.bytes[k] < '0' || b.bytes[k] > '9'))
            k++;
        if (i == a.length || k == b.length)
            return i == a.length && k == b.length;
        if (a.bytes[i] != b.bytes[k])
            return false;
    }
}

static bool nearly(struct check *check, const struct check_entity *a, const struct check_entity *b)
{
    struct text key = names_fold(&check->names, a->row.cells[SOURCE_EN]),
                other = names_fold(&check->folder, b->row.cells[SOURCE_EN]);
    unsigned limit = tolerance(key);
    if (!limit || text_same(key, other) || !same_digits(key, other) || edit_distance(key, other, limit) > limit)
        return false;
    key = names_fold(&check->names, a->row.cells[SOURCE_AR]);
    other = names_fold(&check->folder, b->row.cells[SOURCE_AR]);
    return edit_distance(key, other, 2) <= 2 && !text_same(key, other);
}

/* The first or the last word. */
static struct text end_word(struct text key, bool last)
{
    const char *blank =
        key.length ? (last ? memrchr(key.bytes, ' ', key.length) : memchr(key.bytes, ' ', key.length)) : NULL;
    if (!blank)
        return key;
    return last ? (struct text){blank + 1, key.length - (size_t)(blank + 1 - key.bytes)}
                : (struct text){key.bytes, (size_t)(blank - key.bytes)};
}

/* Looks for names that differ by a letter or two in the blocks of the first and of the last word: two such names have one
 * of the two in common. */
static void pair_near(struct check *check, uint32_t number)
{
    const struct check_entity *entity = check_entity_at(check, number);
    uint32_t reported = NAMES_NONE;
    for (int last = 0; last < 2; last++) {
        char buffer[BLOCK_KEY];
        struct text word = end_word(names_fold(&check->blocks, entity->row.cells[SOURCE_EN]), last);
        struct text key = block_key(entity, word, buffer);
        for (uint32_t e = names_find(&check->blocks, key); e != NAMES_NONE; e = names_next(&check->blocks, e)) {
            uint32_t value = names_value(&check->blocks, e);
            if (value != number && value != reported && nearly(check, entity, check_entity_at(check, value))) {
                report_pair(check, CHECK_ALIKE, entity, check_entity_at(check, value), entity->row.cells[SOURCE_EN],
                            "is nearly the name of");
                reported = value;
            }
        }
        names_add(&check->blocks, key, number);
    }
}

void check_pairs(struct check *check)
{
    for (uint32_t i = 0; i < check->entities.count; i++) {
        pair_ids(check, i);
        pair_links(check, i);
    }
    for (uint32_t i = 0; i < check->entities.count; i++) {
        struct source_names names = {.row = &check_entity_at(check, i)->row};
        while (source_name(&names))
            names_add(&check->names, names_fold(&check->names, names.name), i);
    }
    for (uint32_t i = 0; i < check->entities.count; i++) {
        pair_mains(check, i);
        pair_aliases(check, i);
        pair_near(check, i);
    }
}
