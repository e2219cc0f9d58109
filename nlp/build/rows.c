/* From the lines of a source to the builder's tables. */
#include "nlp/build/builder.h"
#include "nlp/text/spelling.h"
#include "nlp/text/word_class.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { COLUMN_LIMIT = 24 };

struct source {
    struct builder *builder;
    const char *name;
    size_t line;
    struct error *error;
    int columns[COLUMN_LIMIT]; /* number in the file -> enum column, or -1 */
    size_t column_count;
};

enum column {
    COLUMN_ID,
    COLUMN_TYPE,
    COLUMN_SUBTYPE,
    COLUMN_EN,
    COLUMN_AR,
    COLUMN_ALIASES_EN,
    COLUMN_ALIASES_AR,
    COLUMN_COUNTRY,
    COLUMN_WIKIDATA,
    COLUMN_PRIOR,
    COLUMN_CLASS,
    COLUMN_FORM,
    COLUMN_AT,
    COLUMN_ANY,
    COLUMN_NONE,
    COLUMN_WEIGHT,
    COLUMN_SCRIPT,
    COLUMN_COUNT
};

static const char *const column_names[] = {"id",         "type",    "subtype",  "en",     "ar",    "aliases_en",
                                           "aliases_ar", "country", "wikidata", "prior",  "class", "form",
                                           "at",         "any",     "none",     "weight", "script"};

__attribute__((format(printf, 2, 3))) static enum status fault(const struct source *s, const char *format, ...)
{
    char reason[160];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    return error_set(s->error, STATUS_BAD_SOURCE, "%s:%zu: %s", s->name, s->line, reason);
}

static struct text next_part(struct text *rest, char separator)
{
    const char *end = rest->length ? memchr(rest->bytes, separator, rest->length) : NULL;
    struct text part = {rest->bytes, end ? (size_t)(end - rest->bytes) : rest->length};
    size_t used = part.length + (end != NULL);
    rest->bytes += used;
    rest->length -= used;
    return part;
}

static enum status read_header(struct source *s, struct text line)
{
    bool has[COLUMN_COUNT] = {false};
    s->column_count = 0;
    while (line.length) {
        struct text cell = next_part(&line, '\t');
        if (s->column_count == COLUMN_LIMIT)
            return fault(s, "more than %d columns", COLUMN_LIMIT);
        int found = -1;
        for (int c = 0; c < COLUMN_COUNT; c++)
            if (strlen(column_names[c]) == cell.length && memcmp(column_names[c], cell.bytes, cell.length) == 0)
                found = c;
        if (found >= 0)
            has[found] = true;
        s->columns[s->column_count++] = found;
    }
    bool entities = has[COLUMN_ID] && has[COLUMN_TYPE] && (has[COLUMN_EN] || has[COLUMN_AR]);
    bool rules = has[COLUMN_TYPE] && has[COLUMN_AT] && has[COLUMN_ANY] && has[COLUMN_WEIGHT];
    if (!entities && !rules && !(has[COLUMN_CLASS] && has[COLUMN_FORM]))
        return fault(s, "the header row needs id, type and en or ar; or class and form; or type, at, any and weight");
    return STATUS_OK;
}

static uint32_t keep_string(struct builder *b, struct text text)
{
    if (text.length == 0)
        return 0;
    uint32_t offset = table_append(&b->strings, text.bytes, text.length);
    return table_append(&b->strings, "", 1) == UINT32_MAX ? UINT32_MAX : offset;
}

static bool read_number(struct text text, uint32_t maximum, uint32_t *ret_number)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9' ||
            (number = number * 10 + (uint64_t)(text.bytes[i] - '0')) > maximum)
            return false;
    }
    *ret_number = (uint32_t)number;
    return text.length > 0;
}

static bool id_is_sound(struct text id)
{
    for (size_t i = 0; i < id.length; i++)
        if ((unsigned char)id.bytes[i] <= ' ' || (unsigned char)id.bytes[i] >= 0x7f || strchr("/?#%&\"\\", id.bytes[i]))
            return false;
    return id.length > 0 && id.length <= 200;
}

