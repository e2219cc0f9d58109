/* field_checks.h - what single values of a body or a query must look like.
 *
 * Every check returns NULL when the value is fine, else a sentence that says what is wrong, for `errors` of a problem
 * document. `value` is NUL-terminated UTF-8 of `length` bytes. Threads: pure functions.
 */
#ifndef ALAM_ROUTE_FIELD_CHECKS_H
#define ALAM_ROUTE_FIELD_CHECKS_H

#include <stddef.h>

/* The form of all checks: a member of struct body_field (json_body.h), an argument of paging_text (paging.h). */
typedef const char *field_check(const char *value, size_t length);

/* Something besides white space and invisible characters (Unicode properties White_Space and
 * Default_Ignorable_Code_Point, of the Basic Multilingual Plane). */
field_check check_not_blank;
/* A language tag in the outer form of BCP 47: a language of two or three letters, then subtags; 35 bytes at most. */
field_check check_language;
/* "codepoint", "utf16" or "byte". */
field_check check_offset_unit;
/* "person", "place" or "organization". */
field_check check_entity_type;
/* A time in one of the forms of time_input.h. */
field_check check_timestamp;
/* An absolute http or https address without blanks, control characters, angle brackets and quotation marks. */
field_check check_url;

#endif
