#include "service/page/date.h"

#include "service/base/timestamp.h"
#include "service/page/calendar.h"
#include "service/page/date_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TOKENS = 64,        /* that are looked at */
    CLOCK_LOOK = 6,     /* tokens between a day and its time */
    WORDS_MAXIMUM = 80, /* bytes of a time without digits */
    YEAR_FIRST = 1900,
    YEAR_LAST = 2100,
    DIGITS_MAXIMUM = 14 /* of one number */
};

struct token {
    int number; /* -1: it is none */
    int digits;
    const struct date_word *word; /* NULL: it is none that is known */
    bool letters;                 /* a word, known or not */
    bool gap;                     /* white space stands before it */
    char sign;                    /* '\0': it is none */
};

struct tokens {
    struct token list[TOKENS + 8]; /* the last ones stay empty, so that looking ahead needs no care */
    int count;
};

struct moment {
    int year, month, day, hour, minute, second, zone; /* minutes east of UTC */
};

/* The digit at `at`, which may be Arabic or Persian, and its bytes; -1: there is none. */
static int digit_at(const unsigned char *at, int *ret_size)
{
    *ret_size = *at >= '0' && *at <= '9' ? 1 : 2;
    if (*ret_size == 1)
        return *at - '0';
    if (at[0] == 0xD9 && at[1] >= 0xA0 && at[1] <= 0xA9)
        return at[1] - 0xA0;
    return at[0] == 0xDB && at[1] >= 0xB0 && at[1] <= 0xB9 ? at[1] - 0xB0 : -1;
}

static const char *take_number(const char *at, struct token *token)
{
    int size, digit;
    long number = 0;
    while ((digit = digit_at((const unsigned char *)at, &size)) >= 0) {
        number = token->digits < 9 ? number * 10 + digit : number;
        token->digits++;
        at += size;
    }
    token->number = (int)number;
    return at;
}

/* Months of two words, as "كانون الثاني". */
static const char *take_second_word(const char *at, const char *first, struct token *token)
{
    char second[DATE_WORD_MAXIMUM], both[2 * DATE_WORD_MAXIMUM];
    if (!token->word || token->word->kind != DATE_MONTH || token->word->value)
        return at;
    const char *next = at + strspn(at, " \t\n");
    size_t length = date_word_fold(next, second);
    snprintf(both, sizeof both, "%s %s", first, second);
    token->word = date_word_find(both);
    return token->word ? next + length : at;
}

static const char *take_token(const char *at, struct token *token)
{
    char word[DATE_WORD_MAXIMUM];
    int size;
    *token = (struct token){.number = -1};
    if (digit_at((const unsigned char *)at, &size) >= 0)
        return take_number(at, token);
    size_t length = date_word_fold(at, word);
    if (length) {
        token->letters = true;
        token->word = date_word_find(word);
        return take_second_word(at + length, word, token);
    }
    bool arabic_comma = strncmp(at, "،", 2) == 0, dash = strncmp(at, "–", 3) == 0 || strncmp(at, "−", 3) == 0;
    token->sign = dash ? '-' : arabic_comma ? ',' : *at;
    at++;
    while ((*at & 0xC0) == 0x80)
        at++;
    return at;
}

static void tokenize(const char *text, struct tokens *tokens)
{
    bool gap = false;
    memset(tokens, 0, sizeof *tokens);
    for (int i = 0; i < TOKENS + 8; i++)
        tokens->list[i].number = -1;
    for (const char *at = text; *at && tokens->count < TOKENS;) {
        if (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r' || strncmp(at, "\xC2\xA0", 2) == 0) {
            gap = true;
            at += *at == '\xC2' ? 2 : 1;
            continue;
        }
        if (strncmp(at, "\xE2\x80\x8F", 3) == 0 || strncmp(at, "\xE2\x80\x8E", 3) == 0) { /* marks of direction */
            at += 3;
            continue;
        }
        struct token *token = &tokens->list[tokens->count++];
        at = take_token(at, token);
        token->gap = gap;
        gap = false;
    }
}

