#include "handlers/output/entry_json.h"

#include "handlers/output/member_json.h"

#include <string.h>

const char *entry_source(const struct entry_standing *standing)
{
    if (standing->merged_into)
        return "merged";
    if (standing->deleted)
        return "deleted";
    if (!standing->known)
        return "added";
    return standing->edited ? "edited" : "base";
}

static void write_aliases(struct json *json, const struct entry *entry)
{
    jsonw_key(json, "aliases");
    jsonw_array(json);
    for (size_t i = 0; i < entry->alias_count; i++) {
        jsonw_object(json);
        member_text(json, "name", entry->aliases[i].name);
        member_text(json, "language", entry->aliases[i].arabic ? "ar" : "en");
        member_text(json, "note", entry->aliases[i].note);
        jsonw_end(json);
    }
    jsonw_end(json);
}

static void write_warnings(struct json *json, const struct lint *lint)
{
    jsonw_key(json, "warnings");
    jsonw_array(json);
    for (size_t i = 0; i < lint->count; i++) {
        jsonw_object(json);
        member_text(json, "rule", check_rule_name(lint->faults[i].rule));
        member_text(json, "pointer", lint->faults[i].pointer);
        member_text(json, "detail", lint->faults[i].detail);
        jsonw_end(json);
    }
    jsonw_end(json);
}

/* The members of the state that say something of the entry itself. */
static void write_overridden(struct json *json, const struct entry_standing *standing)
{
    jsonw_key(json, "overridden");
    jsonw_array(json);
    for (const struct json_value *at = json_read_members(standing->state); at; at = at->next)
        if (strcmp(at->key, "deleted") != 0 && strcmp(at->key, "merged_into") != 0)
            jsonw_string(json, at->key);
    jsonw_end(json);
}

void entry_json_write(struct json *json, const struct entry *entry, const struct entry_standing *standing,
                      const struct lint *lint)
{
    jsonw_object(json);
    member_text(json, "id", entry->id);
    member_text(json, "type", entity_type_name(entry->type));
    member_text(json, "subtype", entry->subtype);
    member_text(json, "name_ar", entry->name_ar);
    member_text(json, "name_en", entry->name_en);
    write_aliases(json, entry);
    member_text(json, "country", entry->country);
    member_text(json, "wikidata", entry->wikidata);
    member_list(json, "links", entry->links, entry->link_count);
    if (entry->prior)
        member_count(json, "prior", entry->prior);
    else
        member_text(json, "prior", NULL);
    member_text(json, "note", entry->note);
    member_text(json, "source", entry_source(standing));
    member_count(json, "edit", standing->edit);
    write_overridden(json, standing);
    member_text(json, "merged_into", standing->merged_into);
    if (standing->merged)
        member_list(json, "merged", standing->merged, standing->merged_count);
    if (lint)
        write_warnings(json, lint);
    jsonw_end(json);
}
