/* key_text.h - what an API key looks like: alam_ID_SECRET, 12 and 64 lower-case hexadecimal digits.
 *
 * The prefix lets secret scanners find a leaked key. Threads: pure functions.
 */
#ifndef ALAM_AUTH_KEY_TEXT_H
#define ALAM_AUTH_KEY_TEXT_H

#include "service/store/operations/keys.h"

enum { KEY_TEXT_LENGTH = 5 + KEY_ID_LENGTH + 1 + 64 };

/* Makes a new key: its text, to be shown once, and its id and hash. False when the system has no randomness. */
bool key_text_make(char ret_text[KEY_TEXT_LENGTH + 1], struct api_key *ret_key);
/* Id and hash of a key's text. False when it is no key. */
bool key_text_parse(const char *text, char ret_id[KEY_ID_LENGTH + 1], unsigned char ret_hash[KEY_HASH_SIZE]);

#endif
