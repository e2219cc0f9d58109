/* POST /v1/annotate: tags a text and stores nothing. */
#include "handlers/handlers.h"
#include "handlers/tagging.h"
#include "service/json/annotation_json.h"
#include "service/route/field_checks.h"
#include "service/route/json_body.h"

enum { ANSWER_HEAD = 256, ANSWER_ENTITY = 320, ANSWER_MENTION = 150 };

struct input {
    struct text text, title;
    const char *language, *offset_unit;
    struct body_list types;
    double min_confidence;
    bool explain;
};

static const struct body_field fields[] = {
    BODY_FIELD(struct input, text, BODY_TEXT, .required = true, .check = check_not_blank),
    BODY_FIELD(struct input, title, BODY_TEXT),
    BODY_FIELD(struct input, language, BODY_STRING, .check = check_language),
    BODY_FIELD(struct input, types, BODY_LIST, .check = check_entity_type),
    BODY_FIELD(struct input, min_confidence, BODY_FRACTION),
    BODY_FIELD(struct input, offset_unit, BODY_STRING, .check = check_offset_unit),
    BODY_FIELD(struct input, explain, BODY_BOOLEAN),
};

static unsigned type_mask(const struct body_list *types)
{
    unsigned mask = 0;
    enum entity_type type;
    for (size_t i = 0; i < types->count; i++)
        if (entity_type_parse(types->items[i], &type))
            mask |= 1u << type;
    return mask ? mask : ENTITY_TYPES_ALL;
}

/* An estimate of the answer's length in bytes. */
static size_t answer_room(const struct annotation *annotation)
{
    size_t room = ANSWER_HEAD + annotation->entity_count * ANSWER_ENTITY;
    for (size_t i = 0; i < annotation->entity_count; i++)
        room += annotation->entities[i].mention_count * ANSWER_MENTION;
    return room;
}

enum status annotate_prepare(struct request *request)
{
    struct input input = {.language = NULL};
    struct annotation annotation;
    struct json json;
    enum status status = request_allow_parameters(request, NULL);
    if (status == STATUS_OK)
        status = json_body_read(request, fields, sizeof fields / sizeof *fields, &input);
    if (status != STATUS_OK)
        return status;
    struct tag_request what = {.text = input.text,
                               .title = input.title,
                               .language = input.language,
                               .types = type_mask(&input.types),
                               .min_confidence = input.min_confidence,
                               .explain = input.explain};
    if (input.offset_unit)
        offset_unit_parse(input.offset_unit, &what.unit);
    status = tagging_run(request, &what, &annotation);
    if (status != STATUS_OK)
        return status;
    request_answer(request, 200, &json);
    strbuf_reserve(&request->out, answer_room(&annotation)); /* else it would be grown and copied about six times */
    annotation_write_json(&json, &annotation, (const struct text[FIELD_COUNT]){input.title, input.text});
    return STATUS_OK;
}
