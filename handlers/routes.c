#include "handlers/routes.h"

#include "handlers/handlers.h"

#define ROUTE(method, pattern) method, pattern, method " " pattern

const struct route route_table[] = {
    {ROUTE("POST", "/v1/annotate"), .body = true, .prepare = annotate_prepare},
    {ROUTE("POST", "/v1/articles"), .body = true, .prepare = article_post_prepare, .query = article_post_query},
    {ROUTE("GET", "/v1/articles"), .prepare = article_list_prepare, .query = article_list_query},
    {ROUTE("GET", "/v1/articles/{id}"), .prepare = article_id_prepare, .query = article_get_query},
    {ROUTE("DELETE", "/v1/articles/{id}"), .prepare = article_id_prepare, .query = article_delete_query},
    {ROUTE("GET", "/v1/entities"), .prepare = entity_list_prepare, .query = entity_list_query},
    {ROUTE("GET", "/v1/entities/{id}"), .prepare = entity_get_prepare, .query = entity_get_query},
    {ROUTE("GET", "/v1/entities/{id}/articles"), .prepare = entity_articles_prepare, .query = article_list_query},
    {ROUTE("GET", "/livez"), .health = true, .prepare = livez_prepare},
    {ROUTE("GET", "/readyz"), .health = true, .prepare = readyz_prepare, .query = readyz_query},
    {ROUTE("GET", "/metrics"), .health = true, .prepare = metrics_prepare},
};

const size_t route_count = sizeof route_table / sizeof *route_table;
