#include "service/fetch/page_tree.h"

#include "service/base/timestamp.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <string.h>

enum {
    PIECE = 4096,        /* bytes that the parser is given at a time */
    SLOTS_OF_A_TAG = 4,  /* the parser's list of attributes holds two for each, and grows by doubling */
    TAGS_BETWEEN = 1024, /* looks at the clock */
};

enum fault { NONE, ATTRIBUTES, DEPTH, ELEMENTS, TIME };

struct reading {
    const char *at;
    size_t left;   /* bytes */
    int64_t until; /* timestamp_processor */
    int64_t elements;
    enum fault fault;
    htmlParserCtxt *parser;
};

static void note_time(struct reading *reading)
{
    if (!reading->fault && timestamp_processor() > reading->until)
        reading->fault = TIME;
}

/* Gives the parser the next piece; nothing once a limit was broken. The parser may be in the middle of a tag. */
static int give(void *cls, char *to, int size)
{
    struct reading *reading = cls;
    size_t room = size < PIECE ? (size_t)size : PIECE, length = reading->left < room ? reading->left : room;
    note_time(reading);
    if (!reading->fault && reading->parser->maxatts > SLOTS_OF_A_TAG * PAGE_ATTRIBUTES)
        reading->fault = ATTRIBUTES;
    if (reading->fault)
        return 0;
    memcpy(to, reading->at, length);
    reading->at += length;
    reading->left -= length;
    return (int)length;
}

static int count_attributes(const xmlChar **attributes)
{
    int count = 0;
    while (attributes && attributes[2 * count])
        count++;
    return count;
}

static void begin_element(void *cls, const xmlChar *name, const xmlChar **attributes)
{
    htmlParserCtxt *parser = cls;
    struct reading *reading = parser->_private;
    int count = count_attributes(attributes);
    reading->elements += 1 + count;
    if (reading->elements % TAGS_BETWEEN == 0)
        note_time(reading);
    if (reading->fault)
        ;
    else if (count > PAGE_ATTRIBUTES)
        reading->fault = ATTRIBUTES;
    else if (parser->nodeNr >= PAGE_DEPTH)
        reading->fault = DEPTH;
    else if (reading->elements > PAGE_ELEMENTS)
        reading->fault = ELEMENTS;
    if (reading->fault)
        xmlStopParser(parser);
    else
        xmlSAX2StartElement(cls, name, attributes);
}

static enum status tell(const struct reading *reading, int64_t limit_ms, struct error *error)
{
    switch (reading->fault) {
    case ATTRIBUTES:
        return error_set(error, STATUS_INVALID_INPUT, "The page has a tag with more than %d attributes.",
                         PAGE_ATTRIBUTES);
    case DEPTH:
        return error_set(error, STATUS_INVALID_INPUT,
                         "The page has elements inside one another deeper than %d levels; perhaps tags are not closed.",
                         PAGE_DEPTH);
    case ELEMENTS:
        return error_set(error, STATUS_INVALID_INPUT, "The page has more than %d tags and attributes.", PAGE_ELEMENTS);
    case TIME:
        return error_set(error, STATUS_INVALID_INPUT,
                         "Reading the page takes a processor longer than %lld ms, which ALAM_EXTRACT_TIMEOUT allows.",
                         (long long)limit_ms);
    default:
        return STATUS_OK;
    }
}

enum status page_tree_read(const char *html, size_t length, int64_t limit_ms, xmlDoc **ret_document,
                           struct error *error)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    struct reading reading = {.at = html, .left = length, .until = timestamp_processor() + limit_ms * 1000};
    reading.parser = htmlNewParserCtxt();
    if (!reading.parser)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    reading.parser->_private = &reading;
    reading.parser->sax->startElement = begin_element;
    reading.parser->sax->comment = NULL;
    reading.parser->sax->processingInstruction = NULL;
    xmlDoc *document = htmlCtxtReadIO(reading.parser, give, NULL, &reading, NULL, "UTF-8", options);
    htmlFreeParserCtxt(reading.parser);
    enum status status = tell(&reading, limit_ms, error);
    if (status == STATUS_OK)
        *ret_document = document;
    else
        xmlFreeDoc(document);
    return status;
}
