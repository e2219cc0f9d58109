#include "service/fetch/extract.h"

#include "service/fetch/extract_dom.h"

#include <limits.h>

enum status extract_article(const char *html, size_t length, struct arena *arena, struct extract *ret_extract,
                            struct error *error)
{
    struct extract extract = {.text = NULL};
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    htmlDocPtr document = length < INT_MAX ? htmlReadMemory(html, (int)length, NULL, "UTF-8", options) : NULL;
    xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    bool found = false;
    if (root) {
        extract_meta(root, arena, &extract);
        found = extract_text(root, arena, &extract);
    }
    xmlFreeDoc(document);
    if (arena->failed)
        return error_set(error, STATUS_OUT_OF_MEMORY, "The page needs more memory than a request may have.");
    if (!found)
        return error_set(error, STATUS_INVALID_INPUT, "There is no article in this page.");
    *ret_extract = extract;
    return STATUS_OK;
}
