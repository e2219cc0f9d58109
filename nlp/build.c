#include "nlp/builder.h"

#include "nlp/lexicon.h"
#include "nlp/spelling.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { COLUMN_LIMIT = 24, NAME_BYTES_MAXIMUM = 1024, PRIOR_DEFAULT = 128, PRIOR_UNSET = 0 };

/* ---- tables ---- */

uint32_t table_append(struct table *table, const void *bytes, size_t length)
{
    size_t offset = table->count;
    char *at = offset + length < UINT32_MAX ? table_grow(table, length) : NULL;
    if (!at)
        return UINT32_MAX;
    memcpy(at, bytes, length);
    table->count += length;
    return (uint32_t)offset;
}

static bool interner_widen(struct interner *interner)
{
    size_t wide = interner->slot_count ? interner->slot_count * 2 : 1024;
    uint32_t *slots = calloc(wide, sizeof *slots);
    if (!slots)
        return false;
    const struct interned *keys = interner->keys.items;
    for (uint32_t i = 0; i < interner->keys.count; i++) {
        size_t slot = keys[i].hash & (wide - 1);
        while (slots[slot])
            slot = (slot + 1) & (wide - 1);
        slots[slot] = i + 1;
    }
    free(interner->slots);
    interner->slots = slots;
    interner->slot_count = wide;
    return true;
}

uint32_t intern(struct interner *interner, struct table *pool, const void *bytes, size_t length)
{
    if (interner->keys.count * 2 >= interner->slot_count && !interner_widen(interner))
        return UINT32_MAX;
    uint64_t hash = XXH3_64bits(bytes, length);
    size_t mask = interner->slot_count - 1, slot = hash & mask;
    const struct interned *keys = interner->keys.items;
    for (; interner->slots[slot]; slot = (slot + 1) & mask) {
        const struct interned *key = &keys[interner->slots[slot] - 1];
        if (key->hash == hash && key->length == length && memcmp((char *)pool->items + key->offset, bytes, length) == 0)
            return interner->slots[slot] - 1;
    }
    struct interned *added = table_grow(&interner->keys, 1);
    uint32_t offset = table_append(pool, bytes, length);
    if (!added || offset == UINT32_MAX || table_append(pool, "", 1) == UINT32_MAX)
        return UINT32_MAX;
    *added = (struct interned){hash, offset, (uint32_t)length};
    interner->slots[slot] = (uint32_t)++interner->keys.count;
    return interner->slots[slot] - 1;
}

struct builder *builder_new(void)
{
    struct builder *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    b->ids.keys.size = b->words.keys.size = b->subtypes.keys.size = sizeof(struct interned);
    b->strings.size = b->letters.size = b->subtype_names.size = b->sources.size = 1;
    b->entities.size = sizeof(struct build_entity);
    b->forms.size = sizeof(struct build_form);
    b->sequence.size = sizeof(uint32_t);
    b->lexicon.size = sizeof(struct lexeme);
    b->nouns.size = b->verbs.size = sizeof(uint64_t);
    b->rules.size = sizeof(struct image_rule);
    arena_init(&b->arena, 1 << 20);
    if (table_append(&b->strings, "", 1) == UINT32_MAX) {
        builder_free(b);
        return NULL;
    }
    return b;
}

void builder_free(struct builder *b)
{
    if (!b)
        return;
    struct interner *interners[] = {&b->ids, &b->words, &b->subtypes};
    for (size_t i = 0; i < sizeof interners / sizeof *interners; i++) {
        free(interners[i]->keys.items);
        free(interners[i]->slots);
    }
    struct table *tables[] = {&b->strings, &b->letters, &b->subtype_names, &b->entities, &b->forms,  &b->sequence,
                              &b->lexicon, &b->nouns,   &b->verbs,         &b->rules,    &b->sources};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        free(tables[i]->items);
    arena_release(&b->arena);
    free(b);
}

