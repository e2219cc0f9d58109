/* source_header.h - whether a text file is a source at all: its header row has the columns of some kind of rows
 * (nlp/build/builder.h), and rows follow. Threads: no shared state. */
#ifndef ALAM_GAZETTEER_SOURCE_HEADER_H
#define ALAM_GAZETTEER_SOURCE_HEADER_H

#include "service/base/text.h"

/* False after a message that names the file and the line. */
bool source_header_check(const char *path, struct text bytes);

#endif
