/* calendar.h - days of the Iranian (Jalali) calendar as days of the common one.
 *
 * By the cycle of 33 years, which agrees with the observed calendar for the years 1178 to 1633 (1799 to 2254).
 * Threads: pure functions.
 */
#ifndef ALAM_PAGE_CALENDAR_H
#define ALAM_PAGE_CALENDAR_H

#include <stdbool.h>

/* False: there is no such day, or its year is outside the range above. */
bool calendar_of_jalali(int year, int month, int day, int *ret_year, int *ret_month, int *ret_day);

#endif
