/* rows.h - a table of rows becomes one cmocka test a row, named with the row's reason in words.
 *
 * Every row struct begins with `const char *reason`; the test function gets its row through ROW.
 *
 *     static void prints(void **state)
 *     {
 *         ROW(struct number, row, state);
 *         …
 *     }
 *     failures += RUN_ROWS("numbers", numbers, prints);
 */
#ifndef ALAM_TESTS_UNIT_ROWS_H
#define ALAM_TESTS_UNIT_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define ROW(type, name, state) const type *name = *(state)
#define RUN_ROWS(group, rows, test) run_rows(group, rows, sizeof(rows) / sizeof *(rows), sizeof *(rows), test)

/* The number of rows that failed. */
static inline int run_rows(const char *group, const void *rows, size_t count, size_t size, CMUnitTestFunction test)
{
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    if (!tests)
        return (int)count;
    for (size_t i = 0; i < count; i++) {
        const char *const *row = (const void *)((const char *)rows + i * size);
        tests[i] = (struct CMUnitTest){.name = *row, .test_func = test, .initial_state = (void *)(uintptr_t)row};
    }
    int failed = _cmocka_run_group_tests(group, tests, count, NULL, NULL);
    free(tests);
    return failed;
}

#endif
