#include "service/post/input.h"

#include "service/base/encoding.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

static enum status io_error(const struct input *input, struct error *error)
{
    return error_set(error, STATUS_IO, "%s: %s", input->path, strerror(errno));
}

/* Reads over `length` bytes in a file that cannot be sought in. */
static bool read_over(FILE *file, int64_t length)
{
    char piece[INPUT_TAIL_MAXIMUM];
    while (length > 0) {
        size_t got = fread(piece, 1, length < (int64_t)sizeof piece ? (size_t)length : sizeof piece, file);
        if (got == 0)
            return false;
        length -= (int64_t)got;
    }
    return true;
}

static enum status go_to(struct input *input, const struct input_place *place, struct error *error)
{
    char tail[INPUT_TAIL_MAXIMUM];
    int64_t start = place->offset - place->tail;
    if (place->tail > (int64_t)sizeof tail || start < 0)
        return error_set(error, STATUS_INVALID_INPUT, "%s: the place noted for it is none", input->path);
    bool there = fseeko(input->file, (off_t)start, SEEK_SET) == 0 || read_over(input->file, start);
    size_t got = there ? fread(tail, 1, (size_t)place->tail, input->file) : 0;
    if (!there || (int64_t)got != place->tail || XXH3_64bits(tail, got) != place->tail_hash)
        return error_set(error, STATUS_INVALID_INPUT,
                         "%s was changed since the state was noted: its first %lld lines are others", input->path,
                         (long long)place->line);
    input->place = *place;
    return STATUS_OK;
}

enum status input_open(struct input *input, const char *path, const struct input_place *from, struct error *error)
{
    struct stat about;
    *input = (struct input){.path = path, .file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re")};
    if (!input->file)
        return io_error(input, error);
    if (fstat(fileno(input->file), &about) == 0 && S_ISREG(about.st_mode))
        input->size = about.st_size;
    return from->offset ? go_to(input, from, error) : STATUS_OK;
}

void input_close(struct input *input)
{
    if (input->file && input->file != stdin)
        fclose(input->file);
    input->file = NULL;
}

/* Reads to the end of a line, its newline included. Returns how many bytes that were; `line` is broken when they were too
 * many. */
static int64_t read_line(FILE *file, struct strbuf *line)
{
    int64_t length = 0;
    for (int byte = 0; byte != '\n' && (byte = getc_unlocked(file)) != EOF; length++)
        strbuf_putc(line, (char)byte);
    return length;
}

static void note_tail(struct input_place *place, const struct strbuf *line)
{
    size_t tail = line->length < INPUT_TAIL_MAXIMUM ? line->length : INPUT_TAIL_MAXIMUM;
    place->tail = strbuf_ok(line) ? (int64_t)tail : 0;
    place->tail_hash = XXH3_64bits(line->data + line->length - place->tail, (size_t)place->tail);
}

enum status input_next(struct input *input, struct strbuf *line, struct error *error)
{
    strbuf_clear(line);
    line->maximum = INPUT_LINE_MAXIMUM + 1;
    errno = 0;
    int64_t length = read_line(input->file, line);
    if (ferror(input->file))
        return io_error(input, error);
    input->ended = length == 0;
    input->too_long = length > INPUT_LINE_MAXIMUM;
    if (!strbuf_ok(line) && !input->too_long)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    if (input->ended)
        return STATUS_OK;
    if (input->place.line == 0 && encoding_foreign(line->data, line->length))
        return error_set(error, STATUS_INVALID_INPUT, "%s: this is not UTF-8 but UTF-16 or UTF-32: convert it first",
                         input->path);
    note_tail(&input->place, line);
    input->place.line++;
    input->place.offset += length;
    if (line->length && line->data[line->length - 1] == '\n')
        strbuf_truncate(line, line->length - 1);
    if (input->too_long)
        strbuf_clear(line);
    return STATUS_OK;
}
