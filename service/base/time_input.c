#include "service/base/time_input.h"

#include "service/base/timestamp.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ROOM = 32, EPOCH_DIGITS = 9, EPOCH_DIGITS_MAXIMUM = 11, ZONE_ROOM = 8, SECOND_US = 1000000 };

static const char no_time[] =
    "This must be a time such as 2026-01-31T09:30:00Z, a date, the time of an e-mail header, or "
    "seconds since 1970.";
static const char no_offset[] = "This time has no offset, so it could be any of a day's: add Z, or one like +03:00.";
static const char lost_plus[] = "A blank stands where the offset's sign belongs: in a query, + is written %2B.";
static const char too_long[] = "This looks like milliseconds: a number must be seconds since 1970.";
static const char too_short[] = "This number is too small for seconds since 1970, which have nine digits or more.";

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "MonTueWedThuFriSatSun";

/* Zones by name: RFC 5322 section 4.3. */
static const struct zone {
    const char *name, *offset;
} zones[] = {
    {"Z", "+00:00"},   {"UT", "+00:00"},  {"GMT", "+00:00"}, {"UTC", "+00:00"}, {"EST", "-05:00"}, {"EDT", "-04:00"},
    {"CST", "-06:00"}, {"CDT", "-05:00"}, {"MST", "-07:00"}, {"MDT", "-06:00"}, {"PST", "-08:00"}, {"PDT", "-07:00"},
};

/* A moment's parts, as far as they were read. `rest` is what is left of the text. */
struct parts {
    const char *rest;
    int year, month, day, hour, minute, second;
    char fraction[ROOM]; /* ".5", or "" */
    char offset[ZONE_ROOM];
    const char *fault;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Takes `least` to `most` digits. False: there are fewer or more. */
static bool take_number(struct parts *parts, int least, int most, int *ret_number)
{
    int digits = 0, number = 0;
    for (; digits <= most && is_digit(parts->rest[digits]); digits++)
        number = number * 10 + (parts->rest[digits] - '0');
    if (digits < least || digits > most)
        return false;
    parts->rest += digits;
    *ret_number = number;
    return true;
}

static bool take(struct parts *parts, char wanted)
{
    bool there = *parts->rest == wanted;
    parts->rest += there;
    return there;
}

static bool take_two(struct parts *parts, int *ret_number)
{
    if (!is_digit(parts->rest[0]) || !is_digit(parts->rest[1]))
        return false;
    *ret_number = 10 * (parts->rest[0] - '0') + (parts->rest[1] - '0');
    parts->rest += 2;
    return true;
}

/* The place of the three letters that begin the rest in a row of such names; -1: they are none of them. */
static int take_name(struct parts *parts, const char *names)
{
    for (int i = 0; names[3 * i]; i++)
        if (strncasecmp(parts->rest, names + 3 * i, 3) == 0) {
            parts->rest += 3;
            return i;
        }
    return -1;
}

static void skip_blanks(struct parts *parts)
{
    parts->rest += strspn(parts->rest, " \t");
}

static bool take_fraction(struct parts *parts)
{
    if (*parts->rest != '.' && *parts->rest != ',')
        return true;
    size_t digits = strspn(parts->rest + 1, "0123456789");
    if (digits == 0 || digits + 2 > sizeof parts->fraction)
        return false;
    snprintf(parts->fraction, sizeof parts->fraction, ".%.*s", (int)digits, parts->rest + 1);
    parts->rest += digits + 1;
    return true;
}

static bool take_clock(struct parts *parts)
{
    return take_two(parts, &parts->hour) && take(parts, ':') && take_two(parts, &parts->minute) &&
           (!take(parts, ':') || (take_two(parts, &parts->second) && take_fraction(parts)));
}

static bool take_named_zone(struct parts *parts)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (strcasecmp(parts->rest, zones[i].name) != 0)
            continue;
        snprintf(parts->offset, sizeof parts->offset, "%s", zones[i].offset);
        parts->rest += strlen(parts->rest);
        return true;
    }
    return false;
}

