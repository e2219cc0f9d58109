/* pool.h - what the files of service/store/ see of the pool besides store.h: whether the schema was found current. */
#ifndef ALAM_STORE_POOL_H
#define ALAM_STORE_POOL_H

#include "service/store/conn.h"
#include "service/store/store.h"

bool pool_migrated(const struct store *store);
void pool_set_migrated(struct store *store);

#endif