struct builder_counts builder_counts(const struct builder *b)
{
    return (struct builder_counts){b->entities.count, b->names, b->words.keys.count, b->nodes};
}

/* ---- forms ---- */

struct word {
    const uint8_t *letters;
    uint32_t length;
    uint8_t flags; /* of the token; 0 in a variant */
};

struct name {
    struct word words[NAME_WORDS_MAXIMUM * 2]; /* a variant may split words */
    size_t count;
    uint8_t joined[NAME_BYTES_MAXIMUM]; /* letters of words that a variant made */
    size_t joined_used;
};

struct row_form {
    uint32_t entity;
    uint16_t spelling;
    uint8_t flags, prior;
};

static bool add_words(struct builder *b, const struct name *name, struct row_form row)
{
    struct build_form *form = table_grow(&b->forms, 1);
    uint32_t *sequence = table_grow(&b->sequence, name->count);
    if (!form || !sequence || name->count > NAME_WORDS_MAXIMUM)
        return name->count > NAME_WORDS_MAXIMUM;
    for (size_t i = 0; i < name->count; i++) {
        sequence[i] = intern(&b->words, &b->letters, name->words[i].letters, name->words[i].length);
        if (sequence[i] == UINT32_MAX)
            return false;
    }
    *form = (struct build_form){.words = (uint32_t)b->sequence.count,
                                .entity = row.entity,
                                .spelling = row.spelling,
                                .word_count = (uint8_t)name->count,
                                .flags = row.flags,
                                .prior = row.prior};
    b->sequence.count += name->count;
    b->forms.count++;
    return true;
}

/* Spellings that are two ways to write one name, as pairs of folded letters: the sources need not list them. A variant
 * has a rule applied wherever it fits, or one rule of each of several groups (عبدالله ابن زايد for عبد الله بن زايد).
 */
static const struct variant_rule {
    const char *from, *to; /* "عبد " ends in a blank: joined with the next word; "" : the word is left as it is */
    bool person_only;
    bool inner; /* not as the first word */
    int group;
} variant_rules[] = {
    {"عبد ", "عبد", false, false, 0},                                       /* عبد الله -> عبدالله */
    {"عبدال", "عبد ال", false, false, 0}, {"ابو ", "ابو", false, false, 1}, /* أبو ظبي -> أبوظبي */
    {"ابو", "ابو ", false, false, 1},     {"ابو ", "ابا ", true, false, 1}, /* accusative and genitive */
    {"ابو ", "ابي ", true, false, 1},     {"بن ", "ابن ", true, true, 2},   {"ابن ", "بن ", true, true, 2},
};

static size_t fold_literal(const char *text, uint8_t *letters)
{
    size_t length = 0;
    for (const uint8_t *at = (const uint8_t *)text; *at && *at != ' '; at += 2)
        letters[length++] = (uint8_t)fold_payload(fold_entry((at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu)));
    return length;
}

static struct word keep(struct name *name, const uint8_t *first, size_t first_length, const uint8_t *second,
                        size_t second_length)
{
    uint8_t *at = name->joined + name->joined_used;
    memcpy(at, first, first_length);
    if (second_length)
        memcpy(at + first_length, second, second_length);
    name->joined_used += first_length + second_length;
    return (struct word){.letters = at, .length = (uint32_t)(first_length + second_length)};
}

