/* annotation.h - the answer: the entities of an article, and where each of them is mentioned.
 *
 * Everything in an annotation lives in the arena of the tagging or in the gazetteer. That arena holds a hundred times as
 * much besides, so whoever keeps an annotation copies it to another one and releases the first:
 *
 *     tag(gazetteer, &request, &scratch, &annotation, &error);
 *     annotation_copy(&annotation, &arena);
 *     arena_release(&scratch);
 *
 * Threads: read only once written.
 */
#ifndef ALAM_NLP_ANNOTATION_H
#define ALAM_NLP_ANNOTATION_H

#include "nlp/answer/explain.h"
#include "nlp/answer/request.h"

struct arena;
struct found_list;

struct mention {
    enum text_field field;
    size_t start, end; /* in the request's unit, end exclusive, prefix excluded */
    size_t start_byte, end_byte;
    const char *prefix; /* attached particles in front as written ("ول"); "" when none */
    double confidence;  /* 0…1 */
    enum mention_method method;
    const struct explanation *explanation; /* NULL unless asked for */
};

struct annotated_entity {
    const char *id;
    enum entity_type type;
    const char *name;               /* best name in the text's language */
    const char *name_ar, *name_en;  /* "" when unknown */
    const char *country;            /* ISO 3166-1 alpha-2 or "" */
    const char *wikidata;           /* "Q…" or "" */
    bool known;                     /* in the gazetteer */
    double salience;                /* 0…1 */
    const struct mention *mentions; /* in order of field (title first), then start */
    size_t mention_count;
};

struct annotation {
    const char *language; /* "ar", "en" or "und" */
    enum offset_unit unit;
    const char *gazetteer_version;
    const struct annotated_entity *entities; /* most salient first */
    size_t entity_count;
    const char *const *warnings; /* sentences for the client; the tagger itself has none */
    size_t warning_count;
};

/* Writes the answer from the mentions found, which stand in the order of the text: groups them by entity, leaves out what
 * the request does not want, orders by salience and converts offsets. False: out of memory. */
bool annotation_write(struct tagging *t, const struct found_list *list, const struct tag_request *request,
                      struct annotation *ret_annotation);

/* Copies what lives in the arena of the tagging into another one, without explanations, and has the annotation point
 * there. False: out of memory. */
bool annotation_copy(struct annotation *annotation, struct arena *arena);

#endif
