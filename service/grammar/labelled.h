/* labelled.h - reads labelled articles: one JSON object a line, {"id", "text", "entities": [{"start", "end", "type", "name"?}]}.
 *
 * Offsets are Unicode code points of the text, end exclusive. "other" may hold [start, end] pairs of names that are no person,
 * place or organization. Other members are ignored, so that files with notes of their annotators can be read.
 *
 *     struct labelled_reader reader;
 *     status = labelled_open(&reader, path, &error);
 *     while ((status = labelled_next(&reader, &article, &error)) == STATUS_OK && article)
 *         …
 *     labelled_close(&reader);
 *
 * An article's strings live until the next call. Errors name file and line. Threads: one reader, one thread.
 */
#ifndef ALAM_GRAMMAR_LABELLED_H
#define ALAM_GRAMMAR_LABELLED_H

#include "nlp/evaluate/evaluation.h"
#include "service/base/arena.h"
#include "service/base/status.h"

#include <stdio.h>

struct labelled_range {
    uint32_t start, end; /* code points */
};

struct labelled_article {
    const char *id;
    struct text text;
    struct scored_span *spans;
    size_t span_count;
    struct labelled_range *others;
    size_t other_count;
};

struct labelled_reader {
    const char *path;
    FILE *file;
    char *line;
    size_t room, number;
    struct arena arena;
    struct labelled_article article;
};

/* STATUS_IO: the file cannot be read. */
enum status labelled_open(struct labelled_reader *reader, const char *path, struct error *error);
void labelled_close(struct labelled_reader *reader);

/* The next article, NULL at the end. STATUS_BAD_SOURCE: a line is no labelled article (`error` says where and why). */
enum status labelled_next(struct labelled_reader *reader, const struct labelled_article **ret_article,
                          struct error *error);

#endif
