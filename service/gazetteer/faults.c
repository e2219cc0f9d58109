#include "service/gazetteer/faults.h"

#include "service/base/encoding.h"
#include "service/base/json_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void faults_add(struct faults *faults, size_t line, const char *format, ...)
{
    va_list args;
    if (faults->count++ >= FAULTS_SHOWN)
        return;
    fprintf(stderr, "alam gazetteer: %s:", faults->path);
    if (line)
        fprintf(stderr, "%zu:", line);
    fputc(' ', stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

bool faults_end(const struct faults *faults)
{
    if (faults->count > FAULTS_SHOWN)
        fprintf(stderr, "alam gazetteer: %s: %zu lines like this in all, of which the first %d are shown\n",
                faults->path, faults->count, FAULTS_SHOWN);
    return faults->count == 0;
}

const char *faults_in_line(struct text line)
{
    if (line.length && memchr(line.bytes, '\0', line.length))
        return "a NUL byte stands here: this is not text";
    return json_read_utf8(line.bytes, line.length) == line.length ? NULL : "this is not UTF-8";
}

bool faults_check_file(const char *path, struct text bytes)
{
    struct faults faults = {.path = path};
    const char *foreign = encoding_foreign(bytes.bytes, bytes.length);
    size_t mark = encoding_mark(bytes.bytes, bytes.length);
    bytes = (struct text){bytes.bytes + mark, bytes.length - mark};
    if (foreign)
        faults_add(&faults, 1, "this is %s: convert the file to UTF-8", foreign);
    else if (!text_trim(bytes).length)
        faults_add(&faults, 0, "the file is empty");
    for (size_t line = 1; bytes.length && !foreign; line++) {
        const char *reason = faults_in_line(text_split(&bytes, '\n'));
        if (reason)
            faults_add(&faults, line, "%s", reason);
    }
    return faults_end(&faults);
}