/* Writes the words of `in` with the rule applied wherever it fits; false when it fits nowhere. */
static bool apply_rule(const struct variant_rule *rule, const struct name *in, struct name *out)
{
    uint8_t from[16] = {0}, to[16] = {0};
    size_t from_length = fold_literal(rule->from, from), to_length = fold_literal(rule->to, to);
    bool from_word = rule->from[strlen(rule->from) - 1] == ' ', changed = false;
    const char *to_blank = strchr(rule->to, ' ');
    out->count = out->joined_used = 0;
    for (size_t i = 0; i < in->count && out->count <= NAME_WORDS_MAXIMUM; i++) {
        const struct word *word = &in->words[i], *next = i + 1 < in->count ? &in->words[i + 1] : NULL;
        bool begins = word->length >= from_length && memcmp(word->letters, from, from_length) == 0;
        bool fits = begins && (i > 0 || !rule->inner) &&
                    (from_word ? word->length == from_length && next : word->length >= from_length + 2);
        size_t grow = word->length + (next ? next->length : 0) + 16;
        if (!fits || out->joined_used + grow > sizeof out->joined) {
            out->words[out->count++] = *word;
            continue;
        }
        changed = true;
        if (from_word && !to_blank) { /* join with the next word */
            out->words[out->count++] = keep(out, to, to_length, next->letters, next->length);
            i++;
        } else if (from_word) { /* another word in its place */
            out->words[out->count++] = keep(out, to, to_length, NULL, 0);
        } else { /* split: the particle, then what follows it */
            size_t head = to_length;
            out->words[out->count++] = keep(out, to, to_length, NULL, 0);
            out->words[out->count++] = keep(out, word->letters + head, word->length - head, NULL, 0);
        }
    }
    return changed && out->count <= NAME_WORDS_MAXIMUM;
}

static bool is_initial(const struct word *word)
{
    return word->length == 1 && word->flags & TOKEN_LATIN && word->flags & TOKEN_UPPER_ALL;
}

/* J.K. Rowling is J. K. Rowling too: dotted letters apart, initials side by side together. */
static bool regroup_initials(const struct name *in, struct name *out)
{
    bool changed = false;
    out->count = out->joined_used = 0;
    for (size_t i = 0; i < in->count && out->count <= NAME_WORDS_MAXIMUM; i++) {
        const struct word *word = &in->words[i];
        if (word->flags & TOKEN_DOTTED && in->count > 1 && word->length <= 4) {
            for (uint32_t k = 0; k < word->length; k++)
                out->words[out->count++] = (struct word){.letters = word->letters + k, .length = 1};
            changed = true;
        } else if (is_initial(word) && i + 1 < in->count && is_initial(word + 1)) {
            struct word joined = keep(out, word->letters, 1, NULL, 0);
            for (; i + 1 < in->count && is_initial(&in->words[i + 1]); joined.length++)
                keep(out, in->words[++i].letters, 1, NULL, 0);
            out->words[out->count++] = joined;
            changed = true;
        } else {
            out->words[out->count++] = *word;
        }
    }
    return changed && out->count <= NAME_WORDS_MAXIMUM;
}

static bool add_variants(struct builder *b, const struct name *name, struct row_form row, bool person, int group)
{
    row.flags = (uint8_t)((row.flags | CANDIDATE_VARIANT) & ~CANDIDATE_CANONICAL);
    struct name variant;
    if (group == 0 && regroup_initials(name, &variant) && !add_words(b, &variant, row))
        return false;
    for (size_t i = 0; i < sizeof variant_rules / sizeof *variant_rules; i++) {
        const struct variant_rule *rule = &variant_rules[i];
        if (rule->group < group || (rule->person_only && !person) || !apply_rule(rule, name, &variant))
            continue;
        if (!add_words(b, &variant, row) || !add_variants(b, &variant, row, person, rule->group + 1))
            return false;
    }
    return true;
}

static bool read_name(struct builder *b, struct text text, struct name *name, uint8_t *ret_case_flags)
{
    struct token_list list;
    arena_reset(&b->arena);
    if (text.length > NAME_BYTES_MAXIMUM / 4 || tokenize(text, &b->arena, &list, NULL) != STATUS_OK ||
        list.count == 0 || list.count > NAME_WORDS_MAXIMUM)
        return false;
    name->count = name->joined_used = 0;
    for (size_t i = 0; i < list.count; i++) {
        if (list.tokens[i].length > WORD_LETTERS_MAXIMUM)
            return false;
        name->words[name->count++] =
            (struct word){list.letters + list.tokens[i].letters, list.tokens[i].length, list.tokens[i].flags};
    }
    const struct token *first = &list.tokens[0];
    bool acronym = list.count == 1 && first->flags & TOKEN_UPPER_ALL && first->length > 1 && first->length <= 6;
    *ret_case_flags =
        (uint8_t)((first->flags & TOKEN_UPPER_FIRST ? CANDIDATE_CASED : 0) | (acronym ? CANDIDATE_ACRONYM : 0));
    return true;
}

