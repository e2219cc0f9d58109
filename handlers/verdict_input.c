#include "handlers/verdict_input.h"

#include "handlers/input/entity_id.h"
#include "service/base/json_read.h"
#include "service/base/timestamp.h"
#include "service/base/utf8.h"
#include "service/route/json_body.h"

#include <string.h>

static const char *check_verdict(const char *value, size_t length)
{
    enum verdict_kind kind;
    (void)length;
    return verdict_kind_parse(value, &kind) ? NULL : "This must be confirm, correct, reject or add.";
}

static const char *check_field(const char *value, size_t length)
{
    enum text_field field;
    (void)length;
    return verdict_field_parse(value, &field) ? NULL : "This must be title or text.";
}

struct body {
    const struct json_value *verdicts;
    const char *offset_unit;
};

static const struct body_field body_fields[] = {
    BODY_FIELD(struct body, verdicts, BODY_ITEMS, .required = true),
    BODY_FIELD(struct body, offset_unit, BODY_STRING, .check = check_offset_unit),
};

static const struct body_field fields[] = {
    BODY_FIELD(struct verdict_input, verdict, BODY_STRING, .required = true, .check = check_verdict),
    BODY_FIELD(struct verdict_input, field, BODY_STRING, .check = check_field),
    BODY_FIELD(struct verdict_input, start, BODY_INTEGER, .required = true),
    BODY_FIELD(struct verdict_input, end, BODY_INTEGER, .required = true),
    BODY_FIELD(struct verdict_input, new_start, BODY_INTEGER, .given = offsetof(struct verdict_input, has_new_start)),
    BODY_FIELD(struct verdict_input, new_end, BODY_INTEGER, .given = offsetof(struct verdict_input, has_new_end)),
    BODY_FIELD(struct verdict_input, text, BODY_STRING),
    BODY_FIELD(struct verdict_input, type, BODY_STRING, .check = check_entity_type),
    BODY_FIELD(struct verdict_input, entity, BODY_STRING, .check = check_entity_id),
    BODY_FIELD(struct verdict_input, note, BODY_STRING, .check = check_not_blank),
};

static enum status refuse(struct request *request)
{
    return request->error_count == 0
               ? STATUS_OK
               : error_set(&request->error, STATUS_INVALID_INPUT, "The verdicts cannot be accepted; see errors.");
}

enum status verdict_input_read(struct request *request, struct verdict_inputs *ret_inputs)
{
    struct body body = {NULL, NULL};
    struct verdict_inputs inputs = {.unit = OFFSET_CODEPOINT};
    enum status status = json_body_read(request, body_fields, sizeof body_fields / sizeof *body_fields, &body);
    if (status != STATUS_OK)
        return status;
    if (body.verdicts->count > VERDICTS_MAXIMUM)
        request_add_error(request, "/verdicts", "There are more than 1000 verdicts.");
    if (body.offset_unit)
        offset_unit_parse(body.offset_unit, &inputs.unit);
    inputs.items = arena_array(&request->arena, body.verdicts->count, sizeof *inputs.items);
    if (!inputs.items)
        return STATUS_OUT_OF_MEMORY;
    for (const struct json_value *item = body.verdicts->first; item && !refuse(request); item = item->next) {
        struct verdict_input *input = &inputs.items[inputs.count];
        input->pointer = arena_printf(&request->arena, "/verdicts/%zu", inputs.count++);
        json_body_read_item(request, input->pointer, fields, sizeof fields / sizeof *fields, item, input);
    }
    *ret_inputs = inputs;
    return request->arena.failed ? STATUS_OUT_OF_MEMORY : refuse(request);
}

/* ---- places ---- */

static void fault(struct request *request, const struct verdict_input *input, const char *member, const char *reason)
{
    request_add_error(request, arena_printf(&request->arena, "%s%s", input->pointer, member), reason);
}

static bool is_inside(struct text text, size_t byte)
{
    return byte < text.length && ((unsigned char)text.bytes[byte] & 0xC0) == 0x80;
}

static bool byte_at(struct text text, int64_t offset, size_t *ret_byte)
{
    *ret_byte = (size_t)offset;
    return *ret_byte <= text.length && !is_inside(text, *ret_byte);
}

