/* word_class.h - the word classes of the grammar: title, given name, verb of saying …
 *
 * Word lists (nlp/data/lexicon-*.tsv) give classes to forms of one word or several; the tagger adds others by the shape of
 * a word and by where it stands. A word's classes are a set of bits. Listed forms are in the same trie as the names
 * (nlp/image/image.h), so that one look-up finds both. Depends on libc only. Threads: constant data.
 */
#ifndef ALAM_NLP_WORD_CLASS_H
#define ALAM_NLP_WORD_CLASS_H

#include <stdbool.h>
#include <stdint.h>

/* X(NAME, "name in the TSV", what it is) */
#define LEXICON_CLASSES(X)                                                                                             \
    X(GIVEN, "given", "given name: محمد، جون")                                                                         \
    X(FAMILY, "family", "family name: الخطيب، سميث")                                                                   \
    X(PARTICLE, "particle", "joins the parts of a name: بن، آل، أبو، فان، de")                                         \
    X(TITLE, "title", "stands right before a person's name: الدكتور، الشيخ، Mr")                                       \
    X(ROLE, "role", "office or profession, may take a complement before the name: وزير، رئيس، spokesman")              \
    X(NATIONALITY, "nationality", "adjective of a people or country: المصري، American")                                \
    X(SAY, "say", "verb of saying: قال، أكد، said")                                                                    \
    X(VERB, "verb", "other verb that ends a name")                                                                     \
    X(FUNCTION, "function", "closed-class word: never inside a person's name")                                         \
    X(COMMON, "common", "ordinary word: a name equal to it needs evidence")                                            \
    X(PLACE_PREPOSITION, "place-preposition", "often followed by a place: في، إلى، شمال، in")                          \
    X(PLACE_HEAD, "place-head", "before a place's name, outside the span: مدينة، ولاية، province of")                  \
    X(OUTER_HEAD, "outer-head", "begins spellings of a name, outside the span: مدينة، ولاية، صحيفة، نادي")             \
    X(BODY, "body", "a kind of body in full, an organization where it stands: مجلس النواب")                            \
    X(PLACE_HEAD_IN, "place-head-in", "first word of a place's name: نهر، جبل، مطار")                                  \
    X(PLACE_TAIL, "place-tail", "last word of an English place's name: River, Street")                                 \
    X(FACILITY, "facility", "last word of the name of what was built, always a place: Airport, Hospital, Stadium")     \
    X(ORGANIZATION_HEAD, "organization-head", "first word of an organization's name: وزارة، حركة، جامعة")              \
    X(WEAK_HEAD, "weak-head", "may begin an organization's name, or an ordinary phrase: إدارة، مجموعة، الحزب")         \
    X(ORGANIZATION_CUE, "organization-cue", "before an organization's name, outside the span: شركة، نادي، فريق")       \
    X(ORGANIZATION_TAIL, "organization-tail", "last word of an English organization's name: Inc, University")          \
    X(MEDIA_CUE, "media-cue", "before a medium's name, outside the span: صحيفة، قناة، according to")                   \
    X(MONTH, "month", "month or day")                                                                                  \
    X(NUMBER, "number", "number word")                                                                                 \
    X(ACRONYM_HEAD, "acronym-head", "letter name as spelled in Arabic acronyms: إف، بي، سي")                           \
    X(ADJECTIVE, "adjective", "continues an organization's name: الوطنية، الدولي")                                     \
    X(ABBREVIATION, "abbreviation", "a dot after it ends no sentence: Mr, Gen, د")                                     \
    X(CONNECTOR, "connector", "small word inside English names: of, the, for, and")                                    \
    X(DETERMINER, "determiner", "the")                                                                                 \
    X(EVENT, "event", "competition, festival, award, summit: places in its name are no mentions")                      \
    X(TEAM_NAME, "team-name", "a team's name behind its city's, and alone: Bruins, Falcons")                           \
    X(SPLITTER, "splitter", "ends in a word that begins another name: and the, of its")                                \
    X(PERSON_GLOSS, "person-gloss", "behind a person's name: was born, a singer")                                      \
    X(PLACE_GLOSS, "place-gloss", "behind a place's name: is a village, a town in")                                    \
    X(ORGANIZATION_GLOSS, "organization-gloss", "behind an organization's name: is a company, a party")                \
    X(SEEN_GIVEN, "seen-given", "the builder: first word of a person's name in the gazetteer")                         \
    X(SEEN_FAMILY, "seen-family", "the builder: last word of a person's name in the gazetteer")                        \
    X(NOUN, "noun", "dictionary: noun or adjective; kept as a filter, not in the trie")                                \
    X(VERB_FORM, "verb-form", "dictionary: verb form; kept as a filter, not in the trie")                              \
    X(UNKNOWN, "unknown", "the tagger: Arabic word in no list and no dictionary")                                      \
    X(DEFINITE, "definite", "the tagger: begins with the article ال")                                                  \
    X(LATIN, "latin", "the tagger: of Latin letters")                                                                  \
    X(CAPITAL, "capital", "the tagger: Latin, first letter a capital")                                                 \
    X(CAPITALS, "capitals", "the tagger: Latin, two letters or more, all capitals")                                    \
    X(SMALL, "small", "the tagger: Latin, begins with a small letter")                                                 \
    X(HEADLINE, "headline", "the tagger: Latin, in a sentence whose long words all begin with a capital")              \
    X(INITIAL, "initial", "the tagger: one letter, or U.S.")                                                           \
    X(DIGIT, "digit", "the tagger: has a digit")                                                                       \
    X(QUOTED, "quoted", "the tagger: right behind a quotation mark")                                                   \
    X(PAREN, "paren", "the tagger: right behind a parenthesis")                                                        \
    X(PARTICLED, "particled", "the tagger: its classes are those behind a particle (وقال)")                            \
    X(CONJOINED, "conjoined", "the tagger: begins with و or ف, and its classes are those behind it")                   \
    X(WAW, "waw", "the tagger: unknown, and begins with و")                                                            \
    X(SHORT, "short", "the tagger: two letters")                                                                       \
    X(FUNCTION_BEHIND, "function-behind", "the tagger: a particle and a closed-class word, too: فأنا، وان")            \
    X(IN_NAME, "in-name", "the tagger: in no list, but a word of a name in the gazetteer")                             \
    X(IN_PERSON, "in-person", "the tagger: alone it is a person of the gazetteer")                                     \
    X(IN_PLACE, "in-place", "the tagger: alone it is a place of the gazetteer")                                        \
    X(PLACE_PART, "place-part", "the tagger: Latin, one of the words of a place of the gazetteer")                     \
    X(IN_ORGANIZATION, "in-organization", "the tagger: alone it is an organization of the gazetteer")                  \
    X(EDGE, "edge", "the tagger: no word, the sentence begins or ends here")                                           \
    X(BREAK, "break", "the tagger: no word, a comma, colon, bracket or quotation mark stands between")                 \
    X(ANY, "any", "the tagger: every word")

