#include "nlp/sequence/explain_span.h"

#include "nlp/sequence/features.h"

#include <math.h>
#include <string.h>

/* Adds the weights of the word's features for the label, over those for no name, by kind. */
static void add_word(const struct model *model, const struct context *context, size_t at, uint8_t label, double *sums)
{
    struct features features;
    features_of(context, at, &features);
    for (size_t k = 0; k < features.count; k++) {
        const int8_t *weights = model_find_weights(model->image, features.keys[k]);
        if (weights)
            sums[features.templates[k]] += (double)(weights[label] - weights[LABEL_NONE]) / IMAGE_FEATURE_UNIT;
    }
}

/* "CLASS_PAIR" is shown as "class-pair". */
static const char *shown_name(struct arena *arena, const char *name)
{
    char *shown = arena_strndup(arena, name, strlen(name));
    for (char *c = shown; c && *c; c++)
        *c = *c == '_' ? '-' : (char)(*c - 'A' + 'a');
    return shown;
}

/* Takes the sum that is farthest from 0 out of the sums. */
static struct score_part take_greatest(struct arena *arena, double *sums, size_t count)
{
    size_t greatest = 0;
    for (size_t k = 1; k < count; k++)
        greatest = fabs(sums[k]) > fabs(sums[greatest]) ? k : greatest;
    struct score_part part = {shown_name(arena, features_kind_name(greatest)), sums[greatest]};
    sums[greatest] = 0;
    return part;
}

bool explain_span(const struct tagging *t, const struct model *model, const struct context *context, size_t first,
                  const uint8_t *labels, size_t count, double posterior, struct field *field)
{
    const size_t kinds = features_kinds();
    const uint32_t token = context->words[first].token;
    double *sums = arena_array(t->arena, kinds, sizeof *sums), others = 0;
    struct model_evidence *evidence = arena_alloc(t->arena, sizeof *evidence);
    if (!sums || !evidence)
        return false;
    for (size_t i = 0; i < count; i++)
        add_word(model, context, first + i, labels[i], sums);
    *evidence = (struct model_evidence){
        .next = field->evidence, .first = token, .last = token + (uint32_t)count - 1, .posterior = posterior};
    while (evidence->count < MODEL_EVIDENCE_PARTS - 1) {
        struct score_part part = take_greatest(t->arena, sums, kinds);
        if (part.value == 0)
            break;
        evidence->parts[evidence->count++] = part;
    }
    for (size_t k = 0; k < kinds; k++)
        others += sums[k];
    if (others != 0)
        evidence->parts[evidence->count++] = (struct score_part){"others", others};
    field->evidence = evidence;
    return !t->arena->failed;
}
