#include "nlp/edit/editor.h"

#include "nlp/build/candidate.h"
#include "nlp/build/dictionary.h"
#include "nlp/build/keys.h"
#include "nlp/edit/census.h"
#include "nlp/edit/forms_of.h"
#include "nlp/edit/meanings.h"

#include <stdlib.h>
#include <string.h>

enum { SEEN_LETTERS_MINIMUM = 3, WORN_FACTOR = 3, WORN_SLACK = 1 << 22 };

struct editor *editor_new(const struct image *base)
{
    struct editor *editor = calloc(1, sizeof *editor);
    if (editor && edited_init(&editor->edited, base))
        census_take(&editor->edited);
    if (editor && editor->edited.failed) {
        editor_free(editor);
        return NULL;
    }
    return editor;
}

void editor_free(struct editor *editor)
{
    if (editor)
        edited_release(&editor->edited);
    free(editor);
}

static enum status out_of_memory(struct error *error)
{
    return error_set(error, STATUS_OUT_OF_MEMORY,
                     "no memory for the edits of the gazetteer, or they have more names than the format can refer to");
}

/* ---- the words of one form ---- */

/* Their numbers in the image; false: one of them is none of its words, which happens with !add only. */
static bool words_of(struct edited *e, const struct forms_of *forms, const struct build_form *form, bool add,
                     uint32_t words[NAME_WORDS_MAXIMUM])
{
    const uint32_t *numbers = tables_words(&forms->tables, form);
    for (unsigned i = 0; i < form->word_count && !e->failed; i++) {
        uint32_t length;
        const uint8_t *letters = tables_letters(&forms->tables, numbers[i], &length);
        words[i] = add ? word_table_add(e, letters, length) : word_table_find(e, letters, length);
        if (words[i] == WORD_NONE)
            return false;
    }
    return !e->failed;
}

/* Sets the classes that follow from persons' names, and from what the dictionary says of such words. */
static void settle_word(struct edited *e, uint32_t word)
{
    static const word_classes derived =
        WORD_CLASS(SEEN_GIVEN) | WORD_CLASS(SEEN_FAMILY) | WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM);
    const struct node_path path = {.node = {.edge = false, .at = word}, .words = {word}, .depth = 1};
    const struct word_uses *uses = word_uses(e, word);
    uint8_t letters[WORD_LETTERS_MAXIMUM + 1] = {0};
    uint32_t length = word_table_letters(e, word, letters);
    word_classes classes = meanings_classes(e, path.node) & ~derived;
    if (length >= SEEN_LETTERS_MINIMUM)
        classes |= (uses->given ? WORD_CLASS(SEEN_GIVEN) : 0) | (uses->family ? WORD_CLASS(SEEN_FAMILY) : 0);
    classes |= dictionary_of_name(e->base->dictionary, e->base->dictionary_count, letters, length, classes);
    meanings_set_classes(e, &path, classes);
}

static void settle_words(struct edited *e, const struct forms_of *forms)
{
    for (uint32_t i = 0; i < forms->tables.forms.count && !e->failed; i++) {
        uint32_t words[NAME_WORDS_MAXIMUM];
        const struct build_form *form = tables_form(&forms->tables, i);
        if (form->flags & CANDIDATE_LEXICON && words_of(e, forms, form, false, words))
            settle_word(e, words[0]);
    }
}

static void note_key(struct edited *e, const struct forms_of *forms, const struct build_form *form, uint32_t entity,
                     bool removed)
{
    uint64_t hash = keys_of_form(&forms->tables, forms->classes_of, form);
    struct key_change change = {
        .key = {.hash = hash, .entity = entity}, .number = (uint32_t)e->key_changes.count, .removed = removed};
    e->failed |= hash && !array_append(&e->key_changes, &change, 1);
}

/* ---- taking an entity out, and putting it in ---- */