/* The byte where a character begins, or the text ends, at that offset. A block at a time is counted as a whole. */
static bool byte_of(struct text text, enum offset_unit unit, int64_t offset, size_t *ret_byte)
{
    enum { BLOCK = 4096 };
    size_t byte = 0;
    int64_t units = 0, more;
    if (unit == OFFSET_BYTE)
        return byte_at(text, offset, ret_byte);
    while (text.length - byte > BLOCK &&
           units + (more = (int64_t)utf8_count(text.bytes + byte, BLOCK, unit == OFFSET_UTF16)) <= offset) {
        units += more;
        byte += BLOCK;
    }
    while (is_inside(text, byte))
        byte++;
    while (byte < text.length && units < offset) {
        units += unit == OFFSET_UTF16 && (unsigned char)text.bytes[byte] >= 0xF0 ? 2 : 1;
        do
            byte++;
        while (is_inside(text, byte));
    }
    *ret_byte = byte;
    return units == offset;
}

static bool is_blank(char c)
{
    return (unsigned char)c <= ' ';
}

/* NULL when the stretch can be a name; else what is wrong with it. */
static const char *read_range(struct text text, enum offset_unit unit, int64_t start, int64_t end,
                              struct byte_range *ret_range)
{
    if (end <= start)
        return "The end must stand behind the start.";
    if (!byte_of(text, unit, start, &ret_range->start) || !byte_of(text, unit, end, &ret_range->end))
        return "This is outside the text, or inside a character.";
    if (is_blank(text.bytes[ret_range->start]) || is_blank(text.bytes[ret_range->end - 1]))
        return "A name neither begins nor ends with a blank.";
    return NULL;
}

static bool same_range(struct byte_range left, struct byte_range right)
{
    return left.start == right.start && left.end == right.end;
}

static bool read_places(struct request *request, const struct verdict_input *input, struct text text,
                        enum offset_unit unit, struct verdict *verdict)
{
    const char *reason = text.length == 0 ? "The article has no title."
                                          : read_range(text, unit, input->start, input->end, &verdict->judged);
    if (reason)
        fault(request, input, "/start", reason);
    else if (input->text && !text_equals((struct text){text.bytes + verdict->judged.start,
                                                       verdict->judged.end - verdict->judged.start},
                                         input->text))
        fault(request, input, "/text", "At this place the article has other words.");
    verdict->right = verdict->judged;
    bool moved = input->has_new_start || input->has_new_end;
    if (moved && verdict->kind != VERDICT_CORRECT)
        fault(request, input, "/new_start", "Only a correction has other ends.");
    else if (moved && !reason &&
             (reason = read_range(text, unit, input->has_new_start ? input->new_start : input->start,
                                  input->has_new_end ? input->new_end : input->end, &verdict->right)))
        fault(request, input, "/new_start", reason);
    if (verdict->kind == VERDICT_REJECT)
        verdict->right = (struct byte_range){0, 0};
    return !request->error_count;
}

/* ---- one verdict ---- */

/* What is found at the judged place; NULL: nothing. */
static const struct annotated_entity *find_mention(const struct annotation *annotation, const struct verdict *verdict)
{
    for (size_t i = 0; i < annotation->entity_count; i++)
        for (size_t k = 0; k < annotation->entities[i].mention_count; k++) {
            const struct mention *mention = &annotation->entities[i].mentions[k];
            if (mention->field == verdict->field &&
                same_range((struct byte_range){mention->start_byte, mention->end_byte}, verdict->judged))
                return &annotation->entities[i];
        }
    return NULL;
}

static bool was_judged(const struct verdict_list *known, const struct verdict *verdict)
{
    for (size_t i = 0; i < known->count; i++)
        if (known->items[i].applies && known->items[i].field == verdict->field &&
            same_range(known->items[i].judged, verdict->judged))
            return true;
    return false;
}

struct merge {
    struct request *request;
    struct store_conn *conn;
    const struct verdict_inputs *inputs;
    const struct article *article;
    const struct verdict_list *known;
    struct verdict_list list;
};