/* Reads "Z", "GMT", "+03:00", "+0300" or "+03", perhaps behind a blank, to the end of the text. */
static bool take_offset(struct parts *parts)
{
    int hours = 0, minutes = 0;
    bool blank = *parts->rest == ' ';
    skip_blanks(parts);
    if (!*parts->rest || (blank && is_digit(*parts->rest))) {
        parts->fault = *parts->rest ? lost_plus : no_offset;
        return false;
    }
    if (take_named_zone(parts))
        return true;
    char sign = *parts->rest;
    if ((!take(parts, '+') && !take(parts, '-')) || !take_two(parts, &hours))
        return false;
    bool colon = take(parts, ':');
    if ((colon || *parts->rest) && !take_two(parts, &minutes))
        return false;
    snprintf(parts->offset, sizeof parts->offset, "%c%02d:%02d", sign, hours, minutes);
    return !*parts->rest;
}

/* From the parts, which may still be of a day that does not exist. */
static const char *finish(const struct parts *parts, int64_t *ret_microseconds)
{
    char text[2 * ROOM];
    int length = snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d%s%s", parts->year, parts->month, parts->day,
                          parts->hour, parts->minute, parts->second, parts->fraction, parts->offset);
    bool sound = length < (int)sizeof text && timestamp_parse(text, (size_t)length, ret_microseconds);
    return sound ? NULL : parts->fault ? parts->fault : no_time;
}

static const char *read_iso(struct parts *parts, int64_t *ret_microseconds)
{
    if (!take_number(parts, 4, 4, &parts->year) || !take(parts, '-') || !take_two(parts, &parts->month) ||
        !take(parts, '-') || !take_two(parts, &parts->day))
        return no_time;
    if (!*parts->rest) {
        memcpy(parts->offset, "Z", 2);
        return finish(parts, ret_microseconds);
    }
    if ((!take(parts, 'T') && !take(parts, 't') && !take(parts, ' ')) || !take_clock(parts))
        return no_time;
    if (!take_offset(parts))
        return parts->fault ? parts->fault : no_time;
    return finish(parts, ret_microseconds);
}

/* "Sat, 31 Jan 2026 09:30:00 +0300"; the name of the day need not be there, and need not be right. */
static const char *read_mail(struct parts *parts, int64_t *ret_microseconds)
{
    if (take_name(parts, days) >= 0 && !take(parts, ','))
        return no_time;
    skip_blanks(parts);
    if (!take_number(parts, 1, 2, &parts->day) || !take(parts, ' '))
        return no_time;
    parts->month = take_name(parts, months) + 1;
    if (!parts->month || !take(parts, ' '))
        return no_time;
    const char *start = parts->rest;
    if (!take_number(parts, 2, 4, &parts->year) || parts->rest - start == 3 || !take(parts, ' '))
        return no_time;
    if (parts->rest - start == 3) /* two digits and the blank: RFC 5322 section 4.3 */
        parts->year += parts->year < 50 ? 2000 : 1900;
    if (!take_clock(parts))
        return no_time;
    if (!take_offset(parts))
        return parts->fault ? parts->fault : no_time;
    return finish(parts, ret_microseconds);
}

static const char *read_epoch(const char *text, size_t digits, int64_t *ret_microseconds)
{
    char *end;
    double fraction = text[digits] ? strtod(text + digits, &end) : 0;
    if (digits < EPOCH_DIGITS)
        return too_short;
    if (digits > EPOCH_DIGITS_MAXIMUM)
        return too_long;
    *ret_microseconds = strtoll(text, NULL, 10) * SECOND_US + llround(fraction * SECOND_US);
    return NULL;
}

/* Takes the comment off the end of an e-mail's time: "+0300 (AST)". */
static void cut_comment(char *text)
{
    size_t length = strlen(text);
    char *open = length && text[length - 1] == ')' ? strrchr(text, '(') : NULL;
    while (open && open > text && open[-1] == ' ')
        open--;
    if (open)
        *open = '\0';
}

const char *time_input_read(const char *text, size_t length, int64_t *ret_microseconds)
{
    char copy[2 * ROOM];
    struct parts parts = {.rest = copy};
    if (length >= sizeof copy || memchr(text, '\0', length))
        return no_time;
    memcpy(copy, text, length);
    copy[length] = '\0';
    size_t digits = strspn(copy, "0123456789");
    bool fraction = copy[digits] == '.' && strspn(copy + digits + 1, "0123456789") + digits + 1 == length;
    if (digits && (digits == length || fraction))
        return read_epoch(copy, digits, ret_microseconds);
    if (digits == 4)
        return read_iso(&parts, ret_microseconds);
    cut_comment(copy);
    return read_mail(&parts, ret_microseconds);
}
