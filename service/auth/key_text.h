/* key_text.h - the text of an API key: alam_ID_SECRET, where ID is 12 and SECRET 64 lower-case hexadecimal digits.
 *
 * Tools that look for leaked secrets can tell it by its prefix. Only the id and a SHA-256 of the whole text are stored.
 * Threads: pure functions.
 */
#ifndef ALAM_AUTH_KEY_TEXT_H
#define ALAM_AUTH_KEY_TEXT_H

#include "service/store/operations/keys.h"

enum { KEY_TEXT_LENGTH = 5 + KEY_ID_LENGTH + 1 + 64 };

/* Makes a new key: its text, which is shown once and not stored, and the id and hash of *ret_key. False: the system has no
 * random bytes. */
bool key_text_make(char ret_text[KEY_TEXT_LENGTH + 1], struct api_key *ret_key);
/* The id and the hash of a key's text. False: the text is not that of a key. */
bool key_text_parse(const char *text, char ret_id[KEY_ID_LENGTH + 1], unsigned char ret_hash[KEY_HASH_SIZE]);

#endif
