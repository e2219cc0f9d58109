#include "handlers/verdict_entity.h"

#include "nlp/name_id.h"
#include "service/store/entities/entities.h"

#include <string.h>

static void fault(struct request *request, const struct verdict_input *input, const char *member, const char *reason)
{
    request_add_error(request, arena_printf(&request->arena, "%s%s", input->pointer, member), reason);
}

static void take(struct verdict *verdict, const struct annotated_entity *entity)
{
    verdict->type = entity->type;
    verdict->entity = entity->id;
    verdict->name = entity->name;
}

/* An entity that the client names by its id. */
static enum status take_named(struct request *request, struct store_conn *conn, const struct verdict_input *input,
                              struct verdict *verdict)
{
    struct annotated_entity entity = {.id = input->entity};
    size_t index;
    if (gazetteer_find(request_gazetteer(request), input->entity, &index)) {
        struct gazetteer_entity known;
        gazetteer_entity(request_gazetteer(request), index, &known);
        entity = (struct annotated_entity){
            .id = known.id, .type = known.type, .name = *known.name_ar ? known.name_ar : known.name_en};
    } else {
        enum status status = entities_find(conn, input->entity, &request->arena, &entity, &request->error);
        if (status == STATUS_NOT_FOUND)
            fault(request, input, "/entity", "Neither the gazetteer nor any article has this entity.");
        if (status != STATUS_OK)
            return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    }
    take(verdict, &entity);
    return STATUS_OK;
}

/* The entity that the right words mean by themselves. */
static enum status take_words(struct request *request, const struct verdict_input *input, struct text field,
                              enum entity_type type, struct verdict *verdict)
{
    struct text words = {field.bytes + verdict->right.start, verdict->right.end - verdict->right.start};
    struct error error = {""};
    enum status status = name_id(request_gazetteer(request), type, words, &request->arena, &verdict->entity, &error);
    if (status == STATUS_INVALID_INPUT)
        fault(request, input, "/entity", arena_strdup(&request->arena, error.detail));
    verdict->type = type;
    verdict->name = arena_strndup(&request->arena, words.bytes, words.length);
    return status == STATUS_INVALID_INPUT ? STATUS_OK : status;
}

static bool is_unlisted(const struct annotated_entity *entity)
{
    return strncmp(entity->id, "name:", 5) == 0;
}

static enum status correct(struct request *request, struct store_conn *conn, const struct verdict_input *input,
                           struct text field, const struct annotated_entity *mentioned, struct verdict *verdict)
{
    enum entity_type type;
    bool typed = input->type && entity_type_parse(input->type, &type);
    bool moved = verdict->judged.start != verdict->right.start || verdict->judged.end != verdict->right.end;
    if (input->entity)
        return take_named(request, conn, input, verdict);
    if (typed && (!mentioned || mentioned->type != type))
        return take_words(request, input, field, type, verdict);
    if (!moved)
        fault(request, input, "", "A correction says what is right: new_start and new_end, type, or entity.");
    else if (!mentioned)
        fault(request, input, "/type", "Nothing is found here now: say which type is right, or which entity.");
    else if (is_unlisted(mentioned))
        return take_words(request, input, field, mentioned->type, verdict);
    else
        take(verdict, mentioned);
    return STATUS_OK;
}

static enum status confirm(struct request *request, struct store_conn *conn, const struct verdict_input *input,
                           const struct annotated_entity *mentioned, struct verdict *verdict)
{
    if (mentioned) {
        take(verdict, mentioned);
        if (input->entity && strcmp(input->entity, mentioned->id) != 0)
            fault(request, input, "/entity", "The mention is of another entity: correct it.");
        return STATUS_OK;
    }
    if (input->entity)
        return take_named(request, conn, input, verdict);
    fault(request, input, "/entity", "Nothing is found here now: say which entity is right.");
    return STATUS_OK;
}

static enum status add(struct request *request, struct store_conn *conn, const struct verdict_input *input,
                       struct text field, struct verdict *verdict)
{
    enum entity_type type;
    if (input->entity)
        return take_named(request, conn, input, verdict);
    if (input->type && entity_type_parse(input->type, &type))
        return take_words(request, input, field, type, verdict);
    fault(request, input, "/type", "What is added needs a type, or an entity.");
    return STATUS_OK;
}

enum status verdict_entity(struct request *request, struct store_conn *conn, const struct verdict_input *input,
                           struct text field, const struct annotated_entity *mentioned, struct verdict *verdict)
{
    enum entity_type type;
    enum status status = STATUS_OK;
    switch (verdict->kind) {
    case VERDICT_REJECT:
        if (input->entity || input->type)
            fault(request, input, "/verdict", "What is rejected has neither type nor entity.");
        return STATUS_OK;
    case VERDICT_CONFIRM:
        status = confirm(request, conn, input, mentioned, verdict);
        break;
    case VERDICT_CORRECT:
        status = correct(request, conn, input, field, mentioned, verdict);
        break;
    default:
        status = add(request, conn, input, field, verdict);
    }
    if (status == STATUS_OK && verdict->entity && input->type && entity_type_parse(input->type, &type) &&
        type != verdict->type)
        fault(request, input, "/type", "The entity is of another type.");
    return status;
}
