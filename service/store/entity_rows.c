#include "service/store/entity_rows.h"

#include "service/store/pack.h"

#include <stdlib.h>

bool entity_rows_read(struct arena *arena, const PGresult *result, int row, int column, const size_t *text_lengths,
                      struct annotated_entity *ret_entity)
{
    size_t length;
    ret_entity->id = row_text(arena, result, row, column);
    ret_entity->salience = strtod(PQgetvalue(result, row, column + 2), NULL);
    const unsigned char *packed = row_bytes(arena, result, row, column + 3, &length);
    return ret_entity->id && packed && entity_type_parse(PQgetvalue(result, row, column + 1), &ret_entity->type) &&
           unpack_entity(packed, length, text_lengths, arena, ret_entity);
}
