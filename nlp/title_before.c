#include "nlp/title_before.h"

#include "nlp/reading.h"
#include "nlp/text/word_class.h"

enum { WORDS_MAXIMUM = 4 };

static const word_classes begins = WORD_CLASS(TITLE) | WORD_CLASS(ROLE) | WORD_CLASS(PLACE_HEAD) |
                                   WORD_CLASS(OUTER_HEAD) | WORD_CLASS(ORGANIZATION_CUE) | WORD_CLASS(MEDIA_CUE);
static const word_classes ends = WORD_CLASS(SAY) | WORD_CLASS(VERB) | WORD_CLASS(FUNCTION);

enum status title_before(const struct gazetteer *gazetteer, struct text before, struct arena *arena,
                         struct text *ret_title, struct error *error)
{
    struct reading reading;
    enum status status = reading_first(&reading, gazetteer, (struct text){NULL, 0}, before, arena, error);
    if (status != STATUS_OK)
        return status;
    const struct field *field = &reading.tagging.fields[FIELD_TEXT];
    size_t count = field->list.count, first = count;
    for (size_t i = count; i > 0 && count - i < WORDS_MAXIMUM; i--) {
        if (i < count && field->list.tokens[i].gap > SEPARATOR_JOINS)
            break;
        if (field->classes[i - 1] & begins)
            first = i - 1;
        else if (field->classes[i - 1] & ends)
            break;
    }
    size_t start = first < count ? field->list.tokens[first].start : before.length;
    *ret_title = text_trim((struct text){before.bytes + start, before.length - start});
    return STATUS_OK;
}
