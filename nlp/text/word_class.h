/* word_class.h - the classes of words that the grammar and the scores reason with: title, given name, verb of saying …
 *
 * A word has a set of classes. Word lists (nlp/data/lexicon-*.tsv) give classes to forms of one word or several, and these
 * forms are in the same trie as the names (nlp/image/image.h), so that one look-up finds both. The tagger adds classes for
 * what the dictionary says of a word, for its shape and for where it stands.
 *
 * A new class is one row of the table below. Sets are numbers of 128 bits, which the compiler keeps in two registers; in
 * an image they are struct image_classes. The order of the rows is free but for those that WORD_CLASSES_UNLISTED names.
 *
 *     word_classes classes = WORD_CLASS(GIVEN) | WORD_CLASS(FAMILY);
 *     if (classes & WORD_CLASS(GIVEN))
 *         …
 *
 * Depends on libc only. Threads: constant data.
 */
#ifndef ALAM_NLP_WORD_CLASS_H
#define ALAM_NLP_WORD_CLASS_H

#include <stdbool.h>
#include <stdint.h>

/* X(NAME, "name in the TSV", WHO, "what it is"). WHO gives the class to a word:
 *
 *     LISTED      the word lists
 *     DICTIONARY  the word lists, too, but these words are kept as a filter (section DICTIONARY), not in the trie
 *     BUILDER     the builder, when it reads the gazetteer's names
 *     TAGGER      the tagger, when it reads a text */