static bool is_word(const struct token *token, enum date_word_kind kind)
{
    return token->word && token->word->kind == kind;
}

static bool is_year(const struct token *token)
{
    return token->digits == 4 && token->number >= YEAR_FIRST && token->number <= YEAR_LAST;
}

static bool is_small(const struct token *token, int most)
{
    return token->digits >= 1 && token->digits <= 2 && token->number >= 1 && token->number <= most;
}

static bool set_day(struct moment *moment, int year, int month, int day)
{
    moment->year = year;
    moment->month = month;
    moment->day = day;
    return true;
}

/* Days in numbers: the year first or last. Returns how many tokens they are; 0: there is none at `at`. */
static int read_numbers(const struct token *at, struct moment *moment)
{
    char sign = at[1].sign;
    if (at[0].digits == 8 && at[0].number / 10000 >= YEAR_FIRST && at[0].number / 10000 <= YEAR_LAST)
        return set_day(moment, at[0].number / 10000, at[0].number / 100 % 100, at[0].number % 100);
    if (!sign || !strchr("-/.", sign) || at[3].sign != sign)
        return 0;
    const struct token *first = &at[0], *second = &at[2], *third = &at[4];
    if (is_year(first) && is_small(second, 12) && is_small(third, 31))
        return set_day(moment, first->number, second->number, third->number) ? 5 : 0;
    bool year = is_year(third) || (third->digits == 2 && sign != '-');
    if (!year || !is_small(first, 31) || !is_small(second, 31))
        return 0;
    int number = third->digits == 2 ? 2000 + third->number : third->number;
    if (second->number > 12) /* only the first can be the month */
        return first->number <= 12 && set_day(moment, number, first->number, second->number) ? 5 : 0;
    return set_day(moment, number, second->number, first->number) ? 5 : 0;
}

/* Reads a month's name, with its name in another tradition beside it. Returns how many tokens that is. */
static int read_month(const struct token *at, int *ret_month, bool *ret_jalali)
{
    if (!is_word(at, DATE_MONTH) && !is_word(at, DATE_JALALI))
        return 0;
    int used = 1;
    *ret_month = at->word->value;
    *ret_jalali = at->word->kind == DATE_JALALI;
    while ((at[used].sign == '/' || at[used].sign == '(' || at[used].sign == '-') && is_word(&at[used + 1], DATE_MONTH))
        used += 2;
    return used + (at[used].sign == ')' || at[used].sign == '.');
}

/* How many tokens stand between the parts of a date without meaning: "of", "th", commas. */
static int skip_between(const struct token *at)
{
    int used = 0;
    while (is_word(&at[used], DATE_DAY) || (at[used].sign && strchr(",./-", at[used].sign)))
        used++;
    return used;
}

static bool set_named_day(struct moment *moment, int year, int month, int day, bool jalali)
{
    if (jalali)
        return calendar_of_jalali(year, month, day, &moment->year, &moment->month, &moment->day);
    return year >= YEAR_FIRST && year <= YEAR_LAST && set_day(moment, year, month, day);
}

/* "31 January 2026", "January 31, 2026", "31 كانون الثاني/يناير 2026". */
static int read_named(const struct token *at, struct moment *moment)
{
    int used = 0, month, size, day = 0;
    bool jalali;
    if (is_small(at, 31)) {
        day = at->number;
        used = 1 + skip_between(at + 1);
    }
    if (!(size = read_month(at + used, &month, &jalali)))
        return 0;
    used += size;
    used += skip_between(at + used);
    if (!day) {
        if (!is_small(at + used, 31))
            return 0;
        day = at[used++].number;
        used += skip_between(at + used);
    }
    return at[used].digits == 4 && set_named_day(moment, at[used].number, month, day, jalali) ? used + 1 : 0;
}

