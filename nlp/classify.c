/* Word classes that no list gives: dictionary, shape, script. */
#include "nlp/grammar.h"

/* Classes that a list gives a word: with one of them the dictionary is not asked. */
static const uint64_t listed = (LEXICON_BIT(SEEN_FAMILY) << 1) - 1;
static const uint64_t names_alone = LEXICON_BIT(IN_PERSON) | LEXICON_BIT(IN_PLACE) | LEXICON_BIT(IN_ORGANIZATION);

enum { ARTICLE_LETTERS = 2, DICTIONARY_LETTERS_MINIMUM = 2, DICTIONARY_LETTERS_MAXIMUM = 16 };

static const uint64_t article = LETTER_ALEF | (uint64_t)LETTER_LAM << 8;

static bool has_article(uint64_t low, uint32_t length)
{
    return length >= ARTICLE_LETTERS + 2 && (low & 0xffff) == article;
}

static uint64_t dictionary_classes(const struct gazetteer *g, uint64_t low, uint64_t high, uint32_t length)
{
    if (!g->dictionary_count)
        return 0;
    uint64_t hash = word_hash(low, high, length);
    uint64_t missing = ~g->dictionary[dictionary_slot(hash, g->dictionary_count)];
    return (uint64_t) !(missing & noun_bits(hash)) << LEXICON_NOUN | (uint64_t) !(missing & verb_bits(hash))
                                                                         << LEXICON_VERB_FORM;
}

/* The dictionary's word on `length` letters: as they are, then behind the article. */
static uint64_t ordinary_classes(const struct gazetteer *g, const uint8_t *letters, uint32_t length)
{
    uint64_t low, high;
    if (length < DICTIONARY_LETTERS_MINIMUM || length > DICTIONARY_LETTERS_MAXIMUM)
        return 0;
    letters_load(letters, length, &low, &high);
    uint64_t classes = dictionary_classes(g, low, high, length);
    if (has_article(low, length)) {
        letters_load(letters + ARTICLE_LETTERS, length - ARTICLE_LETTERS, &low, &high);
        classes |=
            LEXICON_BIT(DEFINITE) | (dictionary_classes(g, low, high, length - ARTICLE_LETTERS) & LEXICON_BIT(NOUN));
    }
    return classes;
}

static bool is_conjunction(const struct token *token)
{
    return (uint8_t)token->low == LETTER_WAW || (uint8_t)token->low == LETTER_FEH;
}

/* An Arabic word that is in no list: ordinary by the dictionary, as written or behind a particle, or unknown. */
static uint64_t unlisted_classes(const struct gazetteer *g, const struct token_list *list, const struct token *token)
{
    const uint64_t ordinary = LEXICON_BIT(NOUN) | LEXICON_BIT(VERB_FORM);
    const uint8_t *letters = list->letters + token->letters;
    uint64_t classes = ordinary_classes(g, letters, token->length);
    if (classes & ordinary)
        return classes;
    const struct proclitic *p = proclitics_of(token->low);
    for (; p && p->mask; p++) {
        if ((token->low & p->mask) != p->pattern || p->restore == 2 || token->length < p->skip + 3u)
            continue;
        /* ل + ال: what follows the two lams stands behind the article */
        uint64_t behind =
            p->restore ? ordinary_classes(g, letters + p->skip + 1, token->length - p->skip - 1) | LEXICON_BIT(DEFINITE)
                       : ordinary_classes(g, letters + p->skip, token->length - p->skip);
        if (behind & ordinary)
            return behind | LEXICON_BIT(PARTICLED) | (is_conjunction(token) ? LEXICON_BIT(CONJOINED) : 0);
    }
    return classes | LEXICON_BIT(UNKNOWN) | ((uint8_t)token->low == LETTER_WAW ? LEXICON_BIT(WAW) : 0);
}

void grammar_ask_dictionary(const struct gazetteer *g, const struct token_list *list, const struct token *token,
                            uint64_t *classes, uint64_t *ret_unlisted)
{
    uint64_t unlisted = 0;
    if (token->flags & (TOKEN_ARABIC | TOKEN_LATIN) && !(*classes & listed)) {
        unlisted = unlisted_classes(g, list, token);
        unlisted = *classes & names_alone ? unlisted & ~LEXICON_BIT(UNKNOWN) : unlisted;
    }
    if (*classes & LEXICON_BIT(PARTICLED) && is_conjunction(token))
        *classes |= LEXICON_BIT(CONJOINED);
    if (token->length == 2)
        *classes |= LEXICON_BIT(SHORT);
    if (token->length == 1)
        *classes |= LEXICON_BIT(INITIAL);
    if (has_article(token->low, token->length))
        *classes |= LEXICON_BIT(DEFINITE);
    *ret_unlisted = unlisted;
}

/* Classes by what a word looks like in the text: the same word may have others elsewhere. */
static uint64_t shape_classes(const struct token *token)
{
    uint64_t classes = LEXICON_BIT(ANY);
    if (token->flags & TOKEN_LATIN)
        classes |= LEXICON_BIT(LATIN) |
                   (token->flags & (TOKEN_UPPER_FIRST | TOKEN_UPPER_ALL) ? LEXICON_BIT(CAPITAL) : LEXICON_BIT(SMALL));
    if (token->flags & TOKEN_UPPER_ALL && token->length > 1)
        classes |= LEXICON_BIT(CAPITALS);
    if (token->flags & TOKEN_DIGIT)
        classes |= LEXICON_BIT(DIGIT);
    if (token->flags & TOKEN_DOTTED)
        classes |= LEXICON_BIT(INITIAL);
    if (token->flags & TOKEN_QUOTED)
        classes |= LEXICON_BIT(QUOTED);
    if (token->flags & TOKEN_PAREN)
        classes |= LEXICON_BIT(PAREN);
    return classes;
}

void grammar_classify(struct field *field, size_t first, size_t end, const uint64_t *unlisted)
{
    for (size_t i = first; i < end; i++) {
        uint64_t classes = field->classes[i];
        const struct token *token = &field->list.tokens[i];
        bool follows_latin = i > 0 && field->classes[i - 1] & LEXICON_BIT(LATIN);
        if (follows_latin && token->flags & TOKEN_DIGIT && !(token->flags & TOKEN_ARABIC))
            classes |= LEXICON_BIT(LATIN); /* a number is of the script before it */
        field->classes[i] = classes | (classes & listed ? 0 : unlisted[i - first]) | shape_classes(token);
    }
}
