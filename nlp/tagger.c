#include "nlp/tagger.h"

#include "nlp/answer/annotation.h"
#include "nlp/reading.h"

/* Arena bytes that a byte of text takes in the worst case ("a b c d …", every word a name), in tokens, letters, slots,
 * classes, arcs, mentions and words of the sequence model, each array twice for its growth; and what every request takes. */
enum { ARENA_A_BYTE = 900, ARENA_FIXED = 1 << 20 };

size_t tag_arena_size(size_t text_length)
{
    return text_length * ARENA_A_BYTE + ARENA_FIXED;
}

enum status tag(const struct gazetteer *gazetteer, const struct tag_request *request, struct arena *arena,
                struct annotation *ret_annotation, struct error *error)
{
    struct reading reading;
    enum status status = reading_first(&reading, gazetteer, request->title, request->text, arena, error);
    reading.tagging.explain = request->explain;
    if (status == STATUS_OK)
        status = reading_second(&reading, gazetteer, error);
    if (status != STATUS_OK)
        return status;
    if (!annotation_write(&reading.tagging, &reading.found, request, ret_annotation))
        return error_set(error, STATUS_OUT_OF_MEMORY, "the text needs more memory than a request may use");
    return STATUS_OK;
}
