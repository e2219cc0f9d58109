#include "service/post/state.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };
static const char head[] = "alam-post 1\t";

static enum status refuse(const struct state *state, const char *what, struct error *error)
{
    return error_set(error, STATUS_INVALID_INPUT, "%s: %s", state->path, what);
}

/* Takes over a row; one of a file that is not posted now is left alone. */
static bool take_row(struct state *state, char *row)
{
    struct input_place place;
    int end = 0;
    if (sscanf(row, "%" SCNd64 "\t%" SCNd64 "\t%" SCNd64 "\t%" SCNx64 "\t%n", &place.offset, &place.line, &place.tail,
               &place.tail_hash, &end) != 4 ||
        !end || place.offset < 0 || place.line < 0 || place.tail < 0)
        return false;
    for (size_t i = 0; i < state->count; i++)
        if (strcmp(state->files[i], row + end) == 0)
            state->places[i] = place;
    return true;
}

static enum status read_rows(struct state *state, FILE *file, struct error *error)
{
    char *row = NULL;
    size_t room = 0, number = 0;
    enum status status = STATUS_OK;
    for (; status == STATUS_OK && getline(&row, &room, file) > 0; number++) {
        row[strcspn(row, "\n")] = '\0';
        bool begins = strncmp(row, head, sizeof head - 1) == 0;
        if (number == 0 && !begins)
            status = refuse(state, "this is no state of `alam post`", error);
        else if (number == 0 && strcmp(row + sizeof head - 1, state->url) != 0)
            status = refuse(state, "this is the state of posting to another --url", error);
        else if (number > 0 && !take_row(state, row))
            status = refuse(state, "a row of it cannot be read", error);
    }
    free(row);
    return status;
}

enum status state_read(struct state *state, struct error *error)
{
    for (size_t i = 0; i < state->count && state->path; i++)
        if (strchr(state->files[i], '\n'))
            return error_set(error, STATUS_INVALID_INPUT, "with --state, a file may not have a line end in its name");
    FILE *file = state->path ? fopen(state->path, "re") : NULL;
    if (!file && (!state->path || errno == ENOENT))
        return STATUS_OK;
    if (!file)
        return error_set(error, STATUS_IO, "%s: %s", state->path, strerror(errno));
    struct stat about;
    bool regular = fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode);
    enum status status = regular ? read_rows(state, file, error) : refuse(state, "this is not a regular file", error);
    fclose(file);
    return status;
}

static bool write_rows(const struct state *state, FILE *file)
{
    fprintf(file, "%s%s\n", head, state->url);
    for (size_t i = 0; i < state->count; i++) {
        const struct input_place *place = &state->places[i];
        fprintf(file, "%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRIx64 "\t%s\n", place->offset, place->line,
                place->tail, place->tail_hash, state->files[i]);
    }
    bool written = !ferror(file);
    return fclose(file) == 0 && written;
}

enum status state_write(const struct state *state, struct error *error)
{
    char part[PATH_ROOM];
    if (!state->path)
        return STATUS_OK;
    bool fits = snprintf(part, sizeof part, "%s.part", state->path) < (int)sizeof part;
    FILE *file = fits ? fopen(part, "we") : NULL;
    if (file && write_rows(state, file) && rename(part, state->path) == 0)
        return STATUS_OK;
    return error_set(error, STATUS_IO, "%s: %s", state->path, fits ? strerror(errno) : "its name is too long");
}
