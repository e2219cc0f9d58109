/* uuid.h - UUIDs (RFC 9562) in their text form: 36 characters, lower-case hexadecimal.
 *
 * Depends on libc only. Threads: pure functions, but for uuid_make_random, which asks the system.
 */
#ifndef ALAM_BASE_UUID_H
#define ALAM_BASE_UUID_H

#include <stdbool.h>

enum { UUID_LENGTH = 36, UUID_BYTES = 16 };

/* Writes 16 bytes as a UUID of the given version: the bits for version and variant are set, the other 122 kept. */
void uuid_format(const unsigned char bytes[UUID_BYTES], unsigned version, char ret_text[UUID_LENGTH + 1]);
/* A random UUID (version 4). False when the system has no randomness to give. */
bool uuid_make_random(char ret_text[UUID_LENGTH + 1]);
/* True for the text form in any case and of any version; ret_text gets it in lower case. */
bool uuid_parse(const char *text, char ret_text[UUID_LENGTH + 1]);

#endif