/* Classes that only Arabic words have. All are given by the tagger, but for head-keeper, which is listed. Each shares the
 * bit of a class that only Latin words have; rules are of one script, so the two are never confused.
 * X(NAME, "name in the grammar", SHARED, "what it is") */
#define LEXICON_ARABIC_CLASSES(X)                                                                                      \
    X(SUFFIXED, "suffixed", ORGANIZATION_TAIL,                                                                         \
      "the tagger: ordinary by the dictionary once a pronoun or an ending is off: سلطاته، كتابا")                      \
    X(NISBA, "nisba", CONNECTOR, "the tagger: Arabic, of four letters and more, ends in ي or ى")                       \
    X(FEMININE, "feminine", DETERMINER, "the tagger: Arabic, of four letters and more, ends in ة")                     \
    X(MAQSURA, "maqsura", PERSON_GLOSS, "the tagger: Arabic, ends in ى")                                               \
    X(PLURAL, "plural", PLACE_GLOSS, "the tagger: Arabic, of five letters and more, ends in ات، ون، ين، ان")           \
    X(LONG, "long", ORGANIZATION_GLOSS, "the tagger: Arabic, of seven letters and more behind particle and article")   \
    X(LAM, "lam", PLACE_TAIL, "the tagger: Arabic, begins with لل: a preposition and the article")                     \
    X(HEAD_KEEPER, "head-keeper", FACILITY, "listed: behind an outer head: the head belongs to the name: وكالة الأنباء")

enum lexicon_class {
#define X(name, text, note) LEXICON_##name,
    LEXICON_CLASSES(X)
#undef X
        LEXICON_CLASS_COUNT,
#define X(name, text, shared, note) LEXICON_##name = LEXICON_##shared,
    LEXICON_ARABIC_CLASSES(X)
#undef X
};

/* May word lists give the class of that name? Those before SEEN_GIVEN they may, and NOUN and VERB_FORM. */
bool lexicon_class_listed(const char *name);

_Static_assert(LEXICON_CLASS_COUNT <= 64, "classes are bits of 64");

#define LEXICON_BIT(name) ((uint64_t)1 << LEXICON_##name)

/* Classes that a list may give a word: those up to SEEN_FAMILY. LEXICON_LISTED_ARABIC leaves out the classes of Latin
 * words whose bits Arabic words have by their shape. */
#define LEXICON_LISTED ((LEXICON_BIT(SEEN_FAMILY) << 1) - 1)
#define LEXICON_WITHOUT_SHARED(name, text, shared, note) &~LEXICON_BIT(shared)
#define LEXICON_LISTED_ARABIC (LEXICON_LISTED LEXICON_ARABIC_CLASSES(LEXICON_WITHOUT_SHARED))

/* The class of that name, as the grammar's rows write it. */
bool lexicon_class_parse(const char *name, enum lexicon_class *ret_class);

#endif
