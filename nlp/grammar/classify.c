/* Word classes that no list gives: dictionary, shape, script. */
#include "nlp/grammar/grammar.h"

#include <string.h>

/* Classes that a list gives a word: with one of them the dictionary is not asked. */
static const uint64_t listed = (LEXICON_BIT(SEEN_FAMILY) << 1) - 1;
/* … but those of Latin words, whose bits Arabic words have by their shape. */
static const uint64_t listed_arabic = ((LEXICON_BIT(SEEN_FAMILY) << 1) - 1)
#define X(name, text, shared, note) &~LEXICON_BIT(shared)
    LEXICON_ARABIC_CLASSES(X)
#undef X
    ;
static const uint64_t names_alone = LEXICON_BIT(IN_PERSON) | LEXICON_BIT(IN_PLACE) | LEXICON_BIT(IN_ORGANIZATION);

enum { ARTICLE_LETTERS = 2, DICTIONARY_LETTERS_MINIMUM = 2, DICTIONARY_LETTERS_MAXIMUM = 16 };

static const uint64_t article = LETTER_ALEF | (uint64_t)LETTER_LAM << 8;

static bool has_article(uint64_t low, uint32_t length)
{
    return length >= ARTICLE_LETTERS + 2 && (low & 0xffff) == article;
}

static uint64_t dictionary_classes(const struct image *image, uint64_t low, uint64_t high, uint32_t length)
{
    if (!image->dictionary_count)
        return 0;
    uint64_t hash = word_hash(low, high, length);
    uint64_t missing = ~image->dictionary[dictionary_slot(hash, image->dictionary_count)];
    return (uint64_t) !(missing & noun_bits(hash)) << LEXICON_NOUN | (uint64_t) !(missing & verb_bits(hash))
                                                                         << LEXICON_VERB_FORM;
}

/* The dictionary's word on `length` letters: as they are, then behind the article. */
static uint64_t ordinary_classes(const struct image *image, const uint8_t *letters, uint32_t length)
{
    uint64_t low, high;
    if (length < DICTIONARY_LETTERS_MINIMUM || length > DICTIONARY_LETTERS_MAXIMUM)
        return 0;
    letters_load(letters, length, &low, &high);
    uint64_t classes = dictionary_classes(image, low, high, length);
    if (has_article(low, length)) {
        letters_load(letters + ARTICLE_LETTERS, length - ARTICLE_LETTERS, &low, &high);
        classes |= LEXICON_BIT(DEFINITE) |
                   (dictionary_classes(image, low, high, length - ARTICLE_LETTERS) & LEXICON_BIT(NOUN));
    }
    return classes;
}

bool grammar_ordinary(const struct image *image, const uint8_t *letters, uint32_t length)
{
    return ordinary_classes(image, letters, length) & (LEXICON_BIT(NOUN) | LEXICON_BIT(VERB_FORM));
}

/* Pronouns and endings, last letter in the low byte. */
static const struct suffix {
    uint64_t mask, pattern;
    uint8_t length;
} suffixes[] = {
#define E1(a) 0xff, LETTER_##a, 1
#define E2(a, b) 0xffff, (uint64_t)LETTER_##b | (uint64_t)LETTER_##a << 8, 2
#define E3(a, b, c) 0xffffff, (uint64_t)LETTER_##c | (uint64_t)LETTER_##b << 8 | (uint64_t)LETTER_##a << 16, 3
    {E1(HEH)},        {E1(ALEF)},
    {E1(YEH)},        {E1(KAF)},
    {E2(HEH, ALEF)},  {E2(HEH, MEEM)},
    {E2(NOON, ALEF)}, {E2(KAF, MEEM)},

    {E2(HEH, NOON)},  {E3(HEH, MEEM, ALEF)},
    {E2(ALEF, NOON)}, {E1(TEH)},
    {E2(WAW, ALEF)},
};

