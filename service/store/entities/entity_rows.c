#include "service/store/entities/entity_rows.h"

#include "service/store/db/row.h"
#include "service/store/entities/pack.h"

bool entity_rows_read(struct arena *arena, const PGresult *result, int row, int column, const size_t *text_lengths,
                      struct annotated_entity *ret_entity)
{
    size_t length;
    ret_entity->id = row_text(arena, result, row, column);
    ret_entity->salience = row_number(result, row, column + 2);
    const unsigned char *packed = row_bytes(arena, result, row, column + 3, &length);
    return ret_entity->id && packed && entity_type_parse(PQgetvalue(result, row, column + 1), &ret_entity->type) &&
           pack_read(packed, length, text_lengths, arena, ret_entity);
}

bool entity_rows_identity(struct arena *arena, const PGresult *result, int row, struct annotated_entity *ret_identity)
{
    ret_identity->id = row_text(arena, result, row, ENTITY_COLUMN_ID);
    ret_identity->known = PQgetvalue(result, row, ENTITY_COLUMN_KNOWN)[0] == 't';
    ret_identity->name = row_text(arena, result, row, ENTITY_COLUMN_NAME);
    ret_identity->name_ar = row_text(arena, result, row, ENTITY_COLUMN_NAME_AR);
    ret_identity->name_en = row_text(arena, result, row, ENTITY_COLUMN_NAME_EN);
    ret_identity->country = row_text(arena, result, row, ENTITY_COLUMN_COUNTRY);
    ret_identity->wikidata = row_text(arena, result, row, ENTITY_COLUMN_WIKIDATA);
    return entity_type_parse(PQgetvalue(result, row, ENTITY_COLUMN_TYPE), &ret_identity->type);
}
