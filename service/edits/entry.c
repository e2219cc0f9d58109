#include "service/edits/entry.h"

#include "service/base/utf8.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const struct text_member {
    const char *name;
    size_t offset;
} text_members[] = {
#define X(name) {#name, offsetof(struct entry, name)},
    ENTRY_TEXTS(X)
#undef X
};

enum { TEXT_MEMBERS = sizeof text_members / sizeof *text_members };

static const char **text_of_entry(const struct entry *entry, size_t member)
{
    return (const char **)((char *)entry + text_members[member].offset);
}

void entry_init(struct entry *entry, const char *id, enum entity_type type)
{
    *entry = (struct entry){.id = id, .type = type};
    for (size_t i = 0; i < TEXT_MEMBERS; i++)
        *text_of_entry(entry, i) = "";
}

bool entry_is_arabic(const char *name)
{
    const uint8_t *at = (const uint8_t *)name, *end = at + strlen(name);
    while (at < end) {
        uint32_t c = 0;
        unsigned step = utf8_decode(at, end, &c);
        if (c >= 0x620 && c <= 0x6FF)
            return true;
        at += step ? step : 1;
    }
    return false;
}

/* ---- aliases ---- */

static size_t find_alias(const struct entry *entry, const char *name)
{
    size_t i = 0;
    while (i < entry->alias_count && strcmp(entry->aliases[i].name, name) != 0)
        i++;
    return i;
}

void entry_add_alias(struct entry *entry, struct entry_alias alias, struct arena *arena)
{
    if (!alias.name || !*alias.name || find_alias(entry, alias.name) < entry->alias_count)
        return;
    struct entry_alias *aliases =
        arena_grow(arena, entry->aliases, entry->alias_count, &entry->alias_room, sizeof *aliases);
    if (!aliases)
        return;
    entry->aliases = aliases;
    aliases[entry->alias_count++] = alias;
}

bool entry_remove_alias(struct entry *entry, const char *name)
{
    size_t at = find_alias(entry, name);
    if (at == entry->alias_count)
        return false;
    entry->alias_count--;
    memmove(&entry->aliases[at], &entry->aliases[at + 1], (entry->alias_count - at) * sizeof *entry->aliases);
    return true;
}

/* ---- rows ---- */

enum {
    CELL_SUBTYPE,
    CELL_EN,
    CELL_AR,
    CELL_ALIASES_EN,
    CELL_ALIASES_AR,
    CELL_COUNTRY,
    CELL_WIKIDATA,
    CELL_PRIOR,
    CELL_NOTE,
    CELLS
};

/* Takes the cell where the entry has nothing yet. */
static void fill(const char **member, struct text cell, struct arena *arena)
{
    const char *copy = **member || !cell.length ? NULL : arena_strndup(arena, cell.bytes, cell.length);
    *member = copy ? copy : *member;
}

static void add_list(struct entry *entry, struct text list, bool arabic, struct arena *arena)
{
    while (list.length) {
        struct text name = text_split(&list, '|');
        entry_add_alias(entry,
                        (struct entry_alias){.name = arena_strndup(arena, name.bytes, name.length), .arabic = arabic},
                        arena);
    }
}

static void take_row(struct entry *entry, const struct text cells[CELLS], struct arena *arena)
{
    fill(&entry->subtype, cells[CELL_SUBTYPE], arena);
    fill(&entry->country, cells[CELL_COUNTRY], arena);
    fill(&entry->wikidata, cells[CELL_WIKIDATA], arena);
    fill(&entry->note, cells[CELL_NOTE], arena);
    const char *before[] = {entry->name_en, entry->name_ar};
    fill(&entry->name_en, cells[CELL_EN], arena);
    fill(&entry->name_ar, cells[CELL_AR], arena);
    for (int i = 0; i < 2; i++)
        if (*before[i] && !text_equals(cells[i ? CELL_AR : CELL_EN], before[i]))
            add_list(entry, cells[i ? CELL_AR : CELL_EN], i, arena);
    int64_t prior = text_number(cells[CELL_PRIOR]);
    entry->prior = prior > entry->prior ? prior : entry->prior;
    add_list(entry, cells[CELL_ALIASES_EN], false, arena);
    add_list(entry, cells[CELL_ALIASES_AR], true, arena);
}

void entry_of_rows(struct entry *ret_entry, const char *id, enum entity_type type, struct text rows,
                   struct arena *arena)
{
    entry_init(ret_entry, id, type);
    while (rows.length) {
        struct text cells[CELLS], line = text_split(&rows, '\n');
        for (int i = 0; i < CELLS; i++)
            cells[i] = text_split(&line, '\t');
        take_row(ret_entry, cells, arena);
    }
}

/* A cell: what separates cells, rows and names becomes a blank. */
static void put_cell(struct strbuf *out, const char *text, char end)
{
    for (; *text; text++)
        strbuf_putc(out, (unsigned char)*text < ' ' ? ' ' : *text);
    strbuf_putc(out, end);
}

static void put_aliases(struct strbuf *out, const struct entry *entry, bool arabic, const char *first)
{
    const char *separator = "";
    if (*first) {
        strbuf_puts(out, first);
        separator = "|";
    }
    for (size_t i = 0; i < entry->alias_count; i++) {
        if (entry->aliases[i].arabic != arabic)
            continue;
        strbuf_printf(out, "%s%s", separator, entry->aliases[i].name);
        separator = "|";
    }
    strbuf_putc(out, '\t');
}

