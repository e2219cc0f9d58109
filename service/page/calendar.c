#include "service/page/calendar.h"

enum {
    FIRST = 1178,
    LAST = 1633,
    CYCLE = 33,          /* years, 8 of which have a day more */
    DAY_OF_1178 = -62377 /* 1178-01-01 is 1799-03-21, in days since 1970-01-01 */
};

/* The years of a cycle, counted from 1, that have a day more: 1, 5, 9, 13, 17, 22, 26, 30. */
static bool is_leap(int year)
{
    int of_cycle = year % CYCLE;
    return of_cycle == 1 || of_cycle == 5 || of_cycle == 9 || of_cycle == 13 || of_cycle == 17 || of_cycle == 22 ||
           of_cycle == 26 || of_cycle == 30;
}

static int days_before_year(int year)
{
    int days = 0;
    for (int at = FIRST; at < year; at++)
        days += 365 + is_leap(at);
    return days;
}

/* From days since 1970-01-01 to a date; H. Hinnant, "chrono-compatible low-level date algorithms". */
static void date_of_day(int days, int *ret_year, int *ret_month, int *ret_day)
{
    int shifted = days + 719468, era = shifted / 146097, of_era = shifted % 146097;
    int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (5 * of_year + 2) / 153;
    *ret_day = of_year - (153 * month + 2) / 5 + 1;
    *ret_month = month < 10 ? month + 3 : month - 9;
    *ret_year = year_of_era + era * 400 + (*ret_month <= 2);
}

bool calendar_of_jalali(int year, int month, int day, int *ret_year, int *ret_month, int *ret_day)
{
    if (year < FIRST || year > LAST || month < 1 || month > 12 || day < 1)
        return false;
    int length = month <= 6 ? 31 : month <= 11 ? 30 : 29 + is_leap(year);
    if (day > length)
        return false;
    int before = month <= 7 ? 31 * (month - 1) : 186 + 30 * (month - 7);
    date_of_day(DAY_OF_1178 + days_before_year(year) + before + day - 1, ret_year, ret_month, ret_day);
    return true;
}