/* The last four letters, last one in the low byte. */
static uint64_t tail_of(const uint8_t *letters, uint32_t length)
{
    uint64_t tail = 0;
    for (uint32_t i = length > 4 ? length - 4 : 0; i < length; i++)
        tail = tail << 8 | letters[i];
    return tail;
}

enum { STEM_LETTERS_MINIMUM = 3 };

/* How a stem's last letter stands before an ending, and alone: سلطته from سلطة, أخطائهم from أخطاء. */
static const struct turn {
    uint8_t before, alone;
} turns[] = {{LETTER_TEH, LETTER_HEH}, {LETTER_YEH, LETTER_HAMZA}, {LETTER_WAW, LETTER_HAMZA}};

/* Does the dictionary have the first `stem` letters, as they are or with their last letter turned? */
static bool has_stem(const struct image *image, const uint8_t *letters, uint32_t stem)
{
    uint64_t low, high;
    letters_load(letters, stem, &low, &high);
    if (dictionary_classes(image, low, high, stem))
        return true;
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        if (letters[stem - 1] != turns[i].before)
            continue;
        uint64_t turn = (uint64_t)(turns[i].before ^ turns[i].alone) << 8 * ((stem - 1) & 7);
        low ^= stem <= 8 ? turn : 0;
        high ^= stem <= 8 ? 0 : turn;
        return dictionary_classes(image, low, high, stem);
    }
    return false;
}

/* Is the word the dictionary's once an ending is off? */
static bool is_suffixed(const struct image *image, const uint8_t *letters, uint32_t length)
{
    uint64_t tail = tail_of(letters, length);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if ((tail & suffixes[i].mask) == suffixes[i].pattern &&
            length >= suffixes[i].length + (uint32_t)STEM_LETTERS_MINIMUM && length <= DICTIONARY_LETTERS_MAXIMUM &&
            has_stem(image, letters, length - suffixes[i].length))
            return true;
    return false;
}

/* The accusative of a noun: جيشا. */
static bool is_accusative(const struct image *image, const uint8_t *letters, uint32_t length)
{
    return length > STEM_LETTERS_MINIMUM && length <= DICTIONARY_LETTERS_MAXIMUM &&
           letters[length - 1] == LETTER_ALEF && has_stem(image, letters, length - 1);
}

/* Of Arabic letters alone: وNATO is a Latin word. */
static bool is_arabic(const struct token *token)
{
    return (token->flags & (TOKEN_ARABIC | TOKEN_LATIN)) == TOKEN_ARABIC;
}

static bool is_conjunction(const struct token *token)
{
    return (uint8_t)token->low == LETTER_WAW || (uint8_t)token->low == LETTER_FEH;
}

/* An Arabic word that is in no list: ordinary by the dictionary, as written or behind a particle, or unknown. */
static uint64_t unlisted_classes(const struct image *image, const struct token_list *list, const struct token *token)
{
    const uint64_t ordinary = LEXICON_BIT(NOUN) | LEXICON_BIT(VERB_FORM);
    const uint8_t *letters = list->letters + token->letters;
    uint64_t classes = ordinary_classes(image, letters, token->length);
    if (classes & ordinary)
        return classes | (is_accusative(image, letters, token->length) ? LEXICON_BIT(SUFFIXED) : 0);
    const struct proclitic *p = proclitics_of(token->low);
    for (; p && p->mask; p++) {
        if ((token->low & p->mask) != p->pattern || p->restore == 2 || token->length < p->skip + 3u)
            continue;
        /* ل + ال: what follows the two lams stands behind the article */
        uint64_t behind = p->restore ? ordinary_classes(image, letters + p->skip + 1, token->length - p->skip - 1) |
                                           LEXICON_BIT(DEFINITE)
                                     : ordinary_classes(image, letters + p->skip, token->length - p->skip);
        if (behind & ordinary)
            return behind | LEXICON_BIT(PARTICLED) | (is_conjunction(token) ? LEXICON_BIT(CONJOINED) : 0);
    }
    if (is_arabic(token)) {
        if (is_suffixed(image, letters, token->length))
            return classes | LEXICON_BIT(SUFFIXED);
        for (p = proclitics_of(token->low); p && p->mask; p++)
            if ((token->low & p->mask) == p->pattern && !p->restore && token->length > p->skip + 3u &&
                is_suffixed(image, letters + p->skip, token->length - p->skip))
                return classes | LEXICON_BIT(SUFFIXED) | LEXICON_BIT(PARTICLED) |
                       (is_conjunction(token) ? LEXICON_BIT(CONJOINED) : 0);
    }
    return classes | LEXICON_BIT(UNKNOWN) | ((uint8_t)token->low == LETTER_WAW ? LEXICON_BIT(WAW) : 0);
}

