#include "service/page/tree_read.h"

#include "service/base/strbuf.h"
#include "service/base/timestamp.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

enum {
    PIECE = 4096,          /* bytes that the parser is given at a time */
    SLOTS_OF_A_TAG = 4,    /* the parser's list of attributes holds two for each, and grows by doubling */
    TAGS_BETWEEN = 1024,   /* looks at the clock */
    NODES_AT_FIRST = 4096, /* room */
};

enum fault { NONE, ATTRIBUTES, DEPTH, ELEMENTS, TIME, MEMORY };

struct reading {
    const char *at;
    size_t left;   /* bytes */
    int64_t until; /* timestamp_processor */
    int64_t elements;
    enum fault fault;
    htmlParserCtxt *parser;
    struct arena *arena;
    struct node *nodes;
    size_t count, room;
    uint32_t open[TREE_DEPTH + 2]; /* the elements that are not closed yet, outermost first */
    size_t depth;
    struct strbuf text; /* between two tags */
};

static const char *const attribute_names[ATTRIBUTE_COUNT] = {
    "aria-hidden", "class", "content", "datetime", "dir", "hidden", "href",  "id",    "itemprop",
    "itemtype",    "lang",  "name",    "property", "rel", "role",   "style", "title", "type"};

static void note_time(struct reading *reading)
{
    if (!reading->fault && timestamp_processor() > reading->until)
        reading->fault = TIME;
}

static void stop_at_fault(struct reading *reading)
{
    if (reading->fault)
        xmlStopParser(reading->parser);
}

/* Gives the parser the next piece; nothing once a limit was broken. The parser may be in the middle of a tag. */
static int give(void *cls, char *to, int size)
{
    struct reading *reading = cls;
    size_t room = size < PIECE ? (size_t)size : PIECE, length = reading->left < room ? reading->left : room;
    note_time(reading);
    if (!reading->fault && reading->parser->maxatts > SLOTS_OF_A_TAG * TREE_ATTRIBUTES)
        reading->fault = ATTRIBUTES;
    if (reading->fault)
        return 0;
    memcpy(to, reading->at, length);
    reading->at += length;
    reading->left -= length;
    return (int)length;
}

static struct node *add_node(struct reading *reading, enum tag tag)
{
    if (reading->count == reading->room) {
        struct node *grown = arena_grow(reading->arena, reading->nodes, reading->count, &reading->room, sizeof *grown);
        if (!grown) {
            reading->fault = MEMORY;
            return NULL;
        }
        reading->nodes = grown;
    }
    uint32_t index = (uint32_t)reading->count++;
    struct node *node = &reading->nodes[index];
    *node = (struct node){.tag = tag, .parent = reading->open[reading->depth], .end = index + 1};
    return node;
}

static void end_text(struct reading *reading)
{
    if (!reading->text.length)
        return;
    struct node *node = reading->fault ? NULL : add_node(reading, TAG_TEXT);
    if (node && !(node->text = arena_strndup(reading->arena, reading->text.data, reading->text.length)))
        reading->fault = MEMORY;
    strbuf_clear(&reading->text);
}

static void take_characters(void *cls, const xmlChar *text, int length)
{
    struct reading *reading = cls;
    strbuf_append(&reading->text, text, (size_t)length);
    if (!strbuf_ok(&reading->text))
        reading->fault = MEMORY;
}

static int compare_names(const void *name, const void *row)
{
    return strcmp(name, *(const char *const *)row);
}

static const struct tree_attribute *keep_attributes(struct arena *arena, const xmlChar **pairs)
{
    const struct tree_attribute *list = NULL;
    for (; pairs && pairs[0]; pairs += 2) {
        const char *const *found =
            bsearch(pairs[0], attribute_names, ATTRIBUTE_COUNT, sizeof *attribute_names, compare_names);
        struct tree_attribute *added = found ? arena_alloc(arena, sizeof *added) : NULL;
        if (!added)
            continue;
        added->name = (enum attribute)(found - attribute_names);
        added->value = pairs[1] ? arena_strdup(arena, (const char *)pairs[1]) : "";
        added->next = list;
        list = added->value ? added : list;
    }
    return list;
}

static int count_attributes(const xmlChar **attributes)
{
    int count = 0;
    while (attributes && attributes[2 * count])
        count++;
    return count;
}