#define WORD_CLASSES(X)                                                                                                \
    X(GIVEN, "given", LISTED, "given name: محمد، جون")                                                                 \
    X(FAMILY, "family", LISTED, "family name: الخطيب، سميث")                                                           \
    X(PARTICLE, "particle", LISTED, "joins the parts of a name: بن، آل، أبو، فان، de")                                 \
    X(TITLE, "title", LISTED, "stands right before a person's name: الدكتور، الشيخ، Mr")                               \
    X(ROLE, "role", LISTED, "office or profession, may take a complement before the name: وزير، رئيس، spokesman")      \
    X(NATIONALITY, "nationality", LISTED, "adjective of a people or country: المصري، American")                        \
    X(SAY, "say", LISTED, "verb of saying: قال، أكد، said")                                                            \
    X(VERB, "verb", LISTED, "other verb that ends a name")                                                             \
    X(FUNCTION, "function", LISTED, "closed-class word: never inside a person's name")                                 \
    X(COMMON, "common", LISTED, "ordinary word: a name equal to it needs evidence")                                    \
    X(PLACE_PREPOSITION, "place-preposition", LISTED, "often followed by a place: في، إلى، شمال، in")                  \
    X(PLACE_HEAD, "place-head", LISTED, "before a place's name, outside the span: مدينة، ولاية، province of")          \
    X(OUTER_HEAD, "outer-head", LISTED, "begins spellings of a name, outside the span: مدينة، ولاية، صحيفة، نادي")     \
    X(BODY, "body", LISTED, "a kind of body in full, an organization where it stands: مجلس النواب")                    \
    X(PLACE_HEAD_IN, "place-head-in", LISTED, "first word of a place's name: نهر، جبل، مطار")                          \
    X(PLACE_TAIL, "place-tail", LISTED, "last word of an English place's name: River, Street")                         \
    X(FACILITY, "facility", LISTED,                                                                                    \
      "last word of the name of what was built, always a place: Airport, Hospital, Stadium")                           \
    X(ORGANIZATION_HEAD, "organization-head", LISTED, "first word of an organization's name: وزارة، حركة، جامعة")      \
    X(WEAK_HEAD, "weak-head", LISTED, "may begin an organization's name, or an ordinary phrase: إدارة، مجموعة، الحزب") \
    X(ORGANIZATION_CUE, "organization-cue", LISTED,                                                                    \
      "before an organization's name, outside the span: شركة، نادي، فريق")                                             \
    X(ORGANIZATION_TAIL, "organization-tail", LISTED, "last word of an English organization's name: Inc, University")  \
    X(MEDIA_CUE, "media-cue", LISTED, "before a medium's name, outside the span: صحيفة، قناة، according to")           \
    X(MONTH, "month", LISTED, "month or day")                                                                          \
    X(NUMBER, "number", LISTED, "number word")                                                                         \
    X(ACRONYM_HEAD, "acronym-head", LISTED, "letter name as spelled in Arabic acronyms: إف، بي، سي")                   \
    X(ADJECTIVE, "adjective", LISTED, "continues an organization's name: الوطنية، الدولي")                             \
    X(OTHER, "other", LISTED, "only known not to be a name, where no dictionary says so: Mich, Univ, ق.م")             \
    X(CONNECTOR, "connector", LISTED, "small word inside English names: of, the, for, and")                            \
    X(DETERMINER, "determiner", LISTED, "the")                                                                         \
    X(EVENT, "event", LISTED, "competition, festival, award, summit: places in its name are no mentions")              \
    X(TEAM_NAME, "team-name", LISTED, "a team's name behind its city's, and alone: Bruins, Falcons")                   \
    X(SPLITTER, "splitter", LISTED, "ends in a word that begins another name: and the, of its")                        \
    X(PERSON_GLOSS, "person-gloss", LISTED, "behind a person's name: was born, a singer")                              \
    X(PLACE_GLOSS, "place-gloss", LISTED, "behind a place's name: is a village, a town in")                            \
    X(ORGANIZATION_GLOSS, "organization-gloss", LISTED, "behind an organization's name: is a company, a party")        \
    X(HEAD_KEEPER, "head-keeper", LISTED, "behind an outer head, which then belongs to the name: وكالة الأنباء")       \
    X(OTHER_HEAD, "other-head", LISTED,                                                                                \
      "before the name of what is no person, place or organization: سفينة، إعصار، جائزة")                              \
    X(SEEN_GIVEN, "seen-given", BUILDER, "first word of a person's name in the gazetteer")                             \
    X(SEEN_FAMILY, "seen-family", BUILDER, "last word of a person's name in the gazetteer")                            \
    X(NOUN, "noun", DICTIONARY, "noun or adjective")                                                                   \
    X(VERB_FORM, "verb-form", DICTIONARY, "verb form")                                                                 \
    X(UNKNOWN, "unknown", TAGGER, "in no list and no dictionary")                                                      \
    X(DEFINITE, "definite", TAGGER, "begins with the article ال")                                                      \
    X(SUFFIXED, "suffixed", TAGGER, "the dictionary has it without its pronoun or ending: سلطاته، كتابا")              \
    X(PARTICLED, "particled", TAGGER, "its classes are those of what stands behind a particle: وقال")                  \
    X(CONJOINED, "conjoined", TAGGER, "the same, and the particle is or begins with و or ف")                           \
    X(WAW, "waw", TAGGER, "unknown, and begins with و")                                                                \
    X(IN_NAME, "in-name", TAGGER, "Arabic, in no list, but a word of a name in the gazetteer")                         \
    X(LATIN, "latin", TAGGER, "of Latin letters, or a number behind such a word")                                      \
    X(CAPITAL, "capital", TAGGER, "Latin, the first letter is a capital")                                              \
    X(CAPITALS, "capitals", TAGGER, "Latin, two letters or more, all capitals")                                        \
    X(SMALL, "small", TAGGER, "Latin, begins with a small letter")                                                     \
    X(HEADLINE, "headline", TAGGER, "Latin, in a sentence whose long words all begin with a capital")                  \
    X(INITIAL, "initial", TAGGER, "one letter, or several with dots: J., U.S.")                                        \
    X(DIGIT, "digit", TAGGER, "has a digit")                                                                           \
    X(QUOTED, "quoted", TAGGER, "right behind a quotation mark")                                                       \
    X(PAREN, "paren", TAGGER, "right behind a parenthesis")                                                            \
    X(SHORT, "short", TAGGER, "two letters")                                                                           \
    X(FUNCTION_BEHIND, "function-behind", TAGGER, "a particle and a closed-class word, too: فأنا، وان")                \
    X(IN_PERSON, "in-person", TAGGER, "alone it is a person of the gazetteer")                                         \
    X(IN_PLACE, "in-place", TAGGER, "alone it is a place of the gazetteer")                                            \
    X(PLACE_PART, "place-part", TAGGER, "Latin, one of the words of a place of the gazetteer")                         \
    X(IN_ORGANIZATION, "in-organization", TAGGER, "alone it is an organization of the gazetteer")                      \
    X(NISBA, "nisba", TAGGER, "Arabic, four letters or more, ends in ي")                                               \
    X(FEMININE, "feminine", TAGGER, "Arabic, four letters or more, is written with ة at the end")                      \
    X(PLURAL, "plural", TAGGER, "Arabic, five letters or more, ends in ات، ون، ين، ان")                                \
    X(LONG, "long", TAGGER, "Arabic, seven letters or more, the article not counted")                                  \
    X(LAM, "lam", TAGGER, "Arabic, begins with لل: a preposition and the article")                                     \
    X(MAQSURA, "maqsura", TAGGER, "Arabic, is written with ى at the end")                                              \
    X(EDGE, "edge", TAGGER, "not a word: the sentence begins or ends here")                                            \
    X(BREAK, "break", TAGGER, "not a word: a comma, colon, bracket or quotation mark stands here")                     \
    X(ANY, "any", TAGGER, "every word")                                                                                \
    X(FOREIGN, "foreign", LISTED, "name of another language, which Arabic spells in several ways: مارغريت")            \
    X(LONE_NAME, "lone-name", BUILDER, "the same, and no other listed name has its consonants")

