/* tagger.h - text in, entities out: a pure function of (gazetteer, text).
 *
 *     struct tag_request request = {.text = {bytes, length}, .types = ENTITY_TYPES_ALL};
 *     struct annotation annotation;
 *     if (tag(gazetteer, &request, &arena, &annotation, &error) == STATUS_OK) …
 *
 * Everything in the annotation lives in the arena or in the gazetteer. Spans never overlap within a field; offsets
 * refer to the bytes as they were given, in the unit asked for. Time and memory are linear in the text. Threads:
 * reentrant; one arena, one thread.
 */
#ifndef ALAM_NLP_TAGGER_H
#define ALAM_NLP_TAGGER_H

#include "nlp/gazetteer.h"

struct tag_request {
    struct text text;
    struct text title;     /* bytes == NULL: no title */
    const char *language;  /* "ar", "en", … or NULL: detected from the letters */
    unsigned types;        /* 1 << enum entity_type, ENTITY_TYPES_ALL for all */
    double min_confidence; /* 0…1; mentions below it are left out */
    enum offset_unit unit;
    bool explain; /* fill mention.explanation */
};

/* One named term of a reading's score. */
struct score_part {
    const char *name;
    double value;
};

/* Why a mention was read as it was (section "Resolution" of nlp/README.md). */
struct explanation {
    const char *spelling; /* the gazetteer's folded surface form, or the rule that found the name */
    const struct score_part *parts;
    size_t part_count;
    double score;
    const struct rival {
        const char *id;   /* the entity that lost */
        const char *text; /* its span's text */
        double score;
    } * rivals; /* best first */
    size_t rival_count;
};

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
    const char *const *warnings;
    size_t warning_count;
};

/* STATUS_OK, STATUS_INVALID_UTF8 (error names field and byte offset), STATUS_TOO_LARGE (TAG_TEXT_MAXIMUM) or
 * STATUS_OUT_OF_MEMORY (the arena's maximum). Without explain an arena of tag_arena_size() bytes is always enough. */
enum status tag(const struct gazetteer *gazetteer, const struct tag_request *request, struct arena *arena,
                struct annotation *ret_annotation, struct error *error);

enum { TAG_TEXT_MAXIMUM = 64 * 1024 * 1024 }; /* bytes, title and text together */

/* Bytes of arena that tagging `text_length` bytes of title and text can need at the most, without `explain`:
 * explanations take as much again for every hundred readings that were weighed. */
size_t tag_arena_size(size_t text_length);

#endif
