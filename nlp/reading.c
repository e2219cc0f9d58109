#include "nlp/reading.h"

#include "nlp/answer/request.h"
#include "nlp/article/acronyms.h"
#include "nlp/article/confidence.h"
#include "nlp/article/coreference.h"
#include "nlp/article/disambiguate.h"
#include "nlp/article/qualify.h"
#include "nlp/article/shorten.h"
#include "nlp/article/type_votes.h"
#include "nlp/article/unlisted.h"
#include "nlp/gazetteer_state.h"
#include "nlp/grammar/classify.h"
#include "nlp/match/match.h"
#include "nlp/sequence/sequence.h"

static void place_listed(const struct tagging *t, const struct field *field, const struct arc *arc, struct found *found)
{
    const struct image_candidate *candidate = &t->image->candidates[arc->candidate];
    found->method = METHOD_GAZETTEER;
    found->entity = candidate_entity(candidate);
    found->start = arc_start(&field->list, arc);
    /* the sequence model says itself whether a head is outside; of the first reading's arcs the candidate does */
    if (arc->sure > 0 ? arc->headed : arc->last > arc->first && candidate->flags & CANDIDATE_HEAD)
        found->prefix = found->start = field->list.tokens[arc->first + 1].start;
}

static void place_unlisted(const struct field *field, const struct arc *arc, struct found *found)
{
    found->method = METHOD_GRAMMAR;
    found->score = arc->score;
    found->start = token_skip(&field->list, &field->list.tokens[arc->first], arc->skip);
}

/* The mentions of the chosen arcs. */
static bool collect(struct tagging *t, struct found_list *list)
{
    *list = (struct found_list){0};
    for (enum text_field f = 0; f < FIELD_COUNT; f++) {
        const struct field *field = &t->fields[f];
        for (size_t i = 0; i < field->chosen.count; i++) {
            const struct arc *arc = &field->chosen.arcs[i];
            struct found found = {.field = f,
                                  .token = arc->first,
                                  .prefix = field->list.tokens[arc->first].start,
                                  .end = field->list.tokens[arc->last].end,
                                  .evidence = evidence_of(t, field, arc),
                                  .sure = arc->sure,
                                  .arc = arc};
            if (arc->payload)
                place_listed(t, field, arc, &found);
            else
                place_unlisted(field, arc, &found);
            if (!found_add(list, t->arena, &found))
                return false;
        }
    }
    return true;
}

static enum status read_field(struct tagging *t, enum text_field which, struct text text, struct error *error)
{
    struct error reason;
    t->fields[which].which = which;
    enum status status = tokenize(text, t->arena, &t->fields[which].list, &reason);
    if (status != STATUS_OK)
        error_set(error, status, "%s: %s", text_field_name(which), reason.detail);
    return status;
}

static enum status out_of_memory(struct error *error)
{
    return error_set(error, STATUS_OUT_OF_MEMORY, "the text needs more memory than a request may use");
}

enum status reading_first(struct reading *reading, const struct gazetteer *gazetteer, struct text title,
                          struct text text, struct arena *arena, struct error *error)
{
    struct tagging *t = &reading->tagging;
    reading->spares.next = 0; /* their scores are filled before they are read */
    *t = (struct tagging){.image = &gazetteer->image,
                          .rule_memo = gazetteer->rule_memo,
                          .word_memo = gazetteer->word_memo,
                          .shapes = gazetteer->shapes,
                          .arena = arena,
                          .rule_spares = &reading->spares};
    if (text.length > TAG_TEXT_MAXIMUM || title.length > TAG_TEXT_MAXIMUM - text.length)
        return error_set(error, STATUS_TOO_LARGE, "title and text are longer than %d bytes", TAG_TEXT_MAXIMUM);
    enum status status = read_field(t, FIELD_TITLE, title, error);
    if (status == STATUS_OK)
        status = read_field(t, FIELD_TEXT, text, error);
    if (status != STATUS_OK)
        return status;
    t->all_capitals = !t->fields[FIELD_TITLE].list.small && !t->fields[FIELD_TEXT].list.small;
    t->loose_yeh = classify_loose_yeh(&t->fields[FIELD_TITLE]) || classify_loose_yeh(&t->fields[FIELD_TEXT]);
    bool done = match_field(t, &t->fields[FIELD_TITLE]) && match_field(t, &t->fields[FIELD_TEXT]) && disambiguate(t) &&
                type_votes_settle(t) && collect(t, &reading->found) && shorten_names(t, &reading->found) &&
                unlisted_link(t, &reading->found) && coreference_find(t, &reading->found);
    return done ? STATUS_OK : out_of_memory(error);
}

enum status reading_second(struct reading *reading, const struct gazetteer *gazetteer, struct error *error)
{
    struct tagging *t = &reading->tagging;
    if (!model_is_fitted(&gazetteer->model))
        return STATUS_OK;
    if (!sequence_choose(t, &gazetteer->model, &reading->found))
        return out_of_memory(error);
    qualify_places(t);
    t->nil = (struct nil_list){0};
    bool done =
        collect(t, &reading->found) && unlisted_link(t, &reading->found) && coreference_find(t, &reading->found);
    if (done)
        acronyms_link(t, &reading->found);
    return done ? STATUS_OK : out_of_memory(error);
}
