#include "nlp/sequence/features.h"

#include "nlp/sequence/feature_keys.h"
#include "nlp/sequence/pair_features.h"
#include "nlp/sequence/place_features.h"
#include "nlp/sequence/word_features.h"

size_t features_numbered(void)
{
    return FEATURE_NUMBERS;
}

void features_number_keys(enum script script, uint64_t *ret_keys)
{
    struct features none;
    features_begin(&none, script, true);
    for (enum template template = 0; template <TEMPLATE_COUNT; template ++) {
        const struct template_size *size = &template_sizes[template];
        uint64_t *key = ret_keys + size->base;
        for (uint32_t a = 0; a < size->a; a++)
            for (uint32_t b = 0; b < size->b; b++)
                for (uint32_t c = 0; c < size->c; c++)
                    *key++ = feature_key(none.salt, template, a, b, c);
    }
}

size_t features_kinds(void)
{
    return TEMPLATE_COUNT;
}

const char *features_kind_name(size_t kind)
{
    static const char *const names[] = {
#define X(name, a, b, c, values) #name,
        TEMPLATES(X)
#undef X
    };
    return names[kind];
}

void features_of(const struct context *context, size_t at, struct features *out)
{
    struct feature_place place;
    features_begin(out, (enum script)context->words[at].script, true);
    feature_place_of(context, at, &place);
    word_features(place.word, WORD_ROW_OWN, out);
    for (size_t n = 0; n < FEATURE_NEIGHBOURS; n++)
        if (place.near[n].word)
            word_features(place.near[n].word, place.near[n].row, out);
    const struct word_pair before = word_pair_before(context, at), behind = word_pair_behind(context, at);
    pair_features(&before, PAIR_ROW_SECOND, out);
    pair_features(&behind, PAIR_ROW_FIRST, out);
    for (enum place_group group = 0; group < PLACE_GROUP_COUNT; group++)
        place_features(&place, group, out);
}