/* A sign and a number, "+03:00", "-0500", or a zone's name, "GMT+3". */
static void read_zone(const struct token *at, struct moment *moment)
{
    while (at->sign == '(' || (at->letters && !at->word) || is_word(at, DATE_DAY))
        at++;
    if (is_word(at, DATE_ZONE)) {
        moment->zone = at->word->value;
        at++;
    }
    bool minus = at->sign == '-';
    if ((at->sign != '+' && !minus) || at[1].digits < 1 || at[1].digits > 4 || at[1].digits == 3 || at[1].gap)
        return;
    int number = at[1].number;
    int minutes = at[1].digits == 4 ? number / 100 * 60 + number % 100 : number * 60;
    if (at[1].digits <= 2 && at[2].sign == ':' && at[3].digits == 2)
        minutes += at[3].number;
    if (minutes <= 14 * 60)
        moment->zone = minus ? -minutes : minutes;
}

/* "9:30", "09:30:00.123", "9 pm", "9.30 am", with a zone behind it. False: there is none at `at`. */
static bool read_clock(const struct token *at, struct moment *moment)
{
    if (at->digits < 1 || at->digits > 2 || at->number > 23)
        return false;
    int used = 1;
    bool colon = at[1].sign == ':' && at[2].digits == 2 && at[2].number < 60;
    bool point = at[1].sign == '.' && at[2].digits == 2 && at[2].number < 60 && !at[1].gap && !at[2].gap &&
                 (is_word(&at[3], DATE_MORNING) || is_word(&at[3], DATE_EVENING));
    if (!colon && !point && !is_word(&at[1], DATE_MORNING) && !is_word(&at[1], DATE_EVENING))
        return false;
    moment->hour = at->number;
    moment->minute = colon || point ? at[2].number : 0;
    used += colon || point ? 2 : 0;
    if (at[used].sign == ':' && at[used + 1].digits == 2 && at[used + 1].number < 60) {
        moment->second = at[used + 1].number;
        used += 2;
    }
    if (at[used].sign == '.' && at[used + 1].digits >= 1 && !at[used + 1].gap)
        used += 2;
    if (is_word(&at[used], DATE_EVENING))
        moment->hour += moment->hour < 12 ? 12 : 0;
    else if (is_word(&at[used], DATE_MORNING))
        moment->hour -= moment->hour == 12 ? 12 : 0;
    used += is_word(&at[used], DATE_EVENING) || is_word(&at[used], DATE_MORNING);
    read_zone(&at[used], moment);
    return true;
}

/* The time behind a day or, when there is none, before it. */
static void find_clock(const struct tokens *tokens, int begin, int end, struct moment *moment)
{
    for (int i = end; i < end + CLOCK_LOOK && i < tokens->count; i++) {
        if (read_clock(&tokens->list[i], moment))
            return;
        if (tokens->list[i].number >= 0)
            break;
    }
    for (int i = begin - 3; i >= 0 && i >= begin - CLOCK_LOOK - 2; i--)
        if (read_clock(&tokens->list[i], moment))
            return;
}

static bool to_microseconds(const struct moment *moment, int64_t *ret_microseconds)
{
    char text[64];
    int zone = abs(moment->zone);
    int length = snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", moment->year, moment->month,
                          moment->day, moment->hour, moment->minute, moment->second, moment->zone < 0 ? '-' : '+',
                          zone / 60, zone % 60);
    return length < (int)sizeof text && timestamp_parse(text, (size_t)length, ret_microseconds);
}

