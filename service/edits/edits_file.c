#include "service/edits/edits_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char mark[] = "edits\t";

void edits_file_begin(FILE *out, int64_t number)
{
    fprintf(out, "%s%" PRId64 "\n", mark, number);
}

void edits_file_write(FILE *out, const struct edit *edit)
{
    if (edit->state)
        fprintf(out, "%s\t%s\t%s\n", edit->kind, edit->id, edit->state);
}

/* Cuts the line at its next tab; NULL: there is none. */
static char *cut(char *line)
{
    char *tab = strchr(line, '\t');
    if (!tab)
        return NULL;
    *tab = '\0';
    return tab + 1;
}

static enum status take_line(struct edits *edits, char *line, size_t number, struct error *error)
{
    char *id = cut(line), *state = id ? cut(id) : NULL;
    if (!state)
        return error_set(error, STATUS_BAD_SOURCE, "line %zu is not kind, id and state with tabs between them", number);
    state[strcspn(state, "\r\n")] = '\0';
    return edits_take(edits, &(struct edit){line, id, state}, error);
}

static enum status read_all(FILE *in, struct edits *edits, int64_t *ret_number, struct error *error)
{
    char *line = NULL;
    size_t room = 0, number = 0;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && getline(&line, &room, in) >= 0) {
        if (++number > 1)
            status = take_line(edits, line, number, error);
        else if (strncmp(line, mark, sizeof mark - 1) == 0)
            *ret_number = strtoll(line + sizeof mark - 1, NULL, 10);
        else
            status = error_set(error, STATUS_BAD_SOURCE, "this is no file of `alam gazetteer export-edits`");
    }
    free(line);
    if (status == STATUS_OK && ferror(in))
        return error_set(error, STATUS_IO, "%s", strerror(errno));
    if (status == STATUS_OK && number == 0)
        return error_set(error, STATUS_BAD_SOURCE, "the file is empty");
    return status;
}

enum status edits_file_open(const char *path, const struct gazetteer *base, struct gazetteer **ret_view,
                            struct error *error)
{
    int64_t number = 0;
    struct error why = {""};
    FILE *in = fopen(path, "re");
    if (!in)
        return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
    struct edits *edits = edits_new(base);
    enum status status = edits ? read_all(in, edits, &number, &why)
                               : error_set(&why, STATUS_OUT_OF_MEMORY, "no memory for the edits of the gazetteer");
    if (status == STATUS_OK)
        status = edits_view(edits, number, ret_view, &why);
    edits_free(edits);
    fclose(in);
    return status == STATUS_OK ? status : error_set(error, status, "%s: %.400s", path, why.detail);
}
