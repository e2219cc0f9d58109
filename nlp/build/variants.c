#include "nlp/build/variants.h"

#include <string.h>

enum { RULE_LETTERS_MAXIMUM = 16 };

/* From folded letters to folded letters. A blank at the end means a whole word: "عبد " -> "عبد" joins the word with the
 * next one, "عبدال" -> "عبد ال" splits a word behind "عبد". */
static const struct variant_rule {
    const char *from, *to;
    bool person_only;
    bool inner; /* not as the first word */
    int group;  /* of the rules of one group, one is applied to a variant */
} variant_rules[] = {
    {"عبد ", "عبد", false, false, 0}, {"عبدال", "عبد ال", false, false, 0}, {"ابو ", "ابو", false, false, 1},
    {"ابو", "ابو ", false, false, 1}, {"ابو ", "ابا ", true, false, 1}, /* accusative */
    {"ابو ", "ابي ", true, false, 1},                                   /* genitive */
    {"بن ", "ابن ", true, true, 2},   {"ابن ", "بن ", true, true, 2},
};

/* A rule with its letters folded. */
struct folded_rule {
    uint8_t from[RULE_LETTERS_MAXIMUM], to[RULE_LETTERS_MAXIMUM];
    size_t from_length, to_length;
    bool from_word, joins; /* `from` is a whole word; it is joined with the next one */
    bool inner;
};

/* Folds the letters of a literal up to its end or a blank; each has two bytes in UTF-8. */
static size_t fold_literal(const char *text, uint8_t *letters)
{
    size_t length = 0;
    for (const uint8_t *at = (const uint8_t *)text; *at && *at != ' '; at += 2)
        letters[length++] = (uint8_t)fold_payload(fold_entry((at[0] & 0x1Fu) << 6 | (at[1] & 0x3Fu)));
    return length;
}

static struct folded_rule fold_rule(const struct variant_rule *rule)
{
    struct folded_rule folded = {.inner = rule->inner};
    folded.from_length = fold_literal(rule->from, folded.from);
    folded.to_length = fold_literal(rule->to, folded.to);
    folded.from_word = rule->from[strlen(rule->from) - 1] == ' ';
    folded.joins = folded.from_word && !strchr(rule->to, ' ');
    return folded;
}

/* Appends a word made of two runs of letters, of which the second may be empty. */
static void put_joined(struct name *name, const uint8_t *first, size_t first_length, const uint8_t *second,
                       size_t second_length)
{
    uint8_t *at = name->joined + name->joined_used;
    memcpy(at, first, first_length);
    if (second_length)
        memcpy(at + first_length, second, second_length);
    name->joined_used += first_length + second_length;
    name->words[name->count++] = (struct word){.letters = at, .length = (uint32_t)(first_length + second_length)};
}

static bool rule_fits(const struct folded_rule *rule, const struct name *in, size_t i)
{
    const struct word *word = &in->words[i];
    bool begins = word->length >= rule->from_length && memcmp(word->letters, rule->from, rule->from_length) == 0;
    if (!begins || (i == 0 && rule->inner))
        return false;
    return rule->from_word ? word->length == rule->from_length && i + 1 < in->count
                           : word->length >= rule->from_length + 2;
}

/* Writes the words that the rule makes of word `i`; returns how many words of `in` they stand for. */
static size_t put_changed(const struct folded_rule *rule, const struct name *in, size_t i, struct name *out)
{
    const struct word *word = &in->words[i], *next = word + 1;
    if (rule->joins) {
        put_joined(out, rule->to, rule->to_length, next->letters, next->length);
        return 2;
    }
    put_joined(out, rule->to, rule->to_length, NULL, 0);
    if (!rule->from_word) /* `to` is the particle; the rest of the word follows */
        put_joined(out, word->letters + rule->to_length, word->length - rule->to_length, NULL, 0);
    return 1;
}

/* Writes the words of `in` with the rule applied wherever it fits; false when it fits nowhere. */
static bool apply_rule(const struct folded_rule *rule, const struct name *in, struct name *out)
{
    bool changed = false;
    out->count = out->joined_used = 0;
    for (size_t i = 0; i < in->count && out->count <= NAME_WORDS_MAXIMUM;) {
        const struct word *word = &in->words[i];
        size_t most = word->length + (i + 1 < in->count ? word[1].length : 0) + RULE_LETTERS_MAXIMUM;
        if (!rule_fits(rule, in, i) || out->joined_used + most > sizeof out->joined) {
            out->words[out->count++] = *word;
            i++;
            continue;
        }
        i += put_changed(rule, in, i, out);
        changed = true;
    }
    return changed && out->count <= NAME_WORDS_MAXIMUM;
}

static bool is_initial(const struct word *word)
{
    return word->length == 1 && word->flags & TOKEN_LATIN && word->flags & TOKEN_UPPER_ALL;
}

/* Writes the letters of J.K. as words J and K. */
static void put_letters(const struct word *word, struct name *out)
{
    for (uint32_t k = 0; k < word->length; k++)
        out->words[out->count++] = (struct word){.letters = word->letters + k, .length = 1};
}

/* Writes the initials from word `i` on as one word; returns how many they are. */
static size_t put_initials(const struct name *in, size_t i, struct name *out)
{
    uint8_t *letters = out->joined + out->joined_used;
    size_t count = 0;
    for (; i + count < in->count && is_initial(&in->words[i + count]); count++)
        letters[count] = in->words[i + count].letters[0];
    out->joined_used += count;
    out->words[out->count++] = (struct word){.letters = letters, .length = (uint32_t)count};
    return count;
}

/* J.K. Rowling is J. K. Rowling too: dotted letters are taken apart, initials side by side are put together. */
static bool regroup_initials(const struct name *in, struct name *out)
{
    enum { DOTTED_LETTERS_MAXIMUM = 4 };
    bool changed = false;
    out->count = out->joined_used = 0;
    for (size_t i = 0; i < in->count && out->count <= NAME_WORDS_MAXIMUM;) {
        const struct word *word = &in->words[i];
        bool dotted = word->flags & TOKEN_DOTTED && in->count > 1 && word->length <= DOTTED_LETTERS_MAXIMUM;
        bool initials = is_initial(word) && i + 1 < in->count && is_initial(word + 1);
        changed |= dotted || initials;
        if (dotted)
            put_letters(word, out);
        else if (!initials)
            out->words[out->count++] = *word;
        i += !dotted && initials ? put_initials(in, i, out) : 1;
    }
    return changed && out->count <= NAME_WORDS_MAXIMUM;
}

/* Adds what the rules of the groups from `group` on make of the name. */
static bool add_by_rules(struct tables *t, const struct name *name, struct form_row row, bool person, int group)
{
    struct name variant;
    for (size_t i = 0; i < sizeof variant_rules / sizeof *variant_rules; i++) {
        if (variant_rules[i].group < group || (variant_rules[i].person_only && !person))
            continue;
        struct folded_rule rule = fold_rule(&variant_rules[i]);
        if (!apply_rule(&rule, name, &variant))
            continue;
        if (!forms_add(t, &variant, row) || !add_by_rules(t, &variant, row, person, variant_rules[i].group + 1))
            return false;
    }
    return true;
}

bool variants_add(struct tables *t, const struct name *name, struct form_row row, bool person)
{
    struct name variant;
    row.flags = (uint8_t)((row.flags | CANDIDATE_VARIANT) & ~CANDIDATE_CANONICAL);
    if (regroup_initials(name, &variant) && !forms_add(t, &variant, row))
        return false;
    return add_by_rules(t, name, row, person, 0);
}
