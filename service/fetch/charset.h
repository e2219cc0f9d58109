/* charset.h - a page's bytes as UTF-8, in the order that browsers look (HTML standard, "determining the character
 * encoding"): byte order mark, Content-Type, <meta>, else UTF-8 when it is, else windows-1256 (Arabic) .
 *
 * Converts with iconv; what cannot be converted becomes U+FFFD. Threads: pure functions.
 */
#ifndef ALAM_FETCH_CHARSET_H
#define ALAM_FETCH_CHARSET_H

#include "service/base/status.h"
#include "service/base/strbuf.h"

/* Appends to *out. STATUS_UNSUPPORTED_MEDIA_TYPE: a charset that iconv does not know. */
enum status charset_to_utf8(const char *bytes, size_t length, const char *content_type, struct strbuf *out,
                            struct error *error);

#endif