/* "two hours ago", "منذ ساعتين", "yesterday". */
static bool read_relative(const struct tokens *tokens, int64_t now, int64_t *ret_microseconds)
{
    bool ago = false;
    const int64_t minute = INT64_C(60000000), day = 1440 * minute;
    for (int i = 0; i < tokens->count; i++)
        ago |= is_word(&tokens->list[i], DATE_AGO);
    for (int i = 0; now && i < tokens->count; i++) {
        const struct token *at = &tokens->list[i];
        if (is_word(at, DATE_YESTERDAY)) {
            struct moment clock = {.year = 0};
            int64_t midnight = now - now % day - at->word->value * day;
            find_clock(tokens, i, i + 1, &clock);
            *ret_microseconds = midnight + (clock.hour * 60 + clock.minute - clock.zone) * minute;
            return true;
        }
        if (!ago || !is_word(at, DATE_UNIT))
            continue;
        int count = at->word->value < 0 ? 2 : i > 0 && at[-1].number > 0 ? at[-1].number : 1;
        if (count <= 400) {
            *ret_microseconds = now - count * abs(at->word->value) * minute;
            return true;
        }
    }
    return false;
}

/* How good a reason there is to take a date behind this word: 2 published, 1 nothing, 0 changed. */
static int rank_of(const struct token *token, int rank)
{
    return is_word(token, DATE_PUBLISHED) ? 2 : is_word(token, DATE_CHANGED) ? 0 : rank;
}

/* A day in a text: its tokens, and how good a reason there is to take it. */
struct day {
    int64_t time;
    int at, used, rank;
};

static bool find_day(const struct tokens *tokens, struct day *ret_day)
{
    int rank = 1;
    ret_day->rank = -1;
    for (int i = 0; i < tokens->count && ret_day->rank < 2; i++) {
        struct moment moment = {.year = 0};
        int64_t time;
        rank = rank_of(&tokens->list[i], rank);
        if (i > 0 && tokens->list[i].number >= 0 && tokens->list[i - 1].number >= 0 && !tokens->list[i].gap)
            continue;
        int used = read_named(&tokens->list[i], &moment);
        if (!used && (used = read_numbers(&tokens->list[i], &moment)) && is_word(&tokens->list[i + used], DATE_HIJRI))
            used = 0;
        if (!used || rank <= ret_day->rank)
            continue;
        find_clock(tokens, i, i + used, &moment);
        if (!to_microseconds(&moment, &time))
            continue;
        *ret_day = (struct day){time, i, used, rank};
        i += used - 1;
        rank = 1;
    }
    return ret_day->rank >= 0;
}

/* Whether there can be a date at all: a digit, or the few words of "two hours ago" in Arabic. */
static bool may_hold_date(const char *text)
{
    int size;
    for (const char *at = text; *at; at++)
        if (digit_at((const unsigned char *)at, &size) >= 0)
            return true;
    return strlen(text) < WORDS_MAXIMUM;
}

bool date_parse(const char *text, int64_t now, int64_t *ret_microseconds)
{
    struct tokens tokens;
    struct day day;
    if (!may_hold_date(text))
        return false;
    tokenize(text, &tokens);
    if (!find_day(&tokens, &day))
        return read_relative(&tokens, now, ret_microseconds);
    *ret_microseconds = day.time;
    return true;
}

unsigned date_traits(const char *text)
{
    struct tokens tokens;
    struct day day;
    int64_t unused;
    int unknown = 0;
    unsigned traits = 0;
    if (!may_hold_date(text))
        return 0;
    tokenize(text, &tokens);
    for (int i = 0; i < tokens.count; i++)
        unknown += tokens.list[i].letters && !tokens.list[i].word;
    bool found = find_day(&tokens, &day);
    if (tokens.count < TOKENS && found && unknown <= 6)
        traits |= DATE_IS_MOST;
    if (tokens.count < TOKENS && unknown <= 3 && (found || read_relative(&tokens, 1, &unused)))
        traits |= DATE_IS_ALL;
    if (found && day.rank == 2)
        traits |= DATE_IS_OF_PUBLISHING;
    if (found && day.at == 0 && tokens.list[day.used].sign)
        traits |= DATE_LEADS;
    return traits;
}
