#include "nlp/grammar/dictionary.h"

#include "nlp/text/proclitic.h"
#include "nlp/text/word_class.h"

/* The word alone is a name. */
static const word_classes names_alone = WORD_CLASS(IN_PERSON) | WORD_CLASS(IN_PLACE) | WORD_CLASS(IN_ORGANIZATION);

enum { DICTIONARY_LETTERS_MINIMUM = 2, DICTIONARY_LETTERS_MAXIMUM = 16 };

static bool has_article(uint64_t low, uint32_t length)
{
    return proclitic_has_article(low, length, ARTICLE_LEAVES_FEW);
}

static word_classes dictionary_classes(const struct image *image, uint64_t low, uint64_t high, uint32_t length)
{
    if (!image->dictionary_count)
        return 0;
    uint64_t hash = word_hash(low, high, length);
    uint64_t missing = ~image->dictionary[dictionary_slot(hash, image->dictionary_count)];
    return (missing & noun_bits(hash) ? 0 : WORD_CLASS(NOUN)) | (missing & verb_bits(hash) ? 0 : WORD_CLASS(VERB_FORM));
}

/* The dictionary's classes of a word as it is written, and those of what stands behind the article. */
static word_classes ordinary_classes(const struct image *image, const uint8_t *letters, uint32_t length)
{
    uint64_t low, high;
    if (length < DICTIONARY_LETTERS_MINIMUM || length > DICTIONARY_LETTERS_MAXIMUM)
        return 0;
    letters_load(letters, length, &low, &high);
    word_classes classes = dictionary_classes(image, low, high, length);
    if (has_article(low, length)) {
        letters_load(letters + ARTICLE_LETTERS, length - ARTICLE_LETTERS, &low, &high);
        classes |=
            WORD_CLASS(DEFINITE) | (dictionary_classes(image, low, high, length - ARTICLE_LETTERS) & WORD_CLASS(NOUN));
    }
    return classes;
}

bool dictionary_has(const struct image *image, const uint8_t *letters, uint32_t length)
{
    return ordinary_classes(image, letters, length) & (WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM));
}

/* Pronouns and endings that are attached to Arabic words; the last letter is in the lowest byte. */
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

/* The last four letters, the last one in the lowest byte. */
static uint64_t tail_of(const uint8_t *letters, uint32_t length)
{
    uint64_t tail = 0;
    for (uint32_t i = length > 4 ? length - 4 : 0; i < length; i++)
        tail = tail << 8 | letters[i];
    return tail;
}

enum { STEM_LETTERS_MINIMUM = 3 };

/* How the last letter of a stem is written before an ending, and how it is written alone: سلطته comes from سلطة, أخطائهم
 * from أخطاء. */
static const struct turn {
    uint8_t before, alone;
} turns[] = {{LETTER_TEH, LETTER_HEH}, {LETTER_YEH, LETTER_HAMZA}, {LETTER_WAW, LETTER_HAMZA}};

/* Does the dictionary have the word of the first `stem` letters, as they are or with the last one as it is written alone? */
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

/* Does the dictionary have the word once an ending is taken off? */
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

/* Is it a noun of the dictionary in the accusative? جيشا */
static bool is_accusative(const struct image *image, const uint8_t *letters, uint32_t length)
{
    return length > STEM_LETTERS_MINIMUM && length <= DICTIONARY_LETTERS_MAXIMUM &&
           letters[length - 1] == LETTER_ALEF && has_stem(image, letters, length - 1);
}

/* Classes of an Arabic word that is in no list: those of the dictionary, as it is written or behind a particle or before an
 * ending; else it is unknown. */
