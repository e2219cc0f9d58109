/* edits_read.h - a gazetteer with all edits that a database holds, read at once: for commands.
 *
 * Threads: whoever owns the connection.
 */
#ifndef ALAM_WORK_EDITS_READ_H
#define ALAM_WORK_EDITS_READ_H

#include "service/app/views.h"
#include "service/base/status.h"

struct store_conn;

/* Views of the base, of which the one with all edits is in use; the caller's to views_free. At most `memory` bytes are read.
 * *ret_views stays as it is when something fails. */
enum status edits_read_views(struct store_conn *conn, const struct gazetteer *base, size_t memory,
                             struct views **ret_views, struct error *error);

#endif