static void check_limits(struct reading *reading, int attributes)
{
    reading->elements += 1 + attributes;
    if (reading->elements % TAGS_BETWEEN == 0)
        note_time(reading);
    if (reading->fault)
        return;
    if (attributes > TREE_ATTRIBUTES)
        reading->fault = ATTRIBUTES;
    else if (reading->depth >= TREE_DEPTH)
        reading->fault = DEPTH;
    else if (reading->elements > TREE_ELEMENTS)
        reading->fault = ELEMENTS;
}

static void begin_element(void *cls, const xmlChar *name, const xmlChar **attributes)
{
    struct reading *reading = cls;
    enum tag tag = tag_of((const char *)name);
    check_limits(reading, count_attributes(attributes));
    end_text(reading);
    struct node *node = reading->fault ? NULL : add_node(reading, tag);
    if (node) {
        uint32_t index = (uint32_t)(node - reading->nodes);
        node->attributes = keep_attributes(reading->arena, attributes);
        reading->fault = reading->arena->failed ? MEMORY : NONE;
        if (!tag_is(tag, TAG_VOID))
            reading->open[++reading->depth] = index;
    }
    stop_at_fault(reading);
}

/* libxml2 tells the end of each element that it told the beginning of, the innermost first. */
static void end_element(void *cls, const xmlChar *name)
{
    struct reading *reading = cls;
    end_text(reading);
    if (reading->fault || reading->depth == 0 || tag_is(tag_of((const char *)name), TAG_VOID))
        return;
    reading->nodes[reading->open[reading->depth--]].end = (uint32_t)reading->count;
}

static enum status tell(enum fault fault, int64_t limit_ms, struct error *error)
{
    switch (fault) {
    case ATTRIBUTES:
        return error_set(error, STATUS_INVALID_INPUT, "The page has a tag with more than %d attributes.",
                         TREE_ATTRIBUTES);
    case DEPTH:
        return error_set(error, STATUS_INVALID_INPUT,
                         "The page has elements inside one another deeper than %d levels; perhaps tags are not closed.",
                         TREE_DEPTH);
    case ELEMENTS:
        return error_set(error, STATUS_INVALID_INPUT, "The page has more than %d tags and attributes.", TREE_ELEMENTS);
    case TIME:
        return error_set(error, STATUS_INVALID_INPUT,
                         "Reading the page takes a processor longer than %lld ms, which ALAM_EXTRACT_TIMEOUT allows.",
                         (long long)limit_ms);
    case MEMORY:
        return error_set(error, STATUS_OUT_OF_MEMORY, "The page needs more memory than a request may have.");
    default:
        return STATUS_OK;
    }
}

/* Without this libxml2 goes on with a part of the page when memory is out, and writes to stderr. */
static void hear_error(void *cls, xmlError *error)
{
    struct reading *reading = cls;
    if (error->code == XML_ERR_NO_MEMORY && !reading->fault)
        reading->fault = MEMORY;
}

static void hear(htmlParserCtxt *parser, struct reading *reading)
{
    static const xmlSAXHandler handler = {.startElement = begin_element,
                                          .endElement = end_element,
                                          .characters = take_characters,
                                          .ignorableWhitespace = take_characters,
                                          .cdataBlock = take_characters};
    *parser->sax = handler;
    parser->userData = reading;
    reading->parser = parser;
}

enum status tree_read(const char *html, size_t length, int64_t limit_ms, struct arena *arena, struct tree *ret_tree,
                      struct error *error)
{
    const int options =
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC;
    struct reading reading = {
        .at = html, .left = length, .until = timestamp_processor() + limit_ms * 1000, .arena = arena};
    htmlParserCtxt *parser = htmlNewParserCtxt();
    if (!parser)
        return error_set(error, STATUS_OUT_OF_MEMORY, "out of memory");
    strbuf_init(&reading.text, length + 1);
    hear(parser, &reading);
    add_node(&reading, TAG_OTHER);
    xmlSetStructuredErrorFunc(&reading, hear_error); /* of this thread */
    xmlFreeDoc(htmlCtxtReadIO(parser, give, NULL, &reading, NULL, "UTF-8", options));
    xmlSetStructuredErrorFunc(NULL, NULL);
    htmlFreeParserCtxt(parser);
    end_text(&reading);
    strbuf_release(&reading.text);
    enum status status = tell(reading.fault, limit_ms, error);
    if (status != STATUS_OK)
        return status;
    while (reading.depth > 0)
        reading.nodes[reading.open[reading.depth--]].end = (uint32_t)reading.count;
    reading.nodes[0].end = (uint32_t)reading.count;
    *ret_tree = (struct tree){reading.nodes, (uint32_t)reading.count};
    return STATUS_OK;
}