static enum status resolve(struct merge *merge, const struct verdict_input *input, struct verdict *verdict)
{
    struct request *request = merge->request;
    const struct article *article = merge->article;
    const struct text texts[FIELD_COUNT] = {text_of(article->title), article->text};
    *verdict = (struct verdict){.field = FIELD_TEXT, .note = input->note, .applies = true};
    memcpy(verdict->article, article->id, sizeof verdict->article);
    verdict->made_at = timestamp_now();
    verdict->key_id = *request->key_id ? request->key_id : NULL;
    verdict_kind_parse(input->verdict, &verdict->kind);
    if (input->field)
        verdict_field_parse(input->field, &verdict->field);
    struct text text = texts[verdict->field];
    if (!read_places(request, input, text, merge->inputs->unit, verdict))
        return STATUS_OK;
    const struct annotated_entity *mentioned = find_mention(&article->annotation, verdict);
    if (verdict->kind != VERDICT_ADD && !mentioned && !was_judged(merge->known, verdict)) {
        fault(request, input, "/start", "The article has no mention with these ends.");
        return STATUS_OK;
    }
    enum status status = verdict_entity(request, merge->conn, input, text, mentioned, verdict);
    if (status == STATUS_OK && !verdict_keep_words(verdict, text, &request->arena))
        return STATUS_OUT_OF_MEMORY;
    return status;
}

/* ---- all of them ---- */

static struct byte_range effect_of(const struct verdict *verdict)
{
    return verdict->kind == VERDICT_REJECT ? verdict->judged : verdict->right;
}

/* Whether both are about the same words, so that only one of them can hold. */
static bool meet(const struct verdict *left, const struct verdict *right)
{
    return left->applies && right->applies && left->field == right->field &&
           (same_range(left->judged, right->judged) || verdict_overlap(effect_of(left), effect_of(right)));
}

static bool same_text(const char *left, const char *right)
{
    return !left || !right ? left == right : strcmp(left, right) == 0;
}

static bool says_the_same(const struct verdict *left, const struct verdict *right)
{
    return left->kind == right->kind && same_range(left->judged, right->judged) &&
           same_range(left->right, right->right) && same_text(left->entity, right->entity) &&
           (left->kind == VERDICT_REJECT || left->type == right->type) && same_text(left->note, right->note);
}

/* Takes the verdict in. False: it was there already. */
static bool take_in(struct merge *merge, struct verdict *verdict)
{
    struct verdict_list *list = &merge->list;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (says_the_same(&list->items[i], verdict) && list->items[i].applies)
            return false;
        bool replaced = meet(&list->items[i], verdict);
        if (replaced && same_range(list->items[i].judged, verdict->judged))
            memcpy(verdict->id, list->items[i].id, sizeof verdict->id);
        if (!replaced)
            list->items[kept++] = list->items[i];
    }
    list->items[kept++] = *verdict;
    list->count = kept;
    return true;
}

static void check_apart(struct merge *merge, const struct verdict *verdicts, size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (meet(&verdicts[i], &verdicts[number]))
            fault(merge->request, &merge->inputs->items[number], "",
                  "Another verdict of this request is about the same words.");
}

static enum status take_all_in(struct merge *merge, struct verdict *verdicts, bool *ret_changed)
{
    for (size_t i = 0; i < merge->inputs->count; i++) {
        if (!uuid_make_random(verdicts[i].id))
            return STATUS_INTERNAL;
        *ret_changed |= take_in(merge, &verdicts[i]);
    }
    if (merge->list.count > VERDICTS_MAXIMUM)
        request_add_error(merge->request, "/verdicts", "The article would have more than 1000 verdicts.");
    return refuse(merge->request);
}

enum status verdict_input_merge(struct request *request, struct store_conn *conn, const struct verdict_inputs *inputs,
                                const struct article *article, const struct verdict_list *known,
                                struct verdict_list *ret_list, bool *ret_changed)
{
    struct merge merge = {request, conn, inputs, article, known, {.count = known->count}};
    struct verdict *verdicts = arena_array(&request->arena, inputs->count, sizeof *verdicts);
    merge.list.items = arena_array(&request->arena, known->count + inputs->count, sizeof *merge.list.items);
    enum status status = verdicts && merge.list.items ? STATUS_OK : STATUS_OUT_OF_MEMORY;
    if (status == STATUS_OK && known->count)
        memcpy(merge.list.items, known->items, known->count * sizeof *known->items);
    for (size_t i = 0; i < inputs->count && status == STATUS_OK; i++) {
        status = resolve(&merge, &inputs->items[i], &verdicts[i]);
        if (status == STATUS_OK && !request->error_count)
            check_apart(&merge, verdicts, i);
    }
    *ret_changed = false;
    if (status == STATUS_OK)
        status = refuse(request);
    if (status == STATUS_OK)
        status = take_all_in(&merge, verdicts, ret_changed);
    if (status == STATUS_OK)
        *ret_list = merge.list;
    return status;
}
