#include "service/fetch/page_date.h"

#include "service/base/timestamp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ROOM = 256 /* bytes of text that are looked at */ };

static const struct month {
    const char *name;
    int number;
} months[] = {
    {"كانون الثاني", 1}, {"يناير", 1},        {"جانفي", 1},     {"شباط", 2},          {"فبراير", 2},
    {"فيفري", 2},        {"آذار", 3},         {"اذار", 3},      {"مارس", 3},          {"نيسان", 4},
    {"أبريل", 4},        {"ابريل", 4},        {"إبريل", 4},     {"أفريل", 4},         {"أيار", 5},
    {"ايار", 5},         {"مايو", 5},         {"ماي", 5},       {"حزيران", 6},        {"يونيو", 6},
    {"يونيه", 6},        {"جوان", 6},         {"تموز", 7},      {"يوليو", 7},         {"يوليوز", 7},
    {"جويلية", 7},       {"آب", 8},           {"أغسطس", 8},     {"اغسطس", 8},         {"غشت", 8},
    {"أوت", 8},          {"أيلول", 9},        {"ايلول", 9},     {"سبتمبر", 9},        {"شتنبر", 9},
    {"تشرين الأول", 10}, {"أكتوبر", 10},      {"اكتوبر", 10},   {"تشرين الثاني", 11}, {"نوفمبر", 11},
    {"نونبر", 11},       {"كانون الأول", 12}, {"ديسمبر", 12},   {"دجنبر", 12},        {"january", 1},
    {"february", 2},     {"march", 3},        {"april", 4},     {"may", 5},           {"june", 6},
    {"july", 7},         {"august", 8},       {"september", 9}, {"october", 10},      {"november", 11},
    {"december", 12},    {"jan ", 1},         {"feb ", 2},      {"mar ", 3},          {"apr ", 4},
    {"jun ", 6},         {"jul ", 7},         {"aug ", 8},      {"sep ", 9},          {"oct ", 10},
    {"nov ", 11},        {"dec ", 12},
};

/* Writes Arabic-Indic and Persian digits as ASCII digits, and ASCII capitals as small letters; cuts what is too long. */
static void normalise(const char *text, char out[ROOM])
{
    size_t length = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at && length + 2 < ROOM; at++) {
        if (at[0] == 0xD9 && at[1] >= 0xA0 && at[1] <= 0xA9)
            out[length++] = (char)('0' + (*++at - 0xA0));
        else if (at[0] == 0xDB && at[1] >= 0xB0 && at[1] <= 0xB9)
            out[length++] = (char)('0' + (*++at - 0xB0));
        else
            out[length++] = (char)(*at >= 'A' && *at <= 'Z' ? *at + 32 : *at);
    }
    out[length] = '\0';
}

struct moment {
    int year, month, day, hour, minute, second, offset; /* minutes east of UTC */
};

static bool to_microseconds(const struct moment *moment, int64_t *ret_microseconds)
{
    char text[64];
    int offset = abs(moment->offset);
    int length = snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", moment->year, moment->month,
                          moment->day, moment->hour, moment->minute, moment->second, moment->offset < 0 ? '-' : '+',
                          offset / 60, offset % 60);
    return length < (int)sizeof text && timestamp_parse(text, (size_t)length, ret_microseconds);
}

/* Reads "Z", "+02:00", "+0200" or "+02". */
static void read_zone(const char *at, struct moment *moment)
{
    int hours = 0, minutes = 0;
    char sign = *at;
    if ((sign == '+' || sign == '-') && sscanf(at + 1, "%2d%*1[:]%2d", &hours, &minutes) != 2)
        sscanf(at + 1, "%2d%2d", &hours, &minutes);
    moment->offset = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
}

static bool read_iso(const char *text, struct moment *moment)
{
    int used = 0, more = 0;
    const char *at = text;
    while (*at && (*at < '0' || *at > '9'))
        at++;
    if (sscanf(at, "%4d-%2d-%2d%n", &moment->year, &moment->month, &moment->day, &used) != 3 &&
        sscanf(at, "%4d/%2d/%2d%n", &moment->year, &moment->month, &moment->day, &used) != 3)
        return false;
    at += used;
    if (moment->year < 1000 || (*at != 't' && *at != ' '))
        return moment->year >= 1000;
    at++;
    if (sscanf(at, "%2d:%2d%n", &moment->hour, &moment->minute, &more) != 2)
        return true;
    at += more;
    if (*at == ':' && sscanf(at, ":%2d%n", &moment->second, &more) == 1)
        at += more;
    if (*at == '.')
        at += 1 + strspn(at + 1, "0123456789");
    read_zone(at + strspn(at, " "), moment);
    return true;
}

static const struct month *find_month(const char *text, const char **ret_at)
{
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if ((*ret_at = strstr(text, months[i].name)))
            return &months[i];
    return NULL;
}

static void read_clock(const char *text, struct moment *moment)
{
    const char *colon = strchr(text, ':');
    if (!colon || colon - text < 1 || colon[-1] < '0' || colon[-1] > '9')
        return;
    const char *start = colon - 1 - (colon - text >= 2 && colon[-2] >= '0' && colon[-2] <= '9');
    if (sscanf(start, "%2d:%2d", &moment->hour, &moment->minute) != 2)
        return;
    bool evening = strstr(colon, "pm") || strstr(colon, "p.m") || strstr(colon, " م") || strstr(colon, "مساء");
    bool morning = strstr(colon, "am") || strstr(colon, "a.m") || strstr(colon, " ص") || strstr(colon, "صباح");
    moment->hour += evening && moment->hour < 12 ? 12 : 0;
    moment->hour -= morning && moment->hour == 12 ? 12 : 0;
}

/* Reads "31 January 2026" and "January 31, 2026": day and year are the numbers beside the name of the month. */
static bool read_written(const char *text, struct moment *moment)
{
    const char *at;
    const struct month *month = find_month(text, &at);
    if (!month)
        return false;
    const char *before = at;
    while (before > text && (before[-1] == ' ' || before[-1] == ','))
        before--;
    while (before > text && before[-1] >= '0' && before[-1] <= '9')
        before--;
    const char *after = at + strlen(month->name);
    after += strcspn(after, "0123456789");
    int day = atoi(before), number = atoi(after);
    moment->month = month->number;
    moment->day = day >= 1 && day <= 31 ? day : number;
    if (moment->day == number && number <= 31) {
        after += strspn(after, "0123456789");
        after += strcspn(after, "0123456789");
        number = atoi(after);
    }
    moment->year = number;
    read_clock(text, moment);
    return number >= 1000;
}

bool page_date_parse(const char *text, int64_t *ret_microseconds)
{
    char plain[ROOM];
    struct moment moment = {.year = 0};
    normalise(text, plain);
    if (read_iso(plain, &moment))
        return to_microseconds(&moment, ret_microseconds);
    moment = (struct moment){.year = 0};
    return read_written(plain, &moment) && to_microseconds(&moment, ret_microseconds);
}