static void take_out(struct edited *e, const struct forms_of *forms, uint32_t entity)
{
    for (uint32_t i = 0; i < forms->tables.forms.count && !e->failed; i++) {
        const struct build_form *form = tables_form(&forms->tables, i);
        uint32_t words[NAME_WORDS_MAXIMUM];
        struct node_path path;
        if (form->flags & CANDIDATE_LEXICON || !words_of(e, forms, form, false, words) ||
            !node_find(e, words, form->word_count, &path))
            continue;
        meanings_count_persons(e, &path, entity, false);
        meanings_remove(e, &path, entity);
        note_key(e, forms, form, entity, true);
    }
    settle_words(e, forms);
    e->names -= forms->tables.names;
    edited_entity(e, entity)->absent = true;
}

static void put_form(struct edited *e, const struct forms_of *forms, const struct build_form *form, uint32_t entity)
{
    uint32_t words[NAME_WORDS_MAXIMUM];
    struct node_path path;
    if (!words_of(e, forms, form, true, words))
        return;
    node_take(e, words, form->word_count, &path);
    if (e->failed)
        return;
    struct image_candidate candidate = forms_of_candidate(forms, form);
    candidate.entity = entity;
    candidate.flags |= meanings_classes(e, path.node) & CANDIDATE_RISKY_CLASSES ? CANDIDATE_RISKY : 0;
    meanings_add(e, &path, &candidate);
    note_key(e, forms, form, entity, false);
}

/* Has an earlier form the same words? */
static bool is_repeated(const struct tables *t, uint32_t number)
{
    const struct build_form *form = tables_form(t, number);
    for (uint32_t i = 0; i < number; i++) {
        const struct build_form *other = tables_form(t, i);
        if (other->word_count == form->word_count && !(other->flags & CANDIDATE_LEXICON) &&
            memcmp(tables_words(t, other), tables_words(t, form), form->word_count * sizeof(uint32_t)) == 0)
            return true;
    }
    return false;
}

/* Drops needless candidates and counts the persons' names, each node once. */
static void settle_forms(struct edited *e, const struct forms_of *forms, uint32_t entity)
{
    for (uint32_t i = 0; i < forms->tables.forms.count && !e->failed; i++) {
        const struct build_form *form = tables_form(&forms->tables, i);
        uint32_t words[NAME_WORDS_MAXIMUM];
        struct node_path path;
        if (form->flags & CANDIDATE_LEXICON || is_repeated(&forms->tables, i) ||
            !words_of(e, forms, form, false, words) || !node_find(e, words, form->word_count, &path))
            continue;
        meanings_settle(e, &path);
        meanings_count_persons(e, &path, entity, true);
    }
}

static void describe(struct edited *e, const struct forms_of *forms, uint32_t entity, uint32_t subtype)
{
    const struct tables *t = &forms->tables;
    const struct build_entity *made = tables_entity(t, 0);
    struct image_entity image = {.id = edited_entity(e, entity)->image.id,
                                 .name_ar = edited_keep(e, pool_string(&t->strings, made->name_ar)),
                                 .name_en = edited_keep(e, pool_string(&t->strings, made->name_en)),
                                 .wikidata = made->wikidata,
                                 .type = made->type,
                                 .subtype = (uint8_t)subtype};
    memcpy(image.country, made->country, sizeof image.country);
    edited_entity(e, entity)->image = image;
    edited_entity(e, entity)->absent = false;
    e->names += t->names;
}

static void put_in(struct edited *e, const struct forms_of *forms, uint32_t entity, uint32_t subtype)
{
    describe(e, forms, entity, subtype);
    for (uint32_t i = 0; i < forms->tables.forms.count && !e->failed; i++) {
        const struct build_form *form = tables_form(&forms->tables, i);
        census_reserve(e, form->word_count);
        uint32_t words[NAME_WORDS_MAXIMUM];
        if (form->flags & CANDIDATE_LEXICON)
            words_of(e, forms, form, true, words);
        else
            put_form(e, forms, form, entity);
    }
    settle_forms(e, forms, entity);
    settle_words(e, forms);
}

static struct text rows_of(const struct edited *e, uint32_t entity)
{
    const struct edited_entity *edited = edited_entity(e, entity);
    if (edited->rows)
        return (struct text){edited->rows, edited->rows_length};
    return entity < e->base->entity_count ? image_rows(e->base, entity) : (struct text){NULL, 0};
}

