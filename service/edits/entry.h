/* entry.h - an entity as editors see it: what the base says of it, and what an edit says instead, member by member.
 *
 * An edit is kept as a state, a JSON object that has only what differs from the base: texts and numbers by the names of
 * entry_members, aliases as two lists, those that were added and those that were taken away. So a new release of the base
 * still reaches what was not edited. A state also says whether the entity was deleted, or merged into another one.
 *
 *     entry_of_rows(&entry, id, type, gazetteer_rows(base, index), &arena);
 *     entry_apply(&entry, state, &arena);
 *
 * Strings live in the arena, or in what they were read from; absent ones are "". What does not fit into the arena fails it.
 * Threads: pure functions.
 */
#ifndef ALAM_EDITS_ENTRY_H
#define ALAM_EDITS_ENTRY_H

#include "nlp/text/types.h"
#include "service/base/arena.h"
#include "service/base/json.h"
#include "service/base/json_read.h"

enum { ENTRY_ALIASES_MAXIMUM = 400, ENTRY_LINKS_MAXIMUM = 16 };

struct entry_alias {
    const char *name, *note; /* note: NULL where there is none */
    bool arabic;
};

struct entry {
    const char *id;
    enum entity_type type;
    const char *subtype, *name_en, *name_ar, *country, *wikidata, *note;
    int64_t prior; /* 0: that of the subtype */
    struct entry_alias *aliases;
    size_t alias_count, alias_room;
    const char *links[ENTRY_LINKS_MAXIMUM];
    size_t link_count;
};

/* The members that are single texts: X(NAME), the name of the struct's member and in JSON. */
#define ENTRY_TEXTS(X) X(subtype) X(name_en) X(name_ar) X(country) X(wikidata) X(note)

/* An entry without anything but these. */
void entry_init(struct entry *entry, const char *id, enum entity_type type);

/* What rows of a gazetteer say (nlp/gazetteer_edit.h). The first names stand; those of further rows are aliases. */
void entry_of_rows(struct entry *ret_entry, const char *id, enum entity_type type, struct text rows,
                   struct arena *arena);

/* Adds an alias unless the entry has that spelling. */
void entry_add_alias(struct entry *entry, struct entry_alias alias, struct arena *arena);
/* Takes a spelling away from the aliases; false: it is none of them. */
bool entry_remove_alias(struct entry *entry, const char *name);

/* Whether the name has Arabic letters. */
bool entry_is_arabic(const char *name);

/* Makes the entry what the state says. */
void entry_apply(struct entry *entry, const struct json_value *state, struct arena *arena);
/* Writes the members of a state that makes `wanted` of `base`; NULL: there is no base, and `wanted` is all new. */
void entry_write_state(struct json *json, const struct entry *base, const struct entry *wanted);

/* Appends the row that makes the builder and the editor of views read this entry. */
void entry_write_row(struct strbuf *out, const struct entry *entry);
/* Appends a row that gives all of its names to another entity, as aliases. */
void entry_write_names(struct strbuf *out, const struct entry *entry);

#endif
