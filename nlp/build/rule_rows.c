#include "nlp/build/rule_rows.h"

#include <stdlib.h>
#include <string.h>

static const char *const places[] = {
#define X(name, text) text,
    RULE_PLACES(X)
#undef X
};

/* The place of that name, RULE_PLACE_COUNT when there is none. */
static uint8_t find_place(const char *name)
{
    uint8_t place = 0;
    while (place < RULE_PLACE_COUNT && strcmp(places[place], name) != 0)
        place++;
    return place;
}

/* Class names with a separator between them, as a set of bits. */
static enum status read_classes(const struct row *row, struct text text, char separator, word_classes *ret_classes)
{
    word_classes classes = 0;
    while (text.length) {
        char class_name[32];
        enum word_class class;
        if (!word_class_parse(text_copy(text_split(&text, separator), class_name, sizeof class_name), &class))
            return row_fault(row, "unknown word class '%s'", class_name);
        classes |= (word_classes)1 << class;
    }
    *ret_classes = classes;
    return STATUS_OK;
}

/* The type, the place and the weight. */
static enum status read_feature(const struct row *row, struct image_rule *rule)
{
    char type_name[16], place_name[16], weight[24], *end;
    enum entity_type type;
    text_copy(row->cells[COLUMN_WEIGHT], weight, sizeof weight);
    rule->weight = strtof(weight, &end);
    rule->place = find_place(text_copy(row->cells[COLUMN_AT], place_name, sizeof place_name));
    bool typed = entity_type_parse(text_copy(row->cells[COLUMN_TYPE], type_name, sizeof type_name), &type);
    if (!typed || rule->place == RULE_PLACE_COUNT || end == weight || *end)
        return row_fault(row, "a rule needs a type, a place around the span and a number as weight");
    rule->type = (uint8_t)type;
    return STATUS_OK;
}

/* `any`: "given family" holds for a word of one of these classes, "unknown+nisba" for a word of both. A rule with the script
 * "latin" holds for Latin words only, any other for all words but those. */
static enum status read_conditions(const struct row *row, struct image_rule *rule)
{
    struct text any = row->cells[COLUMN_ANY];
    bool both = any.length && memchr(any.bytes, '+', any.length);
    bool latin = text_equals(row->cells[COLUMN_SCRIPT], "latin");
    word_classes any_classes = 0, none_classes = 0, script = WORD_CLASS(LATIN);
    enum status status = read_classes(row, any, both ? '+' : ' ', &any_classes);
    if (status == STATUS_OK)
        status = read_classes(row, row->cells[COLUMN_NONE], ' ', &none_classes);
    rule->any = image_classes_of(any_classes);
    rule->all = image_classes_of((both ? any_classes : 0) | (latin ? script : 0));
    rule->none = image_classes_of(none_classes | (latin ? 0 : script));
    return status;
}

enum status rule_rows_add(struct tables *t, const struct row *row)
{
    struct image_rule rule = {0};
    enum status status = read_feature(row, &rule);
    if (status == STATUS_OK)
        status = read_conditions(row, &rule);
    if (status == STATUS_OK && !array_append(&t->rules, &rule, 1))
        status = row_out_of_memory(row);
    return status;
}
