/* date_words.h - the words of dates: months, parts of the day, zones, "ago", as Arabic, English and their neighbours write
 * them.
 *
 * Words are folded: Latin capitals and accents are gone, forms of alef are one, Arabic vowels, tatweel, a point at the end
 * are left out. Threads: pure functions.
 */
#ifndef ALAM_PAGE_DATE_WORDS_H
#define ALAM_PAGE_DATE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum date_word_kind {
    DATE_NOTHING,
    DATE_MONTH,     /* value: 1 to 12 */
    DATE_JALALI,    /* a month of the Iranian calendar: 1 to 12 */
    DATE_HIJRI,     /* a month or the sign of the Islamic calendar */
    DATE_MORNING,   /* am */
    DATE_EVENING,   /* pm */
    DATE_ZONE,      /* value: minutes east of UTC */
    DATE_AGO,       /* "ago", قبل, منذ */
    DATE_UNIT,      /* value: minutes in one; "two" of it: negative */
    DATE_DAY,       /* a day of the week, "the", "at", and the like: stands between the parts of a date */
    DATE_YESTERDAY, /* value: how many days before today */
    DATE_PUBLISHED, /* a date that follows is the one that is looked for */
    DATE_CHANGED    /* a date that follows is not */
};

struct date_word {
    const char *word;
    enum date_word_kind kind;
    int value;
};

enum { DATE_WORD_MAXIMUM = 32 /* bytes of a folded word, NUL included */ };

/* Folds the word at `text`, up to what is no letter, and returns how many bytes it has; 0: there is no letter. */
size_t date_word_fold(const char *text, char out[DATE_WORD_MAXIMUM]);

/* NULL: the word says nothing about dates. */
const struct date_word *date_word_find(const char *folded);

#endif
