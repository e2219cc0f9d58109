/* The two file formats that are nobody's tables: gettext catalogues and CLDR's XML. */
#include "service/gazetteer/places/places.h"

#include "service/gazetteer/files.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

/* GNU gettext manual, "The Format of GNU MO Files". Numbers are read in the file's byte order. */
enum { MO_MAGIC = 0x950412de, MO_HEADER = 20, MO_ENTRY = 8 };

struct mo {
    const unsigned char *bytes;
    size_t length;
    bool swapped;
};

static uint32_t mo_number(const struct mo *mo, size_t offset)
{
    uint32_t number = 0;
    if (offset + sizeof number > mo->length)
        return UINT32_MAX;
    memcpy(&number, mo->bytes + offset, sizeof number);
    return mo->swapped ? __builtin_bswap32(number) : number;
}

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

static void take_element(xmlTextReaderPtr reader, void (*take)(void *, const char *, const char *, const char *),
                         void *context)
{
    xmlChar *code = xmlTextReaderGetAttribute(reader, (const xmlChar *)"type");
    xmlChar *alt = xmlTextReaderGetAttribute(reader, (const xmlChar *)"alt");
    xmlChar *draft = xmlTextReaderGetAttribute(reader, (const xmlChar *)"draft");
    xmlChar *name = xmlTextReaderReadString(reader);
    bool confirmed =
        !draft || xmlStrEqual(draft, (const xmlChar *)"contributed") || xmlStrEqual(draft, (const xmlChar *)"approved");
    if (code && name && *name && confirmed)
        take(context, (const char *)code, alt ? (const char *)alt : "", (const char *)name);
    xmlFree(code);
    xmlFree(alt);
    xmlFree(draft);
    xmlFree(name);
}

bool cldr_read(const char *path, const char *element,
               void (*take)(void *context, const char *code, const char *alt, const char *name), void *context)
{
    xmlTextReaderPtr reader = xmlReaderForFile(path, NULL, XML_PARSE_NONET);
    int more = reader ? 1 : -1;
    while (reader && (more = xmlTextReaderRead(reader)) == 1)
        if (xmlTextReaderNodeType(reader) == XML_READER_TYPE_ELEMENT &&
            xmlStrEqual(xmlTextReaderConstName(reader), (const xmlChar *)element))
            take_element(reader, take, context);
    xmlFreeTextReader(reader);
    xmlCleanupParser();
    if (more != 0)
        fprintf(stderr, "alam gazetteer: %s: cannot be read as XML\n", path);
    return more == 0;
}
