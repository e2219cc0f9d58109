#include "handlers/input/entry_body.h"

#include "service/base/json_read.h"

#include <string.h>

enum { NAME_BYTES_MAXIMUM = 256, SUBTYPE_BYTES_MAXIMUM = 40, NOTE_BYTES_MAXIMUM = 500, PRIOR_HIGHEST = 255 };

const char *check_reason(const char *value, size_t length)
{
    (void)value;
    return length > NOTE_BYTES_MAXIMUM ? "This is longer than 500 bytes." : NULL;
}

static const char *check_subtype(const char *value, size_t length)
{
    bool sound = strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && length <= SUBTYPE_BYTES_MAXIMUM;
    return sound ? NULL : "A subtype is a word of small letters, digits and hyphens, like head-of-state.";
}

static const char *check_name(const char *value, size_t length)
{
    if (length > NAME_BYTES_MAXIMUM)
        return "A name has at most 256 bytes.";
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)value[i] < ' ' || value[i] == '|' || value[i] == 0x7f)
            return "A name has no control characters and no |.";
    return NULL;
}

/* clang-format off */
#define FIELD(member, kind, ...) BODY_FIELD(struct entry_body, member, kind, __VA_ARGS__)

const struct body_field entry_body_fields[] = {
    FIELD(type, BODY_STRING, .check = check_entity_type),
    FIELD(subtype, BODY_STRING, .check = check_subtype),
    FIELD(name_en, BODY_STRING, .check = check_name),
    FIELD(name_ar, BODY_STRING, .check = check_name),
    FIELD(country, BODY_STRING, .check = NULL),
    FIELD(wikidata, BODY_STRING, .check = NULL),
    FIELD(note, BODY_STRING, .check = check_reason),
    FIELD(reason, BODY_STRING, .check = check_reason),
    FIELD(prior, BODY_VALUE, .check = NULL),
    FIELD(aliases, BODY_VALUE, .check = NULL),
    FIELD(links, BODY_VALUE, .check = NULL),
    FIELD(id, BODY_STRING, .check = NULL),
};
/* clang-format on */

_Static_assert(sizeof entry_body_fields / sizeof *entry_body_fields == ENTRY_BODY_FIELDS, "ENTRY_BODY_FIELDS");

/* ---- checks ---- */

static void refuse(struct request *request, const char *at, const char *pointer, size_t number, const char *detail)
{
    if (detail)
        request_add_error(request, arena_printf(&request->arena, "%s%s/%zu", at, pointer, number), detail);
}

static const char *alias_fault(const struct json_value *item)
{
    const struct json_value *name = item->kind == JSON_KIND_OBJECT ? json_read_member(item, "name") : item;
    const char *language = json_read_string(json_read_member(item, "language"));
    const struct json_value *note = json_read_member(item, "note");
    if (!json_read_string(name) || strlen(json_read_string(name)) != name->length || !name->length)
        return "An alias is a string, or an object with name, language and note.";
    for (const struct json_value *at = json_read_members(item); at; at = at->next)
        if (strcmp(at->key, "name") != 0 && strcmp(at->key, "language") != 0 && strcmp(at->key, "note") != 0)
            return "An alias has the members name, language and note.";
    if (json_read_member(item, "language") &&
        (!language || (strcmp(language, "ar") != 0 && strcmp(language, "en") != 0)))
        return "The language of an alias is ar or en.";
    if (note && note->kind != JSON_KIND_NULL && (!json_read_string(note) || note->length > NOTE_BYTES_MAXIMUM))
        return "The note of an alias is a string of at most 500 bytes.";
    return check_name(name->bytes, name->length);
}

static const char *link_fault(const struct json_value *item)
{
    if (!json_read_string(item))
        return "A link is a string.";
    return check_url(item->bytes, item->length);
}

static void check_list(struct request *request, const struct json_value *list, const char *at, const char *pointer,
                       size_t maximum, const char *(*fault)(const struct json_value *item))
{
    size_t number = 0;
    if (!list || list->kind == JSON_KIND_NULL)
        return;
    if (list->kind != JSON_KIND_ARRAY || list->count > maximum) {
        request_add_error(request, arena_printf(&request->arena, "%s%s", at, pointer),
                          list->kind == JSON_KIND_ARRAY ? "There are too many items." : "This must be an array.");
        return;
    }
    for (const struct json_value *item = json_read_items(list); item; item = item->next)
        refuse(request, at, pointer, number++, fault(item));
}

