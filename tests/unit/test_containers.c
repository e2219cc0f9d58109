#include "service/base/arena.h"
#include "service/base/array.h"
#include "service/base/container.h"
#include "service/base/slots.h"
#include "service/base/timestamp.h"
#include "service/base/wake.h"

#include "tests/unit/rows.h"

#include <string.h>

enum { MANY = 1000 };

static void array_keeps_what_was_appended_while_it_grows(void **state)
{
    struct array array = {.size = sizeof(uint32_t)};
    (void)state;
    for (uint32_t i = 0; i < MANY; i++)
        assert_true(array_append(&array, &i, 1));
    assert_int_equal(array.count, MANY);
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(((uint32_t *)array.items)[i], i);
    array_release(&array);
    assert_int_equal(array.count, 0);
    assert_null(array.items);
}

static void array_refuses_more_than_memory_has(void **state)
{
    struct array array = {.size = sizeof(uint64_t)};
    (void)state;
    assert_null(array_grow(&array, SIZE_MAX - 8));
    assert_null(array_grow(&array, SIZE_MAX / 9));
    assert_int_equal(array.count, 0);
}

static void arena_grow_keeps_items_and_fails_at_the_maximum(void **state)
{
    struct arena arena;
    size_t count = 0, room = 0;
    uint64_t *items = NULL;
    (void)state;
    arena_init(&arena, 64 * 1024);
    for (uint64_t *grown; (grown = arena_grow(&arena, items, count, &room, sizeof *items)); count++) {
        items = grown;
        items[count] = count;
    }
    assert_true(count > 64);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(items[i], i);
    arena_release(&arena);
}

static uint64_t hash_of(const void *owner, uint32_t number)
{
    const uint64_t *keys = owner;
    return keys[number];
}

/* Keys that all begin their search at the same slot are found too. */
static void slots_find_each_key_after_widening(void **state)
{
    static uint64_t keys[MANY];
    struct slots slots = {0};
    (void)state;
    for (uint32_t i = 0; i < MANY; i++) {
        assert_true(slots_widen(&slots, i, hash_of, keys));
        keys[i] = (uint64_t)i << 32;
        size_t at = slots_first(&slots, keys[i]);
        while (slots.numbers[at])
            at = slots_next(&slots, at);
        slots.numbers[at] = i + 1;
    }
    for (uint32_t i = 0; i < MANY; i++) {
        size_t at = slots_first(&slots, keys[i]);
        while (slots.numbers[at] && keys[slots.numbers[at] - 1] != keys[i])
            at = slots_next(&slots, at);
        assert_int_equal(slots.numbers[at], i + 1);
    }
    assert_true(slots.mask + 1 >= 2 * (size_t)MANY);
    free(slots.numbers);
}

struct holder {
    char name[24];
    int member;
};

static void container_of_leads_back_from_a_member(void **state)
{
    struct holder holder = {.member = 1};
    int *member = &holder.member;
    (void)state;
    assert_ptr_equal(CONTAINER_OF(member, struct holder, member), &holder);
}

static void a_wait_ends_at_its_deadline(void **state)
{
    struct wake wake;
    (void)state;
    wake_init(&wake);
    wake_lock(&wake);
    int64_t deadline = timestamp_monotonic() + 2000;
    while (wake_wait_until(&wake, deadline))
        ;
    assert_true(timestamp_monotonic() >= deadline);
    wake_unlock(&wake);
    wake_release(&wake);
}

static void *signal_it(void *cls)
{
    struct wake *wake = cls;
    wake_lock(wake);
    wake_all(wake);
    wake_unlock(wake);
    return NULL;
}

static void a_signal_ends_a_wait(void **state)
{
    struct wake wake;
    pthread_t thread;
    (void)state;
    wake_init(&wake);
    wake_lock(&wake);
    assert_int_equal(pthread_create(&thread, NULL, signal_it, &wake), 0);
    wake_wait(&wake); /* the other thread gets the lock only now */
    wake_unlock(&wake);
    pthread_join(thread, NULL);
    wake_release(&wake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(array_keeps_what_was_appended_while_it_grows),
        cmocka_unit_test(array_refuses_more_than_memory_has),
        cmocka_unit_test(arena_grow_keeps_items_and_fails_at_the_maximum),
        cmocka_unit_test(slots_find_each_key_after_widening),
        cmocka_unit_test(container_of_leads_back_from_a_member),
        cmocka_unit_test(a_wait_ends_at_its_deadline),
        cmocka_unit_test(a_signal_ends_a_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
