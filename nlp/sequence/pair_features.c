#include "nlp/sequence/pair_features.h"

#include "nlp/sequence/feature_keys.h"

static struct word_pair pair_of(const struct context_word *first, const struct context_word *second, unsigned gap)
{
    return (struct word_pair){first, second, gap > SEPARATOR_JOINS};
}

struct word_pair word_pair_before(const struct context *context, size_t at)
{
    const struct context_word *word = &context->words[at];
    return pair_of(at > 0 && word->gap < SEPARATOR_PARAGRAPH ? word - 1 : NULL, word, word->gap);
}

struct word_pair word_pair_behind(const struct context *context, size_t at)
{
    const struct context_word *word = &context->words[at];
    unsigned gap = at + 1 < context->count ? word[1].gap : SEPARATOR_PARAGRAPH;
    return pair_of(word, gap < SEPARATOR_PARAGRAPH ? word + 1 : NULL, gap);
}

static void add_before(const struct word_pair *pair, struct features *out)
{
    const struct context_word *before = pair->first, *word = pair->second;
    feature_add(out, TEMPLATE_SIGNATURE_BEFORE, before ? feature_signature(before) : UINT64_MAX,
                feature_signature(word), pair->broken);
    if (!before) {
        feature_add_classes(out, TEMPLATE_CLASS_BEFORE_CLASS, FEATURE_NOBODY, word->classes, 0);
        return;
    }
    struct class_numbers classes;
    class_numbers_of(word->classes, &classes);
    for (unsigned i = 0; i < classes.count; i++)
        feature_add_classes(out, TEMPLATE_CLASS_BEFORE_CLASS, classes.items[i], before->classes, 0);
}

static void add_behind(const struct word_pair *pair, struct features *out)
{
    const struct context_word *word = pair->first, *behind = pair->second;
    feature_add(out, TEMPLATE_SIGNATURE_BEHIND, feature_signature(word),
                behind ? feature_signature(behind) : UINT64_MAX, pair->broken);
}

void pair_features(const struct word_pair *pair, enum pair_row row, struct features *out)
{
    if (row == PAIR_ROW_FIRST)
        add_behind(pair, out);
    else
        add_before(pair, out);
}

uint64_t pair_features_key(const struct word_pair *pair, enum script reader)
{
    static const uint64_t NOBODY = 0x9fb21c651e98df25ULL; /* no set of classes */
    uint64_t first = pair->first ? feature_classes(pair->first->classes) : NOBODY;
    uint64_t second = pair->second ? feature_classes(pair->second->classes) : NOBODY;
    uint64_t classes = hash_mix(first ^ 0x589965cc75374cc3ULL, second ^ 0x1d8e4e27c47d124fULL);
    return hash_mix(classes ^ 0xeb44accab455d165ULL, ((uint64_t)reader << 1 | pair->broken) ^ 0xa0761d6478bd642fULL) |
           2;
}
