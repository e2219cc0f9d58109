#include "nlp/build/entity_rows.h"

#include "nlp/build/kept_rows.h"
#include "nlp/build/variants.h"
#include "nlp/text/spelling.h"

#include <string.h>

enum { ID_BYTES_MAXIMUM = 200 };

/* Ids stand in URLs: printable ASCII without what URLs and JSON would have to escape. */
static bool id_is_sound(struct text id)
{
    for (size_t i = 0; i < id.length; i++)
        if ((unsigned char)id.bytes[i] <= ' ' || (unsigned char)id.bytes[i] >= 0x7f || strchr("/?#%&\"\\", id.bytes[i]))
            return false;
    return id.length > 0 && id.length <= ID_BYTES_MAXIMUM;
}

/* Reads the cells that are neither names nor the subtype. */
static enum status read_cells(const struct row *row, struct build_entity *ret_entity)
{
    char type_name[16];
    enum entity_type type;
    struct text wikidata = row->cells[COLUMN_WIKIDATA], country = row->cells[COLUMN_COUNTRY];
    uint32_t q = 0, prior = 0;
    if (!id_is_sound(row->cells[COLUMN_ID]))
        return row_fault(row, "the id is empty or has a character that ids may not have");
    if (!entity_type_parse(text_copy(row->cells[COLUMN_TYPE], type_name, sizeof type_name), &type))
        return row_fault(row, "the type must be person, place or organization");
    if (wikidata.length && (wikidata.bytes[0] != 'Q' ||
                            !row_whole((struct text){wikidata.bytes + 1, wikidata.length - 1}, UINT32_MAX - 1, &q)))
        return row_fault(row, "wikidata must be Q and a number");
    if (row->cells[COLUMN_PRIOR].length && !row_whole(row->cells[COLUMN_PRIOR], PRIOR_MAXIMUM, &prior))
        return row_fault(row, "prior must be a number from 0 to %d", PRIOR_MAXIMUM);
    if (country.length != 0 && country.length != sizeof ret_entity->country)
        return row_fault(row, "country must be a code of two letters");
    *ret_entity = (struct build_entity){.wikidata = q, .type = (uint8_t)type, .prior = (uint8_t)prior};
    if (country.length)
        memcpy(ret_entity->country, country.bytes, country.length);
    return STATUS_OK;
}

/* Numbers the subtypes whose numbers stay, before the first subtype of a row. False: out of memory. */
static bool number_subtypes(struct tables *t)
{
    const char *name;
    for (size_t i = 0; t->subtypes.keys.count == i && (name = subtype_numbered(i)) != NULL; i++)
        if (interner_add(&t->subtypes, name, strlen(name)) == UINT32_MAX)
            return false;
    return true;
}

static enum status read_subtype(struct tables *t, const struct row *row, struct build_entity *entity)
{
    struct text name = row->cells[COLUMN_SUBTYPE];
    if (!name.length)
        return STATUS_OK;
    if (!number_subtypes(t))
        return row_out_of_memory(row);
    uint32_t number = interner_add(&t->subtypes, name.bytes, name.length);
    if (number == UINT32_MAX)
        return row_out_of_memory(row);
    if (number >= IMAGE_SUBTYPES)
        return row_fault(row, "more than %d subtypes", IMAGE_SUBTYPES);
    entity->subtype = (uint8_t)(number + 1);
    return STATUS_OK;
}

/* Copies a name unless the entity has one; false: out of memory. */
static bool keep_name(struct tables *t, struct text name, uint32_t *offset)
{
    if (*offset == 0 && name.length)
        *offset = pool_append(&t->strings, name.bytes, name.length);
    return *offset != UINT32_MAX;
}

