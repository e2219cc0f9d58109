#include "nlp/build/emit.h"

#include "nlp/build/dictionary.h"
#include "nlp/build/entities.h"
#include "nlp/build/kept_rows.h"
#include "nlp/build/keys.h"
#include "nlp/build/lone_names.h"
#include "nlp/build/model_rows.h"
#include "nlp/build/statistics_rows.h"
#include "nlp/build/trie.h"
#include "nlp/build/words.h"

#include <stdlib.h>
#include <string.h>

/* Classes that the lexicon gives the words alone, by word number, malloc'ed; NULL: out of memory. */
static word_classes *classes_of_words(const struct tables *t)
{
    word_classes *classes_of = calloc(t->words.keys.count + 1, sizeof *classes_of);
    const struct lexeme *lexemes = t->lexicon.items;
    for (size_t i = 0; classes_of && i < t->lexicon.count; i++)
        classes_of[lexemes[i].word] |= (word_classes)1 << lexemes[i].class;
    return classes_of;
}

/* Writes the trie and the candidates; returns how many nodes there are. */
static size_t emit_trie(const struct tables *t, const word_classes *classes_of, const uint32_t *slot_of,
                        struct sections *out)
{
    struct order order = {0};
    struct heads heads = {0};
    size_t nodes = 0;
    if (order_init(&order, t) && heads_init(&heads, t, classes_of)) {
        struct candidates candidates = {.order = &order, .heads = &heads, .classes_of_words = classes_of, .out = out};
        struct trie trie = {.order = &order, .slot_of = slot_of, .candidates = &candidates, .out = out};
        trie_emit(&trie);
        nodes = trie.nodes;
    } else {
        out->failed = true;
    }
    heads_release(&heads);
    order_release(&order);
    return nodes;
}

/* Fills the sections; returns how many nodes the trie has. */
static size_t emit_sections(struct tables *t, struct sections *out)
{
    size_t nodes = 0;
    word_classes *classes_of = classes_of_words(t);
    bool marked = classes_of && lone_names_mark(t, classes_of);
    uint32_t *slot_of = marked ? words_emit(t, classes_of, out) : NULL;
    if (slot_of) {
        entities_emit(t, out);
        kept_rows_emit(t, out);
        dictionary_emit(t, out);
        nodes = emit_trie(t, classes_of, slot_of, out);
        sections_copy(out, IMAGE_RULES, &t->rules);
        keys_emit(t, classes_of, out);
        statistics_rows_emit(t, out);
        model_rows_emit(t, out);
        sections_copy(out, IMAGE_SOURCES, &t->sources);
    } else {
        out->failed = true;
    }
    free(slot_of);
    free(classes_of);
    return nodes;
}

enum status emit_image(struct tables *t, const char *version, void **ret_image, size_t *ret_length, size_t *ret_nodes,
                       struct error *error)
{
    struct image_header header = {.magic = IMAGE_MAGIC,
                                  .format = IMAGE_FORMAT,
                                  .byte_order = IMAGE_BYTE_ORDER,
                                  .name_count = (uint32_t)t->names,
                                  .subtype_count = (uint32_t)t->subtypes.keys.count};
    struct sections sections;
    sections_init(&sections);
    memcpy(header.version, version, strlen(version) + 1);
    size_t nodes = emit_sections(t, &sections);
    enum status status =
        sections.failed ? error_set(error, STATUS_OUT_OF_MEMORY,
                                    "no memory for the gazetteer, or it has more than %u nodes", CHILDREN_INDEX_MASK)
                        : sections_write(&sections, &header, ret_image, ret_length, error);
    if (status == STATUS_OK)
        *ret_nodes = nodes;
    sections_release(&sections);
    return status;
}
