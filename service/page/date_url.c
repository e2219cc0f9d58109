#include "service/page/date_url.h"

#include "service/base/timestamp.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_FIRST = 1990, YEAR_LAST = 2100 };

struct day {
    int year, month, day;
};

static bool midnight(const struct day *day, int64_t *ret_microseconds)
{
    char text[64];
    int length = snprintf(text, sizeof text, "%04d-%02d-%02dT00:00:00Z", day->year, day->month, day->day);
    return length < (int)sizeof text && timestamp_parse(text, (size_t)length, ret_microseconds);
}

static bool read_path(const char *at, struct day *day)
{
    int used = 0;
    bool year = strspn(at, "0123456789") >= 4;
    bool found = year && sscanf(at, "%4d%*1[-/_]%2d%*1[-/_]%2d%n", &day->year, &day->month, &day->day, &used) == 3;
    if (year && !found)
        found = sscanf(at, "%4d%2d%2d%n", &day->year, &day->month, &day->day, &used) == 3 && used == 8;
    if (!year)
        found = sscanf(at, "%2d-%2d-%4d%n", &day->day, &day->month, &day->year, &used) == 3;
    return found && !(at[used] >= '0' && at[used] <= '9') && day->year >= YEAR_FIRST && day->year <= YEAR_LAST;
}

bool date_url_read(const char *url, int64_t *ret_microseconds)
{
    const char *path = strstr(url, "://");
    path = path ? strchr(path + 3, '/') : NULL;
    for (const char *at = path; at && *at && *at != '?' && *at != '#'; at++) {
        struct day day = {0, 0, 0};
        if (*at >= '0' && *at <= '9' && !(at[-1] >= '0' && at[-1] <= '9') && read_path(at, &day) &&
            midnight(&day, ret_microseconds))
            return true;
    }
    return false;
}