/* How an Arabic word ends as it is folded, and its length. */
static uint64_t ending_classes(const uint8_t *letters, const struct token *token)
{
    enum { LONG_LETTERS = 7, NISBA_LETTERS = 4, PLURAL_LETTERS = 5 };
    const uint8_t *end = letters + token->length;
    if (token->length < 2)
        return 0;
    uint32_t behind = token->length - (has_article(token->low, token->length) ? ARTICLE_LETTERS : 0);
    uint64_t classes = behind >= LONG_LETTERS ? LEXICON_BIT(LONG) : 0;
    bool nun = end[-1] == LETTER_NOON && (end[-2] == LETTER_WAW || end[-2] == LETTER_YEH || end[-2] == LETTER_ALEF);
    if (token->length >= PLURAL_LETTERS && (nun || (end[-1] == LETTER_TEH && end[-2] == LETTER_ALEF)))
        classes |= LEXICON_BIT(PLURAL);
    if ((token->low & 0xffff) == (LETTER_LAM | (uint64_t)LETTER_LAM << 8))
        classes |= LEXICON_BIT(LAM);
    return classes | (token->length >= NISBA_LETTERS && end[-1] == LETTER_YEH ? LEXICON_BIT(NISBA) : 0);
}

void grammar_ask_dictionary(const struct image *image, const struct token_list *list, const struct token *token,
                            uint32_t slot, uint64_t *classes, uint64_t *ret_unlisted)
{
    uint64_t unlisted = 0;
    if (token->flags & (TOKEN_ARABIC | TOKEN_LATIN) && !(*classes & listed)) {
        unlisted = unlisted_classes(image, list, token);
        unlisted = *classes & names_alone ? unlisted & ~LEXICON_BIT(UNKNOWN) : unlisted;
        unlisted |= slot != WORD_NONE && token->flags & TOKEN_ARABIC ? LEXICON_BIT(IN_NAME) : 0;
    }
    if (*classes & LEXICON_BIT(PARTICLED) && is_conjunction(token))
        *classes |= LEXICON_BIT(CONJOINED);
    if (is_arabic(token))
        *classes |= ending_classes(list->letters + token->letters, token);
    if (token->length == 2)
        *classes |= LEXICON_BIT(SHORT);
    if (token->length == 1)
        *classes |= LEXICON_BIT(INITIAL);
    if (has_article(token->low, token->length))
        *classes |= LEXICON_BIT(DEFINITE);
    *ret_unlisted = unlisted;
}

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

/* How an Arabic word ends as it is written: the fold does not tell these apart. */
static uint64_t written_classes(const struct field *field, const struct token *token)
{
    enum { FEMININE_LETTERS = 4 };
    uint16_t end = written_end(field, token);
    return (uint64_t)(end == maqsura && token->length >= 2) << LEXICON_MAQSURA |
           (uint64_t)(end == teh_marbuta && token->length >= FEMININE_LETTERS) << LEXICON_FEMININE;
}

