/* reading.h - an article read by the tagger, before the answer is written: its words, arcs and mentions.
 *
 * The first reading is that of the gazetteer, the grammar and coreference; the second one that of the sequence model, which takes
 * the first for evidence. tagger.c writes the annotation from the second; nlp/fit fits the model's weights on the first.
 *
 *     struct reading reading;
 *     status = reading_first(&reading, gazetteer, title, text, &arena, &error);
 *     if (status == STATUS_OK)
 *         status = reading_second(&reading, gazetteer, &error);
 *
 * Everything lives in the arena, and the struct must not move. Threads: one reading, one thread.
 */
#ifndef ALAM_NLP_READING_H
#define ALAM_NLP_READING_H

#include "nlp/gazetteer.h"
#include "nlp/grammar/rules.h"
#include "nlp/lattice/found.h"

struct reading {
    struct tagging tagging;
    struct found_list found; /* in the order of the text, the title's first */
    struct rule_spares spares;
};

/* STATUS_INVALID_UTF8 (`error` names the field and the byte offset), STATUS_TOO_LARGE or STATUS_OUT_OF_MEMORY. */
enum status reading_first(struct reading *reading, const struct gazetteer *gazetteer, struct text title,
                          struct text text, struct arena *arena, struct error *error);

/* Replaces the mentions by those of the sequence model; without fitted weights the first reading stands.
 * STATUS_OUT_OF_MEMORY. */
enum status reading_second(struct reading *reading, const struct gazetteer *gazetteer, struct error *error);

#endif
