#include "nlp/grammar/classify.h"

#include "nlp/text/word_class.h"

#include <string.h>

/* The last two bytes of the token, as they are written. */
static uint16_t written_end(const struct field *field, const struct token *token)
{
    uint16_t end;
    memcpy(&end, field->list.bytes + token->end - sizeof end, sizeof end);
    return end;
}

static const uint16_t maqsura = 0xD9 | 0x89 << 8, teh_marbuta = 0xD8 | 0xA9 << 8; /* ى ة */

static bool ends_maqsura(const struct field *field, const struct token *token)
{
    return token->length >= 2 && written_end(field, token) == maqsura;
}

/* Classes by how an Arabic word ends as it is written; the fold makes ى and ي equal, and ة and ه. */
static word_classes written_classes(const struct field *field, const struct token *token)
{
    enum { FEMININE_LETTERS = 4 };
    uint16_t end = written_end(field, token);
    return (word_classes)(end == maqsura && token->length >= 2) << WORD_CLASS_MAQSURA |
           (word_classes)(end == teh_marbuta && token->length >= FEMININE_LETTERS) << WORD_CLASS_FEMININE;
}

/* Classes by what a word looks like where it stands. */
static word_classes shape_of(unsigned flags)
{
    static const struct {
        unsigned flag;
        word_classes classes;
    } rows[] = {
        {TOKEN_LATIN, WORD_CLASS(LATIN)},    {TOKEN_UPPER_ALL, WORD_CLASS(CAPITALS)}, {TOKEN_DIGIT, WORD_CLASS(DIGIT)},
        {TOKEN_DOTTED, WORD_CLASS(INITIAL)}, {TOKEN_QUOTED, WORD_CLASS(QUOTED)},      {TOKEN_PAREN, WORD_CLASS(PAREN)},
    };
    word_classes classes = WORD_CLASS(ANY);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        classes |= flags & rows[i].flag ? rows[i].classes : 0;
    if (flags & TOKEN_LATIN)
        classes |= flags & (TOKEN_UPPER_FIRST | TOKEN_UPPER_ALL) ? WORD_CLASS(CAPITAL) : WORD_CLASS(SMALL);
    return classes;
}

void classify_shapes(word_classes shapes[TOKEN_FLAG_SETS])
{
    for (unsigned flags = 0; flags < TOKEN_FLAG_SETS; flags++)
        shapes[flags] = shape_of(flags);
}

bool classify_loose_yeh(const struct field *field)
{
    enum { ENOUGH_TOKENS = 512 };
    static const uint64_t in = LETTER_FEH | (uint64_t)LETTER_YEH << 8,
                          to = LETTER_ALEF | (uint64_t)LETTER_LAM << 8 | (uint64_t)LETTER_YEH << 16;
    for (size_t i = 0; i < field->list.count && i < ENOUGH_TOKENS; i++) {
        const struct token *token = &field->list.tokens[i];
        if ((token->low == in && ends_maqsura(field, token)) || (token->low == to && !ends_maqsura(field, token)))
            return true;
    }
    return false;
}

/* Is it علي (or على, which folds to the same), alone or behind a conjunction? */
static bool is_ali(const struct token *token)
{
    static const uint64_t ali = LETTER_AIN | (uint64_t)LETTER_LAM << 8 | (uint64_t)LETTER_YEH << 16;
    return token->low == ali || (token->length == 4 && proclitic_is_conjunction(token->low) && token->low >> 8 == ali);
}

/* The preposition على and the name علي fold to one word. Where the text keeps them apart, only the classes of the one that
 * is written are left. */
static word_classes part_ali(const struct field *field, const struct token *token, word_classes classes)
{
    static const word_classes preposition = WORD_CLASS(FUNCTION) | WORD_CLASS(PLACE_PREPOSITION) |
                                            WORD_CLASS(PARTICLED) | WORD_CLASS(CONJOINED) | WORD_CLASS(NISBA);
    if (ends_maqsura(field, token))
        return classes & preposition;
    return classes & ~(WORD_CLASS(FUNCTION) | WORD_CLASS(PLACE_PREPOSITION) | WORD_CLASS(COMMON));
}

enum { LONG_WORD = 4, HEADLINE_WORDS = 3 };

/* Marks the Latin words of a sentence that is written like a headline, all long words capitalized: there a capital says
 * little. */
static void mark_headline(struct field *field, size_t first, size_t end)
{
    const struct token *tokens = field->list.tokens;
    size_t capitals = 0;
    for (size_t i = first; i < end; i++) {
        if (!(tokens[i].flags & TOKEN_LATIN) || tokens[i].length < LONG_WORD)
            continue;
        if (!(tokens[i].flags & TOKEN_UPPER_FIRST))
            return;
        capitals++;
    }
    for (size_t i = first; i < end && capitals >= HEADLINE_WORDS; i++)
        if (tokens[i].flags & TOKEN_LATIN)
            field->classes[i] |= WORD_CLASS(HEADLINE);
}

static void mark_headlines(struct field *field, size_t first, size_t end)
{
    const struct token *tokens = field->list.tokens;
    for (size_t i = first, next; i < end; i = next) {
        bool latin = false;
        for (next = i; next < end && (next == i || tokens[next].gap < SEPARATOR_SENTENCE); next++)
            latin |= tokens[next].flags & TOKEN_LATIN;
        if (latin)
            mark_headline(field, i, next);
    }
}

void classify_words(const struct tagging *t, struct field *field, size_t first, size_t end, const uint16_t *unlisted)
{
    word_classes all = 0;
    for (size_t i = first; i < end; i++) {
        word_classes classes = field->classes[i];
        const struct token *token = &field->list.tokens[i];
        bool follows_latin = i > 0 && field->classes[i - 1] & WORD_CLASS(LATIN);
        if (follows_latin && token->flags & TOKEN_DIGIT && !(token->flags & TOKEN_ARABIC))
            classes |= WORD_CLASS(LATIN); /* a number counts as of the script of the word before it */
        if (classes & WORD_CLASS(GIVEN) && classes & WORD_CLASS(FUNCTION) && !t->loose_yeh && is_ali(token))
            classes = part_ali(field, token, classes);
        bool in_list = classes & word_classes_listed;
        word_classes shape = t->shapes[token->flags] | (token_is_arabic(token) ? written_classes(field, token) : 0);
        if (token->length == 1)
            shape &= ~WORD_CLASS(CAPITALS);
        field->classes[i] = classes | (in_list ? 0 : word_classes_unpack_unlisted(unlisted[i - first])) | shape;
        all |= field->classes[i];
    }
    if (all & WORD_CLASS(CAPITAL))
        mark_headlines(field, first, end);
}
