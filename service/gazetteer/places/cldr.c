#include "service/gazetteer/places/cldr.h"

#include <libxml/xmlreader.h>
#include <stdio.h>

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