enum word_class {
#define X(name, text, who, note) WORD_CLASS_##name,
    WORD_CLASSES(X)
#undef X
        WORD_CLASS_COUNT
};

/* A set of classes. */
typedef unsigned __int128 word_classes;

enum { WORD_CLASSES_MAXIMUM = 128 };

_Static_assert((int)WORD_CLASS_COUNT <= WORD_CLASSES_MAXIMUM, "a set has a bit for each class");

/* The set of one class. */
#define WORD_CLASS(name) ((word_classes)1 << WORD_CLASS_##name)

/* The classes that make a word a listed one: all that an image keeps for forms of its trie. */
#define WORD_CLASS_IF_LISTED(name, text, who, note) | (WORD_CLASS_BY_##who ? WORD_CLASS(name) : 0)
enum { WORD_CLASS_BY_LISTED = 1, WORD_CLASS_BY_BUILDER = 1, WORD_CLASS_BY_DICTIONARY = 0, WORD_CLASS_BY_TAGGER = 0 };
static const word_classes word_classes_listed = 0 WORD_CLASSES(WORD_CLASS_IF_LISTED);

/* The classes that a word may have because no list has it. They are neighbours among the first 64, so that a set of them
 * is packed into 16 bits by one shift. */
enum { WORD_CLASSES_UNLISTED_FIRST = WORD_CLASS_NOUN, WORD_CLASSES_UNLISTED_LAST = WORD_CLASS_IN_NAME };

_Static_assert(WORD_CLASSES_UNLISTED_LAST - WORD_CLASSES_UNLISTED_FIRST < 16, "classes of unlisted words fit 16 bits");
_Static_assert(WORD_CLASSES_UNLISTED_LAST < 64, "classes of unlisted words are in the lower half");

/* The classes of an unlisted word in 16 bits, and back. */
static inline uint16_t word_classes_pack_unlisted(word_classes classes)
{
    return (uint16_t)((uint64_t)classes >> WORD_CLASSES_UNLISTED_FIRST);
}

static inline word_classes word_classes_unpack_unlisted(uint16_t packed)
{
    return (uint64_t)packed << WORD_CLASSES_UNLISTED_FIRST;
}

/* The class of that name, as the rows of lists and of the grammar write it. False: there is none. */
bool word_class_parse(const char *name, enum word_class *ret_class);

/* May word lists give the class? */
bool word_class_is_listed(enum word_class class);

#endif
