#include "nlp/tagger.h"

#include "nlp/article/confidence.h"
#include "nlp/article/coreference.h"
#include "nlp/article/disambiguate.h"
#include "nlp/article/shorten.h"
#include "nlp/article/type_votes.h"
#include "nlp/article/unlisted.h"
#include "nlp/gazetteer_state.h"
#include "nlp/grammar/classify.h"
#include "nlp/match/match.h"

/* Arena bytes that a byte of text takes in the worst case ("a b c d …", every word a name), in tokens, letters, slots,
 * classes, arcs and mentions, each array twice for its growth; and what every request takes. */
enum { ARENA_A_BYTE = 400, ARENA_FIXED = 1 << 20 };

size_t tag_arena_size(size_t text_length)
{
    return text_length * ARENA_A_BYTE + ARENA_FIXED;
}

static void place_listed(const struct tagging *t, const struct field *field, const struct arc *arc, struct found *found)
{
    found->method = METHOD_GAZETTEER;
    found->entity = candidate_entity(&t->image->candidates[arc->candidate]);
    found->start = arc_start(&field->list, arc);
    if (arc->last > arc->first && t->image->candidates[arc->candidate].flags & CANDIDATE_HEAD)
        found->prefix = found->start = field->list.tokens[arc->first + 1].start;
}

static void place_unlisted(const struct field *field, const struct arc *arc, struct found *found)
{
    found->method = METHOD_GRAMMAR;
    found->score = arc->score;
    found->start = token_skip(&field->list, &field->list.tokens[arc->first], arc->skip);
}

static bool collect(struct tagging *t, struct found_list *list)
{
    for (enum text_field f = 0; f < FIELD_COUNT; f++) {
        const struct field *field = &t->fields[f];
        for (size_t i = 0; i < field->chosen.count; i++) {
            const struct arc *arc = &field->chosen.arcs[i];
            struct found found = {.field = f,
                                  .token = arc->first,
                                  .prefix = field->list.tokens[arc->first].start,
                                  .end = field->list.tokens[arc->last].end,
                                  .evidence = evidence_of(t, field, arc),
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

enum status tag(const struct gazetteer *gazetteer, const struct tag_request *request, struct arena *arena,
                struct annotation *ret_annotation, struct error *error)
{
    struct rule_spares spares; /* its scores are filled before they are read */
    spares.next = 0;
    struct tagging t = {.image = &gazetteer->image,
                        .rule_memo = gazetteer->rule_memo,
                        .word_memo = gazetteer->word_memo,
                        .shapes = gazetteer->shapes,
                        .arena = arena,
                        .rule_spares = &spares,
                        .explain = request->explain};
    struct found_list list = {0};
    if (request->text.length > TAG_TEXT_MAXIMUM || request->title.length > TAG_TEXT_MAXIMUM - request->text.length)
        return error_set(error, STATUS_TOO_LARGE, "title and text are longer than %d bytes", TAG_TEXT_MAXIMUM);
    enum status status = read_field(&t, FIELD_TITLE, request->title, error);
    if (status == STATUS_OK)
        status = read_field(&t, FIELD_TEXT, request->text, error);
    if (status != STATUS_OK)
        return status;
    t.all_capitals = !t.fields[FIELD_TITLE].list.small && !t.fields[FIELD_TEXT].list.small;
    t.loose_yeh = classify_loose_yeh(&t.fields[FIELD_TITLE]) || classify_loose_yeh(&t.fields[FIELD_TEXT]);
    if (!match_field(&t, &t.fields[FIELD_TITLE]) || !match_field(&t, &t.fields[FIELD_TEXT]) || !disambiguate(&t) ||
        !type_votes_settle(&t) || !collect(&t, &list) || !shorten_names(&t, &list) || !unlisted_link(&t, &list) ||
        !coreference_find(&t, &list) || !annotation_write(&t, &list, request, ret_annotation))
        return error_set(error, STATUS_OUT_OF_MEMORY, "the text needs more memory than a request may use");
    return STATUS_OK;
}
