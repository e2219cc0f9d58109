#include "service/fetch/extract.h"

#include "service/fetch/extract_text.h"
#include "service/fetch/page_tree.h"

#include <libxml/tree.h>

enum status extract_article(const char *html, size_t length, int64_t limit_ms, struct arena *arena,
                            struct extract *ret_extract, struct error *error)
{
    struct extract extract = {.text = {NULL, 0}};
    xmlDoc *document = NULL;
    enum status status = page_tree_read(html, length, limit_ms, &document, error);
    if (status != STATUS_OK)
        return status;
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