/* Classes by what a word looks like in the text: the same word may have others elsewhere. */
static uint64_t shape_of(unsigned flags)
{
    static const struct {
        unsigned flag;
        uint64_t classes;
    } rows[] = {
        {TOKEN_LATIN, LEXICON_BIT(LATIN)},   {TOKEN_UPPER_ALL, LEXICON_BIT(CAPITALS)},
        {TOKEN_DIGIT, LEXICON_BIT(DIGIT)},   {TOKEN_DOTTED, LEXICON_BIT(INITIAL)},
        {TOKEN_QUOTED, LEXICON_BIT(QUOTED)}, {TOKEN_PAREN, LEXICON_BIT(PAREN)},
    };
    uint64_t classes = LEXICON_BIT(ANY);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        classes |= flags & rows[i].flag ? rows[i].classes : 0;
    if (flags & TOKEN_LATIN)
        classes |= flags & (TOKEN_UPPER_FIRST | TOKEN_UPPER_ALL) ? LEXICON_BIT(CAPITAL) : LEXICON_BIT(SMALL);
    return classes;
}

void grammar_shapes(uint64_t shapes[TOKEN_FLAG_SETS])
{
    for (unsigned flags = 0; flags < TOKEN_FLAG_SETS; flags++)
        shapes[flags] = shape_of(flags);
}

bool grammar_loose_yeh(const struct field *field)
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

/* علي, or a conjunction and that. */
static bool is_ali(const struct token *token)
{
    static const uint64_t ali = LETTER_AIN | (uint64_t)LETTER_LAM << 8 | (uint64_t)LETTER_YEH << 16;
    return token->low == ali || (token->length == 4 && is_conjunction(token) && token->low >> 8 == ali);
}

/* على and علي fold to one word; where the text keeps them apart, its classes are those of the one that is written. */
static uint64_t part_ali(const struct field *field, const struct token *token, uint64_t classes)
{
    static const uint64_t preposition = LEXICON_BIT(FUNCTION) | LEXICON_BIT(PLACE_PREPOSITION) |
                                        LEXICON_BIT(PARTICLED) | LEXICON_BIT(CONJOINED) | LEXICON_BIT(NISBA);
    if (ends_maqsura(field, token))
        return classes & preposition;
    return classes & ~(LEXICON_BIT(FUNCTION) | LEXICON_BIT(PLACE_PREPOSITION) | LEXICON_BIT(COMMON));
}

enum { LONG_WORD = 4, HEADLINE_WORDS = 3 };

/* Marks the Latin words of a sentence that is written like a headline: there capitals tell little. */
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
            field->classes[i] |= LEXICON_BIT(HEADLINE);
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

void grammar_classify(const struct tagging *t, struct field *field, size_t first, size_t end, const uint64_t *unlisted)
{
    uint64_t all = 0;
    for (size_t i = first; i < end; i++) {
        uint64_t classes = field->classes[i];
        const struct token *token = &field->list.tokens[i];
        bool follows_latin = i > 0 && field->classes[i - 1] & LEXICON_BIT(LATIN);
        if (follows_latin && token->flags & TOKEN_DIGIT && !(token->flags & TOKEN_ARABIC))
            classes |= LEXICON_BIT(LATIN); /* a number is of the script before it */
        if (classes & LEXICON_BIT(GIVEN) && classes & LEXICON_BIT(FUNCTION) && !t->loose_yeh && is_ali(token))
            classes = part_ali(field, token, classes);
        bool in_list = classes & (is_arabic(token) ? listed_arabic : listed);
        uint64_t shape = t->shapes[token->flags] | (is_arabic(token) ? written_classes(field, token) : 0);
        if (token->length == 1)
            shape &= ~LEXICON_BIT(CAPITALS);
        field->classes[i] = classes | (in_list ? 0 : unlisted[i - first]) | shape;
        all |= field->classes[i];
    }
    if (all & LEXICON_BIT(CAPITAL))
        mark_headlines(field, first, end);
}
