/* From a name as it is written to the word sequences it is found by. */
#include "nlp/build/builder.h"

#include <string.h>

bool build_add_words(struct builder *b, const struct name *name, struct row_form row)
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

bool build_add_variants(struct builder *b, const struct name *name, struct row_form row, bool person, int group)
{
    row.flags = (uint8_t)((row.flags | CANDIDATE_VARIANT) & ~CANDIDATE_CANONICAL);
    struct name variant;
    if (group == 0 && regroup_initials(name, &variant) && !build_add_words(b, &variant, row))
        return false;
    for (size_t i = 0; i < sizeof variant_rules / sizeof *variant_rules; i++) {
        const struct variant_rule *rule = &variant_rules[i];
        if (rule->group < group || (rule->person_only && !person) || !apply_rule(rule, name, &variant))
            continue;
        if (!build_add_words(b, &variant, row) || !build_add_variants(b, &variant, row, person, rule->group + 1))
            return false;
    }
    return true;
}

bool build_read_name(struct builder *b, struct text text, struct name *name, uint8_t *ret_case_flags)
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