/* Takes the entity out as its rows of now put it in. */
static enum status take_out_present(struct edited *e, const char *id, uint32_t entity, struct error *error)
{
    struct forms_of forms;
    if (edited_entity(e, entity)->absent)
        return STATUS_OK;
    enum status status =
        forms_of_init(&forms, e, id, (enum entity_type)edited_entity(e, entity)->image.type, rows_of(e, entity), error);
    if (status == STATUS_OK)
        take_out(e, &forms, entity);
    forms_of_release(&forms);
    e->failed |= status != STATUS_OK;
    return e->failed ? out_of_memory(error) : STATUS_OK;
}

/* `kept`, malloc'ed and the entity's now, are the rows from now on, NULL: those of the base. */
static void keep_rows(struct edited *e, uint32_t entity, char *kept, size_t length)
{
    free(edited_entity(e, entity)->rows);
    edited_entity(e, entity)->rows = kept;
    edited_entity(e, entity)->rows_length = length;
}

static enum status put(struct edited *e, const char *id, const struct forms_of *forms, char *kept, size_t length,
                       struct error *error)
{
    uint32_t subtype = edited_subtype(e, tables_subtype(&forms->tables, tables_entity(&forms->tables, 0)->subtype));
    if (subtype == UINT32_MAX && !e->failed)
        return error_set(error, STATUS_BAD_SOURCE, "more than %d subtypes", IMAGE_SUBTYPES);
    uint32_t entity = e->failed ? UINT32_MAX : edited_take(e, id);
    enum status status = entity == UINT32_MAX ? out_of_memory(error) : take_out_present(e, id, entity, error);
    if (status != STATUS_OK)
        return status;
    put_in(e, forms, entity, subtype);
    if (e->failed)
        return out_of_memory(error);
    keep_rows(e, entity, kept, length);
    return STATUS_OK;
}

enum status editor_put(struct editor *editor, const char *id, enum entity_type type, struct text rows,
                       struct error *error)
{
    struct edited *e = &editor->edited;
    struct forms_of forms;
    char *kept = rows.length ? malloc(rows.length) : NULL;
    enum status status = forms_of_init(&forms, e, id, type, rows, error);
    if (status == STATUS_OK && !kept)
        status = out_of_memory(error);
    if (status == STATUS_OK) {
        memcpy(kept, rows.bytes, rows.length);
        status = put(e, id, &forms, kept, rows.length, error);
    }
    if (status != STATUS_OK)
        free(kept);
    forms_of_release(&forms);
    return status;
}

enum status editor_remove(struct editor *editor, const char *id, struct error *error)
{
    struct edited *e = &editor->edited;
    uint32_t entity = edited_find(e, id);
    if (entity == UINT32_MAX)
        return STATUS_OK;
    enum status status = take_out_present(e, id, entity, error);
    if (status == STATUS_OK)
        keep_rows(e, entity, NULL, 0);
    return status;
}

enum status editor_restore(struct editor *editor, const char *id, struct error *error)
{
    struct edited *e = &editor->edited;
    uint32_t entity = edited_find(e, id);
    if (entity == UINT32_MAX || entity >= e->base->entity_count)
        return editor_remove(editor, id, error);
    struct forms_of forms;
    enum status status = forms_of_init(&forms, e, id, (enum entity_type)e->base->entities[entity].type,
                                       image_rows(e->base, entity), error);
    if (status == STATUS_OK)
        status = put(e, id, &forms, NULL, 0, error);
    forms_of_release(&forms);
    return status;
}

bool editor_is_worn(const struct editor *editor)
{
    const struct edited *e = &editor->edited;
    const struct image_header *header = e->base->header;
    size_t base = header->sections[IMAGE_EDGES].count + header->sections[IMAGE_CANDIDATES].count +
                  header->sections[IMAGE_STRINGS].count;
    return e->edges.count + e->candidates.count + e->strings.count > WORN_FACTOR * base + WORN_SLACK;
}