static word_classes unlisted_classes(const struct image *image, const struct token_list *list,
                                     const struct token *token)
{
    const word_classes ordinary = WORD_CLASS(NOUN) | WORD_CLASS(VERB_FORM);
    const uint8_t *letters = list->letters + token->letters;
    word_classes classes = ordinary_classes(image, letters, token->length);
    if (classes & ordinary)
        return classes | (is_accusative(image, letters, token->length) ? WORD_CLASS(SUFFIXED) : 0);
    const struct proclitic *p = proclitics_of(token->low);
    for (; p && p->mask; p++) {
        if (!proclitic_fits(p, token->low, token->length, PROCLITIC_LEAVES_WORD) || p->restore == 2)
            continue;
        /* for ل + ال (لل), the word behind the article is what follows both lams */
        word_classes behind = p->restore ? ordinary_classes(image, letters + p->skip + 1, token->length - p->skip - 1) |
                                               WORD_CLASS(DEFINITE)
                                         : ordinary_classes(image, letters + p->skip, token->length - p->skip);
        if (behind & ordinary)
            return behind | WORD_CLASS(PARTICLED) | (proclitic_is_conjunction(token->low) ? WORD_CLASS(CONJOINED) : 0);
    }
    if (token_is_arabic(token)) {
        if (is_suffixed(image, letters, token->length))
            return classes | WORD_CLASS(SUFFIXED);
        for (p = proclitics_of(token->low); p && p->mask; p++)
            if (proclitic_fits(p, token->low, token->length, PROCLITIC_LEAVES_WORD + 1) && !p->restore &&
                is_suffixed(image, letters + p->skip, token->length - p->skip))
                return classes | WORD_CLASS(SUFFIXED) | WORD_CLASS(PARTICLED) |
                       (proclitic_is_conjunction(token->low) ? WORD_CLASS(CONJOINED) : 0);
    }
    return classes | WORD_CLASS(UNKNOWN) | ((uint8_t)token->low == LETTER_WAW ? WORD_CLASS(WAW) : 0);
}

/* Classes by how an Arabic word ends once it is folded, and by its length. */
static word_classes ending_classes(const uint8_t *letters, const struct token *token)
{
    enum { LONG_LETTERS = 7, NISBA_LETTERS = 4, PLURAL_LETTERS = 5 };
    const uint8_t *end = letters + token->length;
    if (token->length < 2)
        return 0;
    uint32_t behind = token->length - (has_article(token->low, token->length) ? ARTICLE_LETTERS : 0);
    word_classes classes = behind >= LONG_LETTERS ? WORD_CLASS(LONG) : 0;
    bool nun = end[-1] == LETTER_NOON && (end[-2] == LETTER_WAW || end[-2] == LETTER_YEH || end[-2] == LETTER_ALEF);
    if (token->length >= PLURAL_LETTERS && (nun || (end[-1] == LETTER_TEH && end[-2] == LETTER_ALEF)))
        classes |= WORD_CLASS(PLURAL);
    if (proclitic_is_lam_article(token->low))
        classes |= WORD_CLASS(LAM);
    return classes | (token->length >= NISBA_LETTERS && end[-1] == LETTER_YEH ? WORD_CLASS(NISBA) : 0);
}

void dictionary_ask(const struct image *image, const struct token_list *list, const struct token *token, uint32_t slot,
                    word_classes *classes, word_classes *ret_unlisted)
{
    word_classes unlisted = 0;
    if (token->flags & (TOKEN_ARABIC | TOKEN_LATIN) && !(*classes & word_classes_listed)) {
        unlisted = unlisted_classes(image, list, token);
        unlisted = *classes & names_alone ? unlisted & ~WORD_CLASS(UNKNOWN) : unlisted;
        unlisted |= slot != WORD_NONE && token->flags & TOKEN_ARABIC ? WORD_CLASS(IN_NAME) : 0;
    }
    if (*classes & WORD_CLASS(PARTICLED) && proclitic_is_conjunction(token->low))
        *classes |= WORD_CLASS(CONJOINED);
    if (token_is_arabic(token))
        *classes |= ending_classes(list->letters + token->letters, token);
    if (token->length == 2)
        *classes |= WORD_CLASS(SHORT);
    if (token->length == 1)
        *classes |= WORD_CLASS(INITIAL);
    if (has_article(token->low, token->length))
        *classes |= WORD_CLASS(DEFINITE);
    *ret_unlisted = unlisted;
}
