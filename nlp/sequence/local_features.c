#include "nlp/sequence/local_features.h"

#include "nlp/sequence/feature_keys.h"

enum { BESIDE_NOTHING, BESIDE_LOCAL, BESIDE_PLACE };

static unsigned kind_beside(const struct context_word *word)
{
    if (word && word->local)
        return BESIDE_LOCAL;
    return word && word->arc_count && word->arcs[0].type == ENTITY_PLACE ? BESIDE_PLACE : BESIDE_NOTHING;
}

void local_features(const struct context *context, const struct context_word *word,
                    const struct context_word *const beside[LOCAL_BESIDE], struct features *out)
{
    static const word_classes names =
        WORD_CLASS(GIVEN) | WORD_CLASS(FAMILY) | WORD_CLASS(SEEN_GIVEN) | WORD_CLASS(SEEN_FAMILY);
    static const word_classes heads = WORD_CLASS(PLACE_HEAD) | WORD_CLASS(PLACE_HEAD_IN) |
                                      WORD_CLASS(ORGANIZATION_HEAD) | WORD_CLASS(ORGANIZATION_CUE) |
                                      WORD_CLASS(MEDIA_CUE);
    enum { FAR = 4 };
    unsigned places = 0; /* two bits for each word beside */
    if (!word->local)
        return;
    for (unsigned i = 0; i < LOCAL_BESIDE; i++)
        places |= kind_beside(beside[i]) << 2 * i;
    feature_add(out, TEMPLATE_LOCAL, word->local, (word->classes & FEATURE_ORDINARY) != 0,
                (word->classes & names) != 0);
    word_classes head = word->head < 0 ? 0 : context->words[word->head].classes & heads;
    unsigned far = word->head < 0 ? 0 : feature_least((uint32_t)(word - &context->words[word->head]), FAR);
    feature_add(out, TEMPLATE_LOCAL_HEAD, word->local, feature_classes(head), far);
    feature_add(out, TEMPLATE_LOCAL_BESIDE, word->local, feature_particle(word) << 1 | word->article, places);
}
