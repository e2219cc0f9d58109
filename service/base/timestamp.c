#include "service/base/timestamp.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SECOND_US = 1000000 };

/* Days from 1970-01-01 of a proleptic Gregorian date, and back: Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms". */
static int64_t days_from_civil(int year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void civil_from_days(int64_t days, int *ret_year, int *ret_month, int *ret_day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    *ret_day = (int)(of_year - (153 * month + 2) / 5 + 1);
    *ret_month = (int)(month < 10 ? month + 3 : month - 9);
    *ret_year = (int)(year + era * 400 + (*ret_month <= 2));
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

struct cursor {
    const char *at, *end;
    bool failed;
};

static int digits(struct cursor *cursor, int count, int low, int high)
{
    int value = 0;
    for (int i = 0; i < count; i++, cursor->at++) {
        if (cursor->at >= cursor->end || *cursor->at < '0' || *cursor->at > '9') {
            cursor->failed = true;
            return low;
        }
        value = value * 10 + (*cursor->at - '0');
    }
    cursor->failed |= value < low || value > high;
    return cursor->failed ? low : value;
}

static void expect(struct cursor *cursor, const char *one_of)
{
    if (cursor->at >= cursor->end || !*cursor->at || !strchr(one_of, *cursor->at))
        cursor->failed = true;
    else
        cursor->at++;
}

static int64_t fraction(struct cursor *cursor)
{
    if (cursor->at >= cursor->end || *cursor->at != '.')
        return 0;
    int64_t value = 0, scale = SECOND_US;
    const char *first = ++cursor->at;
    for (; cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++) {
        scale /= 10;
        value += (*cursor->at - '0') * scale;
    }
    cursor->failed |= cursor->at == first;
    return value;
}

static int64_t offset_seconds(struct cursor *cursor)
{
    const char *sign = cursor->at;
    expect(cursor, "Zz+-");
    if (cursor->failed || *sign == 'Z' || *sign == 'z')
        return 0;
    int hours = digits(cursor, 2, 0, 23);
    expect(cursor, ":");
    int minutes = digits(cursor, 2, 0, 59);
    return (*sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

bool timestamp_parse(const char *text, size_t length, int64_t *ret_microseconds)
{
    struct cursor cursor = {text, text + length, false};
    int year = digits(&cursor, 4, 1, 9999);
    expect(&cursor, "-");
    int month = digits(&cursor, 2, 1, 12);
    expect(&cursor, "-");
    int day = digits(&cursor, 2, 1, cursor.failed ? 31 : month_days(year, month));
    expect(&cursor, "Tt");
    int hour = digits(&cursor, 2, 0, 23);
    expect(&cursor, ":");
    int minute = digits(&cursor, 2, 0, 59);
    expect(&cursor, ":");
    int second = digits(&cursor, 2, 0, 60);
    int64_t micros = fraction(&cursor);
    int64_t offset = offset_seconds(&cursor);
    if (cursor.failed || cursor.at != cursor.end)
        return false;
    int64_t seconds = days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
    int64_t result = seconds * SECOND_US + (second == 60 ? 0 : micros);
    if (seconds < days_from_civil(1, 1, 1) * 86400 || seconds >= days_from_civil(10000, 1, 1) * 86400)
        return false;
    *ret_microseconds = result;
    return true;
}

const char *timestamp_format(int64_t microseconds, char buffer[TIMESTAMP_LENGTH])
{
    int64_t seconds = microseconds / SECOND_US, micros = microseconds % SECOND_US;
    if (micros < 0) {
        micros += SECOND_US;
        seconds--;
    }
    int64_t days = seconds / 86400, of_day = seconds % 86400;
    if (of_day < 0) {
        of_day += 86400;
        days--;
    }
    int year, month, day;
    civil_from_days(days, &year, &month, &day);
    int length = snprintf(buffer, TIMESTAMP_LENGTH, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, day,
                          (int)(of_day / 3600), (int)(of_day / 60 % 60), (int)(of_day % 60));
    if (length < 0 || length > TIMESTAMP_LENGTH - 10)
        length = 0;
    if (micros)
        snprintf(buffer + length, (size_t)(TIMESTAMP_LENGTH - length), ".%06dZ", (int)micros);
    else
        snprintf(buffer + length, (size_t)(TIMESTAMP_LENGTH - length), "Z");
    return buffer;
}

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

int64_t timestamp_now(void)
{
    return read_clock(CLOCK_REALTIME);
}

int64_t timestamp_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t timestamp_processor(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}