void entry_write_row(struct strbuf *out, const struct entry *entry)
{
    put_cell(out, entry->subtype, '\t');
    put_cell(out, entry->name_en, '\t');
    put_cell(out, entry->name_ar, '\t');
    put_aliases(out, entry, false, "");
    put_aliases(out, entry, true, "");
    put_cell(out, entry->country, '\t');
    put_cell(out, entry->wikidata, '\t');
    if (entry->prior)
        strbuf_printf(out, "%" PRId64, entry->prior);
    strbuf_putc(out, '\t');
    put_cell(out, entry->note, '\n');
}

void entry_write_names(struct strbuf *out, const struct entry *entry)
{
    strbuf_puts(out, "\t\t\t");
    put_aliases(out, entry, false, entry->name_en);
    put_aliases(out, entry, true, entry->name_ar);
    strbuf_puts(out, "\t\t\t\n");
}

/* ---- states ---- */

static void apply_aliases(struct entry *entry, const struct json_value *state, struct arena *arena)
{
    for (const struct json_value *at = json_read_items(json_read_member(state, "aliases_removed")); at; at = at->next)
        if (json_read_string(at))
            entry_remove_alias(entry, json_read_string(at));
    for (const struct json_value *at = json_read_items(json_read_member(state, "aliases_added")); at; at = at->next) {
        const char *language = json_read_string(json_read_member(at, "language"));
        struct entry_alias alias = {.name = json_read_string(json_read_member(at, "name")),
                                    .note = json_read_string(json_read_member(at, "note")),
                                    .arabic = language && strcmp(language, "ar") == 0};
        entry_remove_alias(entry, alias.name ? alias.name : "");
        entry_add_alias(entry, alias, arena);
    }
}

void entry_apply(struct entry *entry, const struct json_value *state, struct arena *arena)
{
    const char *type = json_read_string(json_read_member(state, "type"));
    const struct json_value *links = json_read_member(state, "links");
    if (type)
        entity_type_parse(type, &entry->type);
    for (size_t i = 0; i < TEXT_MEMBERS; i++) {
        const char *text = json_read_string(json_read_member(state, text_members[i].name));
        if (text)
            *text_of_entry(entry, i) = text;
    }
    json_read_integer(json_read_member(state, "prior"), &entry->prior);
    entry->link_count = links ? 0 : entry->link_count;
    for (const struct json_value *at = json_read_items(links); at && entry->link_count < ENTRY_LINKS_MAXIMUM;
         at = at->next)
        if (json_read_string(at))
            entry->links[entry->link_count++] = json_read_string(at);
    apply_aliases(entry, state, arena);
}

static bool same_alias(const struct entry *entry, const struct entry_alias *alias)
{
    size_t at = entry ? find_alias(entry, alias->name) : 0;
    if (!entry || at == entry->alias_count)
        return false;
    const struct entry_alias *other = &entry->aliases[at];
    return other->arabic == alias->arabic &&
           strcmp(other->note ? other->note : "", alias->note ? alias->note : "") == 0;
}

static void write_added(struct json *json, const struct entry *base, const struct entry *wanted)
{
    bool open = false;
    for (size_t i = 0; i < wanted->alias_count; i++) {
        const struct entry_alias *alias = &wanted->aliases[i];
        if (same_alias(base, alias))
            continue;
        if (!open) {
            jsonw_key(json, "aliases_added");
            jsonw_array(json);
            open = true;
        }
        jsonw_object(json);
        jsonw_key(json, "name");
        jsonw_string(json, alias->name);
        jsonw_key(json, "language");
        jsonw_string(json, alias->arabic ? "ar" : "en");
        if (alias->note) {
            jsonw_key(json, "note");
            jsonw_string(json, alias->note);
        }
        jsonw_end(json);
    }
    if (open)
        jsonw_end(json);
}

static void write_removed(struct json *json, const struct entry *base, const struct entry *wanted)
{
    bool open = false;
    for (size_t i = 0; base && i < base->alias_count; i++) {
        if (find_alias(wanted, base->aliases[i].name) < wanted->alias_count)
            continue;
        if (!open) {
            jsonw_key(json, "aliases_removed");
            jsonw_array(json);
            open = true;
        }
        jsonw_string(json, base->aliases[i].name);
    }
    if (open)
        jsonw_end(json);
}

static void write_links(struct json *json, const struct entry *base, const struct entry *wanted)
{
    if (wanted->link_count == 0 && (!base || base->link_count == 0))
        return;
    jsonw_key(json, "links");
    jsonw_array(json);
    for (size_t i = 0; i < wanted->link_count; i++)
        jsonw_string(json, wanted->links[i]);
    jsonw_end(json);
}

void entry_write_state(struct json *json, const struct entry *base, const struct entry *wanted)
{
    struct entry none;
    entry_init(&none, wanted->id, wanted->type);
    const struct entry *from = base ? base : &none;
    if (!base || base->type != wanted->type) {
        jsonw_key(json, "type");
        jsonw_string(json, entity_type_name(wanted->type));
    }
    for (size_t i = 0; i < TEXT_MEMBERS; i++) {
        const char *text = *text_of_entry(wanted, i);
        if (strcmp(*text_of_entry(from, i), text) == 0)
            continue;
        jsonw_key(json, text_members[i].name);
        jsonw_string(json, text);
    }
    if (from->prior != wanted->prior) {
        jsonw_key(json, "prior");
        jsonw_integer(json, wanted->prior);
    }
    write_links(json, base, wanted);
    write_added(json, base, wanted);
    write_removed(json, base, wanted);
}
