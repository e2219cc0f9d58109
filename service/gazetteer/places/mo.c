#include "service/gazetteer/places/mo.h"

#include "service/gazetteer/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MO_MAGIC = 0x950412de, MO_HEADER = 20, MO_ENTRY = 8 };

struct mo {
    const unsigned char *bytes;
    size_t length;
    bool swapped;
};

/* A number in the byte order of the file; UINT32_MAX behind its end. */
static uint32_t mo_number(const struct mo *mo, size_t offset)
{
    uint32_t number = 0;
    if (offset + sizeof number > mo->length)
        return UINT32_MAX;
    memcpy(&number, mo->bytes + offset, sizeof number);
    return mo->swapped ? __builtin_bswap32(number) : number;
}

/* The string that the entry at `entry` (length, offset) tells of. False: it is not inside the file. */
static bool mo_string(const struct mo *mo, size_t entry, struct text *ret_text)
{
    uint32_t length = mo_number(mo, entry), offset = mo_number(mo, entry + 4);
    if (offset > mo->length || length > mo->length - offset)
        return false;
    *ret_text = (struct text){(const char *)mo->bytes + offset, length};
    return true;
}

bool mo_read(const char *path, void (*take)(void *context, struct text id, struct text text), void *context)
{
    char *bytes = NULL;
    size_t length = 0;
    if (!file_read(path, &bytes, &length))
        return false;
    struct mo mo = {(const unsigned char *)bytes, length, false};
    mo.swapped = mo_number(&mo, 0) != MO_MAGIC;
    bool sound = length >= MO_HEADER && mo_number(&mo, 0) == MO_MAGIC;
    uint32_t count = sound ? mo_number(&mo, 8) : 0, ids = mo_number(&mo, 12), texts = mo_number(&mo, 16);
    for (uint32_t i = 0; i < count && sound; i++) {
        struct text id, text;
        sound = mo_string(&mo, ids + (size_t)i * MO_ENTRY, &id) && mo_string(&mo, texts + (size_t)i * MO_ENTRY, &text);
        if (sound && id.length)
            take(context, id, text);
    }
    if (!sound)
        fprintf(stderr, "alam gazetteer: %s: not a message catalogue\n", path);
    free(bytes);
    return sound;
}
