#include "service/gazetteer/places/tables.h"

#include "service/base/tsv.h"
#include "service/gazetteer/faults.h"
#include "service/gazetteer/files.h"
#include "service/gazetteer/import/import_json.h"

#include <stdlib.h>

bool table_read(struct places *places, const char *folder, const char *file, table_row *take, void *context)
{
    struct text line, cells[TABLE_COLUMNS_MAXIMUM];
    char *bytes = NULL;
    size_t length = 0;
    const char *path = places_path(places, folder, file);
    if (!file_read(path, &bytes, &length))
        return false;
    bool sound = faults_check_file(path, (struct text){bytes, length});
    struct tsv tsv = {.rest = {bytes, length}};
    while (sound && tsv_line(&tsv, &line)) {
        size_t count = tsv_split(line, cells, TABLE_COLUMNS_MAXIMUM);
        take(places, cells, count, context);
    }
    free(bytes);
    return sound;
}

static bool take_entries(struct places *places, const struct json_value *array, codes_entry *take, void *context)
{
    if (!array || array->kind != JSON_KIND_ARRAY)
        return false;
    for (const struct json_value *entry = json_read_items(array); entry; entry = entry->next)
        take(places, entry, context);
    return true;
}

bool codes_read(struct places *places, const char *folder, const char *file, const char *list, codes_entry *take,
                void *context)
{
    const char *path = places_path(places, folder, file);
    struct import_json json;
    struct json_fault fault = {.what = "it has no list of codes"};
    char *bytes = NULL;
    size_t length = 0;
    if (!file_read(path, &bytes, &length))
        return false;
    import_json_init(&json);
    const struct json_value *root = import_json_read(&json, (struct text){bytes, length}, &fault);
    bool done = take_entries(places, json_read_member(root, list), take, context);
    if (!done)
        fprintf(stderr, "alam gazetteer: %s: %s\n", path, fault.what);
    import_json_release(&json);
    free(bytes);
    return done;
}