/* ---- rows ---- */

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
        if (word.words[0].length > 2 && !add_words(b, &word, (struct row_form){classes[i], 0, CANDIDATE_LEXICON, 0}))
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
            if (!read_name(b, form, &name, &case_flags))
                return fault(s, "a name is empty, not UTF-8, or longer than %d words", NAME_WORDS_MAXIMUM);
            struct row_form row = {number, spelling_hash(form.bytes, form.length),
                                   (uint8_t)(case_flags | (i < 2 ? CANDIDATE_CANONICAL : 0)), 0};
            b->names++;
            if (!add_words(b, &name, row) || !add_variants(b, &name, row, person, 0))
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
        if (!read_name(b, form, &name, &case_flags))
            return fault(s, "a form is empty, not UTF-8, or longer than %d words", NAME_WORDS_MAXIMUM);
        if (class == LEXICON_NOUN || class == LEXICON_VERB_FORM) {
            if (!note_ordinary(class == LEXICON_NOUN ? &b->nouns : &b->verbs, &name))
                return error_set(s->error, STATUS_OUT_OF_MEMORY, "no memory for the gazetteer");
            continue;
        }
        struct row_form row = {(uint32_t) class, 0, CANDIDATE_LEXICON, 0};
        if (!add_words(b, &name, row) || (name.count == 1 && !note_lexeme(b, &name, class)))
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

static int compare_hashes(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* Sorts hashes and drops repeated ones: the dictionary's forms fold together. */
static void unique_hashes(struct table *hashes)
{
    uint64_t *at = hashes->items;
    size_t kept = 0;
    if (hashes->count)
        qsort(at, hashes->count, sizeof *at, compare_hashes);
    for (size_t i = 0; i < hashes->count; i++)
        if (i == 0 || at[i] != at[i - 1])
            at[kept++] = at[i];
    hashes->count = kept;
}

/* How likely a name means an entity of the kind, when the source gives no prior: news names countries and capitals
 * most. */
static const struct {
    const char *subtype;
    uint8_t prior;
} default_priors[] = {
    {"country", 250},      {"capital", 220},       {"continent", 220},
    {"region", 160},       {"head-of-state", 160}, {"head-of-government", 150},
    {"neighbourhood", 70}, {"town", 90},           {"village", 60},
    {"historical", 90},
};

static uint8_t default_prior(const struct builder *b, const struct build_entity *entity)
{
    const struct interned *subtypes = b->subtypes.keys.items;
    const char *name =
        entity->subtype ? (const char *)b->subtype_names.items + subtypes[entity->subtype - 1].offset : "";
    for (size_t i = 0; i < sizeof default_priors / sizeof *default_priors; i++)
        if (strcmp(default_priors[i].subtype, name) == 0)
            return default_priors[i].prior;
    return PRIOR_DEFAULT;
}

enum status builder_finish(struct builder *b, const char *version, void **ret_image, size_t *ret_length,
                           struct error *error)
{
    if (strlen(version) >= IMAGE_VERSION_SIZE)
        return error_set(error, STATUS_BAD_SOURCE, "the version is longer than %d bytes", IMAGE_VERSION_SIZE - 1);
    unique_hashes(&b->nouns);
    unique_hashes(&b->verbs);
    struct build_entity *entities = b->entities.items;
    for (size_t i = 0; i < b->entities.count; i++)
        entities[i].prior = entities[i].prior == PRIOR_UNSET ? default_prior(b, &entities[i]) : entities[i].prior;
    return builder_emit(b, version, ret_image, ret_length, error);
}