/* The row's entity: a new one, or the one that an earlier row of that id began, with its gaps filled. */
static enum status row_entity(struct source *s, const struct text *cells, uint32_t *ret_number)
{
    struct builder *b = s->builder;
    enum entity_type type;
    char type_text[16] = {0};
    if (!id_is_sound(cells[COLUMN_ID]))
        return fault(s, "the id is empty or has a character that ids may not have");
    if (cells[COLUMN_TYPE].length < sizeof type_text)
        memcpy(type_text, cells[COLUMN_TYPE].bytes, cells[COLUMN_TYPE].length);
    if (!entity_type_parse(type_text, &type))
        return fault(s, "the type must be person, place or organization");
    struct text wikidata = cells[COLUMN_WIKIDATA];
    uint32_t q = 0, prior = PRIOR_UNSET;
    if (wikidata.length && (wikidata.bytes[0] != 'Q' ||
                            !read_number((struct text){wikidata.bytes + 1, wikidata.length - 1}, UINT32_MAX - 1, &q)))
        return fault(s, "wikidata must be Q and a number");
    if (cells[COLUMN_PRIOR].length && !read_number(cells[COLUMN_PRIOR], 255, &prior))
        return fault(s, "prior must be a number from 0 to 255");
    if (cells[COLUMN_COUNTRY].length != 0 && cells[COLUMN_COUNTRY].length != 2)
        return fault(s, "country must be a code of two letters");
    uint32_t subtype =
        cells[COLUMN_SUBTYPE].length
            ? intern(&b->subtypes, &b->subtype_names, cells[COLUMN_SUBTYPE].bytes, cells[COLUMN_SUBTYPE].length) + 1
            : 0;
    if (subtype > IMAGE_SUBTYPES)
        return fault(s, "more than %d subtypes", IMAGE_SUBTYPES);
    uint32_t number = intern(&b->ids, &b->strings, cells[COLUMN_ID].bytes, cells[COLUMN_ID].length);
    if (number == UINT32_MAX || !table_grow(&b->entities, 1))
        return error_set(s->error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer");
    struct build_entity *entity = (struct build_entity *)b->entities.items + number;
    if (number == b->entities.count) {
        *entity =
            (struct build_entity){.id = ((struct interned *)b->ids.keys.items)[number].offset, .type = (uint8_t)type};
        b->entities.count++;
    } else if (entity->type != type) {
        return fault(s, "an earlier row gives this id another type");
    }
    entity->subtype = entity->subtype ? entity->subtype : (uint8_t)subtype;
    entity->wikidata = entity->wikidata ? entity->wikidata : q;
    entity->prior = (uint8_t)(prior > entity->prior ? prior : entity->prior);
    entity->name_ar = entity->name_ar ? entity->name_ar : keep_string(b, cells[COLUMN_AR]);
    entity->name_en = entity->name_en ? entity->name_en : keep_string(b, cells[COLUMN_EN]);
    if (cells[COLUMN_COUNTRY].length && !entity->country[0])
        memcpy(entity->country, cells[COLUMN_COUNTRY].bytes, 2);
    if (entity->name_ar == UINT32_MAX || entity->name_en == UINT32_MAX)
        return error_set(s->error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer");
    *ret_number = number;
    return STATUS_OK;
}

/* Remembers the first word of the entity's main Arabic name. */
static void note_head(struct builder *b, uint32_t number, const struct name *name)
{
    struct build_entity *entity = (struct build_entity *)b->entities.items + number;
    if (!entity->head_word)
        entity->head_word = intern(&b->words, &b->letters, name->words[0].letters, name->words[0].length) + 1;
}

/* The first and the last word of a person's name are likely other persons' given and family names too. */
static bool note_name_words(struct builder *b, const struct name *name)
{
    static const enum lexicon_class classes[] = {LEXICON_SEEN_GIVEN, LEXICON_SEEN_FAMILY};
    for (int i = 0; i < 2 && name->count > 1; i++) {
        struct name word = {.words = {name->words[i ? name->count - 1 : 0]}, .count = 1};
        if (word.words[0].length > 2 &&
            !build_add_words(b, &word, (struct row_form){classes[i], 0, CANDIDATE_LEXICON, 0}))
            return false;
    }
    return true;
}

static enum status row_names(struct source *s, const struct text *cells, uint32_t number)
{
    static const enum column columns[] = {COLUMN_EN, COLUMN_AR, COLUMN_ALIASES_EN, COLUMN_ALIASES_AR};
    struct builder *b = s->builder;
    bool person = ((struct build_entity *)b->entities.items)[number].type == ENTITY_PERSON;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct text rest = cells[columns[i]];
        while (rest.length) {
            struct text form = i < 2 ? rest : next_part(&rest, '|');
            rest = i < 2 ? (struct text){0} : rest;
            struct name name;
            uint8_t case_flags;
            if (!build_read_name(b, form, &name, &case_flags))
                return fault(s, "a name is empty, not UTF-8, or longer than %d words", NAME_WORDS_MAXIMUM);
            struct row_form row = {number, spelling_hash(form.bytes, form.length),
                                   (uint8_t)(case_flags | (i < 2 ? CANDIDATE_CANONICAL : 0)), 0};
            b->names++;
            if (!build_add_words(b, &name, row) || !build_add_variants(b, &name, row, person, 0))
                return error_set(s->error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer");
            if (columns[i] == COLUMN_AR)
                note_head(b, number, &name);
            if (person && !note_name_words(b, &name))
                return error_set(s->error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer");
        }
    }
    return STATUS_OK;
}

static bool note_lexeme(struct builder *b, const struct name *name, enum lexicon_class class)
{
    struct lexeme *lexeme = table_grow(&b->lexicon, 1);
    uint32_t word = intern(&b->words, &b->letters, name->words[0].letters, name->words[0].length);
    if (!lexeme || word == UINT32_MAX)
        return false;
    *lexeme = (struct lexeme){word, class};
    b->lexicon.count++;
    return true;
}

static uint64_t hash_letters(const uint8_t *letters, uint32_t length)
{
    uint8_t padded[WORD_LETTERS_MAXIMUM + 16] = {0};
    uint64_t low, high;
    memcpy(padded, letters, length);
    letters_load(padded, length, &low, &high);
    return length <= 16 ? word_hash(low, high, length) : word_hash_long(padded, length);
}

static bool note_ordinary(struct table *hashes, const struct name *name)
{
    for (size_t i = 0; i < name->count; i++) {
        uint64_t *hash = table_grow(hashes, 1);
        if (!hash)
            return false;
        *hash = hash_letters(name->words[i].letters, name->words[i].length);
        hashes->count++;
    }
    return true;
}

static enum status row_lexicon(struct source *s, const struct text *cells)
{
    struct builder *b = s->builder;
    char class_name[32] = {0};
    enum lexicon_class class;
    if (cells[COLUMN_CLASS].length < sizeof class_name)
        memcpy(class_name, cells[COLUMN_CLASS].bytes, cells[COLUMN_CLASS].length);
    if (!lexicon_class_parse(class_name, &class) || !lexicon_class_listed(class_name))
        return fault(s, "unknown word class '%s'", class_name);
    struct text rest = cells[COLUMN_FORM];
    do {
        struct text form = next_part(&rest, '|');
        struct name name;
        uint8_t case_flags;
        if (!build_read_name(b, form, &name, &case_flags))
            return fault(s, "a form is empty, not UTF-8, or longer than %d words", NAME_WORDS_MAXIMUM);
        if (class == LEXICON_NOUN || class == LEXICON_VERB_FORM) {
            if (!note_ordinary(class == LEXICON_NOUN ? &b->nouns : &b->verbs, &name))
                return error_set(s->error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer");
            continue;
        }
        struct row_form row = {(uint32_t) class, 0, CANDIDATE_LEXICON, 0};
        if (!build_add_words(b, &name, row) || (name.count == 1 && !note_lexeme(b, &name, class)))
            return error_set(s->error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer");
    } while (rest.length);
    return STATUS_OK;
}

/* "given family" -> bits; "any" stands for every word. */
static enum status read_classes(const struct source *s, struct text text, char separator, uint64_t *ret_classes)
{
    uint64_t classes = 0;
    while (text.length) {
        struct text name = next_part(&text, separator);
        char class_name[32] = {0};
        enum lexicon_class class;
        if (name.length < sizeof class_name)
            memcpy(class_name, name.bytes, name.length);
        if (!lexicon_class_parse(class_name, &class))
            return fault(s, "unknown word class '%s'", class_name);
        classes |= (uint64_t)1 << class;
    }
    *ret_classes = classes;
    return STATUS_OK;
}

static enum status row_rule(struct source *s, const struct text *cells)
{
    static const char *const places[] = {
#define X(name, text) text,
        RULE_PLACES(X)
#undef X
    };
    char type[16] = {0}, place[16] = {0}, weight[24] = {0}, *end = weight;
    struct image_rule rule = {.place = RULE_PLACE_COUNT};
    enum entity_type entity;
    if (cells[COLUMN_TYPE].length < sizeof type && cells[COLUMN_AT].length < sizeof place &&
        cells[COLUMN_WEIGHT].length < sizeof weight) {
        memcpy(type, cells[COLUMN_TYPE].bytes, cells[COLUMN_TYPE].length);
        memcpy(place, cells[COLUMN_AT].bytes, cells[COLUMN_AT].length);
        memcpy(weight, cells[COLUMN_WEIGHT].bytes, cells[COLUMN_WEIGHT].length);
    }
    for (uint8_t i = 0; i < RULE_PLACE_COUNT; i++)
        rule.place = strcmp(places[i], place) == 0 ? i : rule.place;
    rule.weight = strtof(weight, &end);
    if (!entity_type_parse(type, &entity) || rule.place == RULE_PLACE_COUNT || end == weight || *end)
        return fault(s, "a rule needs a type, a place around the span and a number as weight");
    rule.type = (uint8_t)entity;
    rule.latin = cells[COLUMN_SCRIPT].length == 5 && memcmp(cells[COLUMN_SCRIPT].bytes, "latin", 5) == 0;
    /* "given family": one of them; "unknown+nisba": both */
    bool both = memchr(cells[COLUMN_ANY].bytes, '+', cells[COLUMN_ANY].length) != NULL;
    enum status status = read_classes(s, cells[COLUMN_ANY], both ? '+' : ' ', &rule.any);
    rule.all = both ? rule.any : 0;
    if (status == STATUS_OK)
        status = read_classes(s, cells[COLUMN_NONE], ' ', &rule.none);
    struct image_rule *added = status == STATUS_OK ? table_grow(&s->builder->rules, 1) : NULL;
    if (!added)
        return status != STATUS_OK ? status : error_set(s->error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer");
    *added = rule;
    s->builder->rules.count++;
    return STATUS_OK;
}

static enum status read_row(struct source *s, struct text line)
{
    struct text cells[COLUMN_COUNT], rest = line;
    size_t column = 0;
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        cells[i] = (struct text){"", 0};
    for (bool more = true; more; column++) {
        more = rest.length && memchr(rest.bytes, '\t', rest.length);
        struct text cell = next_part(&rest, '\t');
        if (column >= s->column_count)
            return fault(s, "more cells than the header has columns");
        if (s->columns[column] >= 0)
            cells[s->columns[column]] = cell;
    }
    if (cells[COLUMN_CLASS].length)
        return row_lexicon(s, cells);
    if (cells[COLUMN_AT].length)
        return row_rule(s, cells);
    uint32_t number = 0;
    enum status status = row_entity(s, cells, &number);
    return status == STATUS_OK ? row_names(s, cells, number) : status;
}

static bool note_source(struct builder *b, const char *name, const char *bytes, size_t length)
{
    char line[512];
    int written =
        snprintf(line, sizeof line, "%s\t%zu\t%016llx\n", name, length, (unsigned long long)XXH3_64bits(bytes, length));
    return written > 0 && table_append(&b->sources, line,
                                       (size_t)written < sizeof line ? (size_t)written : sizeof line - 1) != UINT32_MAX;
}

enum status builder_add(struct builder *b, const char *name, const char *bytes, size_t length, struct error *error)
{
    const char *base = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
    struct source source = {.builder = b, .name = base, .error = error};
    struct text rest = {bytes, length};
    if (!note_source(b, base, bytes, length))
        return error_set(error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer");
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        rest = (struct text){bytes + 3, length - 3};
    while (rest.length) {
        struct text line = next_part(&rest, '\n');
        source.line++;
        if (line.length && line.bytes[line.length - 1] == '\r')
            line.length--;
        if (line.length == 0 || line.bytes[0] == '#')
            continue;
        enum status status = source.column_count ? read_row(&source, line) : read_header(&source, line);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}
