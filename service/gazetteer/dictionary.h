/* dictionary.h - ordinary words out of spelling dictionaries, as a lexicon source (class noun or verb-form, form).
 *
 * A word that is in no list and in no dictionary is likely a name: that is what the grammar needs to know of them. Read
 * are Hunspell's pair of files (man 5 hunspell: AF aliases, SFX rules with strip, add and condition; FLAG long) as
 * Debian's hunspell-ar has them (Ayaspell, its sections named by lines `….dic`; verbs stand there conjugated), and
 * plain word lists as Debian's wamerican. Prefixes are not applied: the tagger strips particles and the article itself.
 * Threads: one.
 */
#ifndef ALAM_GAZETTEER_DICTIONARY_H
#define ALAM_GAZETTEER_DICTIONARY_H

#include <stdbool.h>

/* Rows on stdout, without the header; false after a complaint on stderr. */
bool dictionary_write_hunspell(const char *affix_path, const char *words_path);
bool dictionary_write_list(const char *path); /* small-letter words without apostrophes */

#endif
