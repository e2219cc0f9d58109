/* charset_labels.h - what the web means by the name of a charset (WHATWG Encoding Standard, section 4.2, "Names and
 * labels"), as iconv calls it.
 *
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_CHARSET_LABELS_H
#define ALAM_PAGE_CHARSET_LABELS_H

enum { CHARSET_LABEL_MAXIMUM = 64 /* bytes, NUL included */ };

/* iconv's name for the label, which is read without regard to capitals and blanks at its ends. NULL: the standard has no such
 * label, or only as one that must not be decoded. */
const char *charset_labels_find(const char *label);

#endif
