/* forms.h - from a name as it is written to a surface form: its folded words in the builder's tables.
 *
 *     struct name name;
 *     enum status status = forms_read(tables, text, &name, &case_flags);
 *     if (status == STATUS_OK && !forms_add(tables, &name, row))
 *         status = STATUS_OUT_OF_MEMORY;
 *
 * Threads: one builder, one thread.
 */
#ifndef ALAM_NLP_BUILD_FORMS_H
#define ALAM_NLP_BUILD_FORMS_H

#include "nlp/build/tables.h"
#include "service/base/status.h"

enum { NAME_BYTES_MAXIMUM = 256 /* as written */, NAME_JOINED_MAXIMUM = 1024 };

struct word {
    const uint8_t *letters;
    uint32_t length;
    uint8_t flags; /* TOKEN_…; 0 where a rule made the word (variants.h) */
};

/* A name's words. Letters lie in the arena of the tables, or in `joined` where a rule made the word. */
struct name {
    struct word words[NAME_WORDS_MAXIMUM * 2]; /* a rule may split words */
    size_t count;
    uint8_t joined[NAME_JOINED_MAXIMUM];
    size_t joined_used;
};

/* What a form means, and how. */
struct form_row {
    uint32_t entity; /* struct build_form */
    uint16_t spelling;
    uint8_t flags; /* CANDIDATE_… */
};

/* Cuts a name into its folded words, which stay valid until the next name is read. *ret_case_flags is CANDIDATE_CASED
 * and CANDIDATE_ACRONYM as the name is written. STATUS_BAD_SOURCE: it has no word, is not UTF-8, or is longer than
 * NAME_BYTES_MAXIMUM, NAME_WORDS_MAXIMUM or (a word) WORD_LETTERS_MAXIMUM. STATUS_OUT_OF_MEMORY. */
enum status forms_read(struct tables *tables, struct text text, struct name *ret_name, uint8_t *ret_case_flags);

/* Adds the words as a form. A name that a rule made longer than NAME_WORDS_MAXIMUM is left out. False: out of memory. */
bool forms_add(struct tables *tables, const struct name *name, struct form_row row);

/* The number of a word, which may be a new one. UINT32_MAX: out of memory. */
uint32_t forms_word(struct tables *tables, const struct word *word);

#endif
