/* charset.h - a page's bytes as UTF-8.
 *
 * The charset is looked for where browsers look for it, in their order (HTML standard, "determining the character
 * encoding"): the byte order mark, the header Content-Type, <meta>. A page that tells none is UTF-8 if its bytes are, else
 * windows-1256, the usual one of old Arabic pages. iconv converts; what it cannot convert becomes U+FFFD. Threads: pure
 * functions.
 */
#ifndef ALAM_PAGE_CHARSET_H
#define ALAM_PAGE_CHARSET_H

#include "service/base/status.h"
#include "service/base/strbuf.h"

/* Appends the page as UTF-8 to *out. `content_type` is the header's value, "" when there is none.
 * STATUS_UNSUPPORTED_MEDIA_TYPE: iconv does not know the charset. STATUS_TOO_LARGE: the buffer's maximum was reached. */
enum status charset_to_utf8(const char *bytes, size_t length, const char *content_type, struct strbuf *out,
                            struct error *error);

#endif
