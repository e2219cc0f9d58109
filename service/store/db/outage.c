#include "service/store/db/outage.h"

#include "service/base/timestamp.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void outage_init(struct outage *outage, const char *begins, const char *ends)
{
    *outage = (struct outage){.begins = begins, .ends = ends};
    pthread_mutex_init(&outage->lock, NULL);
}

void outage_release(struct outage *outage)
{
    pthread_mutex_destroy(&outage->lock);
}

void outage_note(struct outage *outage, const struct log *log, const char *reason)
{
    int64_t now = timestamp_monotonic();
    pthread_mutex_lock(&outage->lock);
    bool fresh = !outage->told || strcmp(outage->reason, reason) != 0;
    int64_t least_ms = fresh ? OUTAGE_LEAST_MS : OUTAGE_REMINDER_MS;
    bool tell = outage->told_at == 0 || now - outage->told_at >= least_ms * 1000;
    int64_t untold = outage->untold + 1;
    outage->untold = tell ? 0 : untold;
    outage->told |= tell;
    outage->told_at = tell ? now : outage->told_at;
    snprintf(outage->reason, sizeof outage->reason, "%s", reason);
    atomic_store(&outage->lasts, true);
    pthread_mutex_unlock(&outage->lock);
    if (tell)
        log_write(log, LOG_WARNING, outage->begins,
                  (struct log_field[]){LOG_TEXT("reason", reason), LOG_NUMBER("times", untold), LOG_END});
}

void outage_over(struct outage *outage, const struct log *log)
{
    if (!atomic_load(&outage->lasts))
        return;
    pthread_mutex_lock(&outage->lock);
    atomic_store(&outage->lasts, false);
    bool tell = outage->told;
    outage->told = false;
    pthread_mutex_unlock(&outage->lock);
    if (tell)
        log_write(log, LOG_INFO, outage->ends, (struct log_field[]){LOG_END});
}

void outage_reason(struct outage *outage, struct error *ret_reason)
{
    pthread_mutex_lock(&outage->lock);
    snprintf(ret_reason->detail, sizeof ret_reason->detail, "%s", outage->reason);
    pthread_mutex_unlock(&outage->lock);
}
