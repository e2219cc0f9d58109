#include "service/store/entities/misspelt.h"

#include "service/base/text.h"

#include <string.h>

enum {
    EDITS = 4,           /* patterns for each letter: changed, missing, too much, swapped */
    SHORT = 3,           /* letters */
    SWAPPED_MAXIMUM = 4, /* letters: with more, two that are swapped leave trigrams in common */
    PIECE_MAXIMUM = 8
};

/* The query, letter by letter. */
struct letters {
    struct text at[MISSPELT_LETTERS_MAXIMUM];
    size_t count;
};

static bool split(const char *key, struct letters *letters)
{
    letters->count = 0;
    while (*key) {
        size_t length = 1;
        while ((key[length] & 0xC0) == 0x80)
            length++;
        if (letters->count == MISSPELT_LETTERS_MAXIMUM || length > PIECE_MAXIMUM)
            return false;
        letters->at[letters->count++] = (struct text){key, length};
        key += length;
    }
    return letters->count >= SHORT;
}

/* A letter as a pattern: "%", "_" and "\" stand for themselves. */
static size_t put_letter(char *out, struct text letter)
{
    size_t escaped = strchr("%_\\", *letter.bytes) != NULL;
    out[0] = '\\';
    memcpy(out + escaped, letter.bytes, letter.length);
    return escaped + letter.length;
}

/* Letters `from` to `to`. */
static size_t put(char *out, const struct letters *letters, size_t from, size_t to)
{
    size_t used = 0;
    for (size_t i = from; i < to && i < letters->count; i++)
        used += put_letter(out + used, letters->at[i]);
    return used;
}

/* The query up to `place`, `wildcards` letters of any kind, and the query again without its next `skipped` letters. */
static const char *edit(const struct letters *letters, size_t place, size_t wildcards, size_t skipped,
                        struct arena *arena)
{
    size_t room = 0, used = 0, length = letters->count + wildcards - skipped;
    for (size_t i = 0; i < letters->count; i++)
        room += letters->at[i].length + 1;
    char *out = arena_array(arena, room + wildcards + sizeof "% " + sizeof " %", 1);
    if (!out)
        return NULL;
    if (length > SHORT)
        out[used++] = '%';
    out[used++] = ' ';
    used += put(out + used, letters, 0, place);
    memset(out + used, '_', wildcards);
    used += wildcards;
    used += put(out + used, letters, place + skipped, letters->count);
    if (length < MISSPELT_PREFIX_LETTERS)
        out[used++] = ' ';
    if (length > SHORT)
        out[used++] = '%';
    return out;
}

static const char *swap(const struct letters *letters, size_t place, struct arena *arena)
{
    struct letters swapped = *letters;
    swapped.at[place] = letters->at[place + 1];
    swapped.at[place + 1] = letters->at[place];
    return edit(&swapped, 0, 0, 0, arena);
}

const char *const *misspelt_patterns(const char *key, struct arena *arena, size_t *ret_count)
{
    struct letters letters;
    size_t count = 0;
    *ret_count = 0;
    if (!split(key, &letters))
        return NULL;
    const char **patterns = arena_array(arena, EDITS * letters.count + 1, sizeof *patterns);
    if (!patterns)
        return NULL;
    for (size_t i = 0; i <= letters.count; i++) {
        patterns[count++] = edit(&letters, i, 1, 0, arena);
        if (i == letters.count)
            break;
        patterns[count++] = edit(&letters, i, 1, 1, arena);
        if (letters.count > SHORT) /* two letters are too few */
            patterns[count++] = edit(&letters, i, 0, 1, arena);
        if (i + 1 < letters.count)
            patterns[count++] = swap(&letters, i, arena);
    }
    *ret_count = arena->failed ? 0 : count;
    return arena->failed ? NULL : patterns;
}

const char *const *misspelt_swapped(const char *key, struct arena *arena, size_t *ret_count)
{
    struct letters letters;
    *ret_count = 0;
    if (!split(key, &letters) || letters.count > SWAPPED_MAXIMUM)
        return NULL;
    const char **names = arena_array(arena, letters.count, sizeof *names);
    for (size_t i = 0; names && i + 1 < letters.count; i++) {
        struct text first = letters.at[i], second = letters.at[i + 1];
        names[i] = arena_printf(arena, "%.*s%.*s%.*s%s", (int)(first.bytes - key), key, (int)second.length,
                                second.bytes, (int)first.length, first.bytes, second.bytes + second.length);
    }
    *ret_count = arena->failed ? 0 : letters.count - 1;
    return arena->failed ? NULL : names;
}

const char *misspelt_threshold(const char *key, struct arena *arena)
{
    static const double most = 0.6, margin = 0.01; /* pg_trgm's own default; rounding */
    double letters = (double)text_characters(text_of(key));
    double least = (letters - 3) / (letters + 5) - margin;
    return arena_printf(arena, "%.3f", letters < SHORT || least > most ? most : least < margin ? margin : least);
}
