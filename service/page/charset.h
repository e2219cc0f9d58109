/* charset.h - a page's bytes as UTF-8.
 *
 * The byte order mark decides. Then the bytes themselves: UTF-8 with letters of several bytes, UTF-16, and Arabic in
 * windows-1256 or ISO 8859-6, are known by themselves, whatever was said (charset_letters.h). Else counts what was said, by
 * labels of the Encoding Standard (charset_labels.h): the header Content-Type, <meta>, the XML declaration; a label that
 * nobody knows, or UTF-8 that the bytes are not, leaves it to the next. A page that tells nothing is windows-1252. iconv
 * converts; single bytes that it cannot convert become U+FFFD, and a page of which much cannot be read is refused.
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_CHARSET_H
#define ALAM_PAGE_CHARSET_H

#include "service/base/status.h"
#include "service/base/strbuf.h"

/* Appends the page as UTF-8 to *out. `content_type` is the header's value, "" when there is none.
 * STATUS_UNSUPPORTED_MEDIA_TYPE: its letters cannot be read; nothing was appended. STATUS_TOO_LARGE: the buffer's maximum was reached. */
enum status charset_to_utf8(const char *bytes, size_t length, const char *content_type, struct strbuf *out,
                            struct error *error);

#endif