void entry_body_check(struct request *request, const struct entry_body *body, const char *at)
{
    int64_t prior;
    if (body->prior && (!json_read_integer(body->prior, &prior) || prior < 0 || prior > PRIOR_HIGHEST))
        request_add_error(request, arena_printf(&request->arena, "%s/prior", at),
                          "This must be a whole number from 0 to 255; 0 takes that of the subtype.");
    check_list(request, body->aliases, at, "/aliases", ENTRY_ALIASES_MAXIMUM, alias_fault);
    check_list(request, body->links, at, "/links", ENTRY_LINKS_MAXIMUM, link_fault);
}

/* ---- applying ---- */

/* Whether the field counts: all do without a patch. *ret_removed: the patch has it as null. */
static bool counts(const struct body_patch *patch, const char *field, bool *ret_removed)
{
    *ret_removed = false;
    for (size_t i = 0; patch && i < ENTRY_BODY_FIELDS_WITHOUT_ID; i++)
        if (strcmp(entry_body_fields[i].name, field) == 0)
            *ret_removed = patch->removed >> i & 1;
    return !patch || json_body_names(entry_body_fields, ENTRY_BODY_FIELDS_WITHOUT_ID, patch, field);
}

static void apply_text(const struct body_patch *patch, const char *field, const char *given, const char *of_base,
                       const char **member)
{
    bool removed;
    if (counts(patch, field, &removed))
        *member = removed ? of_base : given ? given : "";
}

static void apply_aliases(struct request *request, const struct entry_body *body, const struct body_patch *patch,
                          const struct entry *base, struct entry *entry)
{
    bool removed;
    if (!counts(patch, "aliases", &removed))
        return;
    entry->aliases = NULL;
    entry->alias_count = entry->alias_room = 0;
    for (size_t i = 0; removed && base && i < base->alias_count; i++)
        entry_add_alias(entry, base->aliases[i], &request->arena);
    for (const struct json_value *item = json_read_items(body->aliases); item; item = item->next) {
        bool object = item->kind == JSON_KIND_OBJECT;
        const char *name = json_read_string(object ? json_read_member(item, "name") : item);
        const char *language = json_read_string(json_read_member(item, "language"));
        entry_add_alias(entry,
                        (struct entry_alias){.name = name,
                                             .note = json_read_string(json_read_member(item, "note")),
                                             .arabic = language ? strcmp(language, "ar") == 0 : entry_is_arabic(name)},
                        &request->arena);
    }
}

static void apply_links(const struct entry_body *body, const struct body_patch *patch, struct entry *entry)
{
    bool removed;
    if (!counts(patch, "links", &removed))
        return;
    entry->link_count = 0;
    for (const struct json_value *item = json_read_items(body->links); item; item = item->next)
        entry->links[entry->link_count++] = item->bytes;
}

void entry_body_apply(struct request *request, const struct entry_body *body, const struct body_patch *patch,
                      const struct entry *base, struct entry *entry)
{
    struct entry none;
    bool removed;
    entry_init(&none, entry->id, entry->type);
    const struct entry *from = base ? base : &none;
    if (body->type)
        entity_type_parse(body->type, &entry->type);
    else if (counts(patch, "type", &removed) && removed && base)
        entry->type = base->type;
    apply_text(patch, "subtype", body->subtype, from->subtype, &entry->subtype);
    apply_text(patch, "name_en", body->name_en, from->name_en, &entry->name_en);
    apply_text(patch, "name_ar", body->name_ar, from->name_ar, &entry->name_ar);
    apply_text(patch, "country", body->country, from->country, &entry->country);
    apply_text(patch, "wikidata", body->wikidata, from->wikidata, &entry->wikidata);
    apply_text(patch, "note", body->note, from->note, &entry->note);
    if (counts(patch, "prior", &removed)) {
        entry->prior = removed ? from->prior : 0;
        json_read_integer(body->prior, &entry->prior);
    }
    apply_aliases(request, body, patch, base, entry);
    apply_links(body, patch, entry);
}
