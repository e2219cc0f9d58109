/* extract.h - from a news page's HTML to its article: the main text, and what the page says of itself.
 *
 * extract_text.h says how the text is found, extract_meta.h where title, site, author, language, address and time come
 * from. The input is UTF-8 (charset.h). Everything found lives in the arena. Threads: reentrant.
 */
#ifndef ALAM_FETCH_EXTRACT_H
#define ALAM_FETCH_EXTRACT_H

#include "service/base/status.h"
#include "service/fetch/extract_meta.h"

struct extract {
    struct text text;
    struct extract_meta meta;
};

/* `limit_ms` is how long the processor may be busy with reading the page (ALAM_EXTRACT_TIMEOUT). STATUS_INVALID_INPUT: there
 * is no article in this page, or it breaks a limit of page_tree.h. STATUS_OUT_OF_MEMORY: the arena is full. */
enum status extract_article(const char *html, size_t length, int64_t limit_ms, struct arena *arena,
                            struct extract *ret_extract, struct error *error);

#endif
