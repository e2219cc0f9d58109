/* dictionary.h - ordinary words out of spelling dictionaries, as rows of a lexicon source: class (noun or verb-form) and
 * form.
 *
 * The grammar takes a word for a likely name when it stands in no list and in no dictionary; these rows are what it knows
 * of dictionaries. Two formats are read:
 *   - Hunspell's pair of an affix file and a word file (man 5 hunspell) in the form of Debian's hunspell-ar (Ayaspell):
 *     AF aliases, SFX rules with strip, add and condition, FLAG long. Lines "….dic" name the sections of the word file;
 *     verbs stand there conjugated. Prefixes are not applied: the tagger takes particles and the article off by itself.
 *   - a plain list of words, one a line, as Debian's wamerican has it.
 * Rows go to standard output, without a header row; messages go to standard error. Threads: one.
 */
#ifndef ALAM_GAZETTEER_DICTIONARY_H
#define ALAM_GAZETTEER_DICTIONARY_H

#include <stdbool.h>

/* Every word of the word file with the suffixes that its flags allow. False after a message. */
bool dictionary_write_hunspell(const char *affix_path, const char *words_path);

/* The words of two letters or more that are written in small ASCII letters alone. False after a message. */
bool dictionary_write_list(const char *path);

#endif
