#include "service/fetch/extract.h"

#include "service/fetch/extract_text.h"

#include <libxml/HTMLparser.h>
#include <limits.h>

enum status extract_article(const char *html, size_t length, struct arena *arena, struct extract *ret_extract,
                            struct error *error)
{
    struct extract extract = {.text = {NULL, 0}};
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    htmlDocPtr document = length < INT_MAX ? htmlReadMemory(html, (int)length, NULL, "UTF-8", options) : NULL;
    xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    if (root) {
        extract.meta = extract_meta(root, arena); /* first: the text's search cuts the tree down */
        extract.text = extract_text(root, extract.meta.title, arena);
    }
    xmlFreeDoc(document);
    if (arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The page needs more memory than a request may have.");
    if (extract.text.length == 0)
        return error_set(error, STATUS_INVALID_INPUT, "There is no article in this page.");
    *ret_extract = extract;
    return STATUS_OK;
}
