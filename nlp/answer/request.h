/* request.h - what the caller gives to the tagger, and what the answer should contain.
 *
 * Depends on the words of nlp/text/types.h only. Threads: a request is read only.
 */
#ifndef ALAM_NLP_REQUEST_H
#define ALAM_NLP_REQUEST_H

#include "nlp/text/types.h"

enum { TAG_TEXT_MAXIMUM = 64 * 1024 * 1024 }; /* bytes, title and text together */

struct tag_request {
    struct text text;
    struct text title;     /* bytes == NULL: no title */
    const char *language;  /* "ar", "en", … or NULL: detected from the letters */
    unsigned types;        /* 1 << enum entity_type, ENTITY_TYPES_ALL for all */
    double min_confidence; /* 0…1; mentions below it are left out */
    enum offset_unit unit;
    bool explain; /* fill mention.explanation */
};

#endif
