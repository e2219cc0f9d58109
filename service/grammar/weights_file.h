/* weights_file.h - writes fitted weights as a gazetteer source (nlp/data/model/weights-*.tsv).
 *
 * Threads: one thread.
 */
#ifndef ALAM_GRAMMAR_WEIGHTS_FILE_H
#define ALAM_GRAMMAR_WEIGHTS_FILE_H

#include "nlp/fit/train.h"
#include "service/base/status.h"

/* Writes the file, with a line to standard error that says how many features it has. STATUS_IO, also when the disk is full;
 * STATUS_OUT_OF_MEMORY. */
enum status weights_file_write(const char *path, const char *script, const struct examples *examples,
                               const struct trained *trained, struct error *error);

#endif
