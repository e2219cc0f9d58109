#include "service/work/job_worker.h"

#include "service/store/store.h"
#include "tests/unit/rows.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

typedef int create_thread(pthread_t *thread, const pthread_attr_t *attributes, void *(*main)(void *), void *cls);

static int threads_left; /* that may be started */
static atomic_int submitted;

/* Stands before libc's, as a system would answer that has no thread left. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*main)(void *), void *cls)
{
    create_thread *create;
    void *symbol = dlsym(RTLD_NEXT, "pthread_create");
    memcpy(&create, &symbol, sizeof create);
    return threads_left-- > 0 ? create(thread, attributes, main, cls) : EAGAIN;
}

/* Stands in for the store: its queue is always full. */
enum status store_submit(struct store *store, struct store_job *job)
{
    (void)store;
    (void)job;
    atomic_fetch_add(&submitted, 1);
    return STATUS_UNAVAILABLE;
}

static const struct start {
    const char *reason;
    int64_t wanted;
    int there;
    enum status status;
} starts[] = {
    {"as many threads as are wanted", 3, 4, STATUS_OK},
    {"a replica that works no jobs", 0, 0, STATUS_OK},
    {"no thread can be started", 2, 0, STATUS_INTERNAL},
    {"the last of three cannot be started: the others end again", 3, 2, STATUS_INTERNAL},
    {"nobody would renew the leases", 3, 3, STATUS_INTERNAL},
};

static void threads_start_all_or_not_at_all(void **state)
{
    ROW(struct start, row, state);
    const struct config config = {.job_workers = row->wanted};
    struct app app = {.config = &config};
    struct job_workers *workers = NULL;
    struct error error = {""};
    threads_left = row->there;
    atomic_store(&submitted, 0);
    assert_int_equal(job_workers_start(&app, NULL, &workers, &error), row->status);
    assert_int_equal(workers != NULL, row->status == STATUS_OK);
    assert_int_equal(*error.detail != '\0', row->status != STATUS_OK);
    job_workers_wake(workers);
    job_workers_stop(workers);
    int after = atomic_load(&submitted);
    assert_true(row->status != STATUS_OK || after <= 4 * row->there);
}

int main(void)
{
    return RUN_ROWS("threads of jobs", starts, threads_start_all_or_not_at_all);
}