/* Gives the entity of the row's id what it does not have yet. */
static enum status merge(struct tables *t, const struct row *row, const struct build_entity *read, uint32_t *ret_number)
{
    struct text id = row->cells[COLUMN_ID];
    uint32_t number = interner_add(&t->ids, id.bytes, id.length);
    if (number == UINT32_MAX || !array_grow(&t->entities, 1))
        return row_out_of_memory(row);
    struct build_entity *entity = tables_entity(t, number);
    if (number == t->entities.count) {
        *entity = *read;
        entity->id = interner_key(&t->ids, number)->offset;
        t->entities.count++;
    } else if (entity->type != read->type) {
        return row_fault(row, "an earlier row gives this id another type");
    }
    entity->subtype = entity->subtype ? entity->subtype : read->subtype;
    entity->wikidata = entity->wikidata ? entity->wikidata : read->wikidata;
    entity->prior = read->prior > entity->prior ? read->prior : entity->prior;
    if (!entity->country[0])
        memcpy(entity->country, read->country, sizeof entity->country);
    if (!keep_name(t, row->cells[COLUMN_AR], &entity->name_ar) ||
        !keep_name(t, row->cells[COLUMN_EN], &entity->name_en))
        return row_out_of_memory(row);
    *ret_number = number;
    return STATUS_OK;
}

/* Remembers the first word of the entity's main Arabic name. False: out of memory. */
static bool note_head(struct tables *t, uint32_t entity, const struct name *name)
{
    if (tables_entity(t, entity)->head_word)
        return true;
    uint32_t word = forms_word(t, &name->words[0]);
    if (word == UINT32_MAX)
        return false;
    tables_entity(t, entity)->head_word = word + 1;
    return true;
}

/* The first and the last word of a person's name are likely other persons' given and family names too: adds them to the
 * lexicon, words of one and two letters excepted. False: out of memory. */
static bool note_name_words(struct tables *t, const struct name *name)
{
    enum { LETTERS_MINIMUM = 3 };
    static const enum word_class classes[] = {WORD_CLASS_SEEN_GIVEN, WORD_CLASS_SEEN_FAMILY};
    if (name->count < 2)
        return true;
    for (int i = 0; i < 2; i++) {
        struct name word = {.words = {name->words[i ? name->count - 1 : 0]}, .count = 1};
        struct form_row row = {.entity = classes[i], .flags = CANDIDATE_LEXICON};
        if (word.words[0].length >= LETTERS_MINIMUM && !forms_add(t, &word, row))
            return false;
    }
    return true;
}

static enum status add_name(struct tables *t, const struct row *row, uint32_t number, enum column column,
                            struct text written)
{
    bool person = tables_entity(t, number)->type == ENTITY_PERSON, main = column == COLUMN_EN || column == COLUMN_AR;
    struct name name;
    uint8_t flags;
    enum status status = forms_read(t, written, &name, &flags);
    if (status != STATUS_OK)
        return status == STATUS_OUT_OF_MEMORY
                   ? row_out_of_memory(row)
                   : row_fault(row, "a name is empty, not UTF-8, or longer than %d words", NAME_WORDS_MAXIMUM);
    struct form_row form = {number, spelling_hash(written.bytes, written.length),
                            (uint8_t)(flags | (main ? CANDIDATE_CANONICAL : 0))};
    t->names++;
    if (!forms_add(t, &name, form) || !variants_add(t, &name, form, person) ||
        (column == COLUMN_AR && !note_head(t, number, &name)) || (person && !note_name_words(t, &name)))
        return row_out_of_memory(row);
    return STATUS_OK;
}

static enum status add_names(struct tables *t, const struct row *row, uint32_t number)
{
    static const enum column mains[] = {COLUMN_EN, COLUMN_AR}, aliases[] = {COLUMN_ALIASES_EN, COLUMN_ALIASES_AR};
    enum status status = STATUS_OK;
    for (int i = 0; i < 2 && status == STATUS_OK; i++)
        if (row->cells[mains[i]].length)
            status = add_name(t, row, number, mains[i], row->cells[mains[i]]);
    for (int i = 0; i < 2; i++) {
        struct text rest = row->cells[aliases[i]];
        while (rest.length && status == STATUS_OK)
            status = add_name(t, row, number, aliases[i], text_split(&rest, '|'));
    }
    return status;
}

enum status entity_rows_add(struct tables *t, const struct row *row)
{
    struct build_entity entity = {0};
    uint32_t number = 0;
    enum status status = read_cells(row, &entity);
    if (status == STATUS_OK)
        status = read_subtype(t, row, &entity);
    if (status == STATUS_OK)
        status = merge(t, row, &entity, &number);
    if (status == STATUS_OK && !kept_rows_add(t, number, row))
        status = row_out_of_memory(row);
    return status == STATUS_OK ? add_names(t, row, number) : status;
}
