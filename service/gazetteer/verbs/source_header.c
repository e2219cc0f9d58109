#include "service/gazetteer/verbs/source_header.h"

#include "nlp/build/builder.h"
#include "service/base/tsv.h"
#include "service/gazetteer/faults.h"

bool source_header_check(const char *path, struct text bytes)
{
    struct tsv tsv = {.rest = tsv_skip_mark(bytes)};
    struct text line = {"", 0};
    struct faults faults = {.path = path};
    tsv_line(&tsv, &line);
    const char *fault = builder_header_fault(line.bytes, line.length);
    if (!fault && !tsv_line(&tsv, &line))
        fault = "there is no row behind the header";
    if (fault)
        faults_add(&faults, tsv.line, "%s", fault);
    return faults_end(&faults);
}
