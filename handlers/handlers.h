/* handlers.h - the steps that the route table (routes.c) names, grouped by the file that defines them.
 *
 * X_prepare and X_fetched run on an HTTP thread, or on that of a batch or job; X_query runs on a store worker. What each
 * may do is said in service/route/request.h.
 */
#ifndef ALAM_HANDLERS_HANDLERS_H
#define ALAM_HANDLERS_HANDLERS_H

#include "service/route/request.h"

enum status annotate_prepare(struct request *request);
enum status extract_prepare(struct request *request);
enum status extract_fetched(struct request *request);

enum status article_post_check(struct request *request);
enum status article_post_prepare(struct request *request);
enum status article_post_fetched(struct request *request);
enum status article_post_query(struct request *request, struct store_conn *conn);
enum status article_id_prepare(struct request *request);
enum status article_get_prepare(struct request *request);
enum status article_get_query(struct request *request, struct store_conn *conn);
enum status article_delete_query(struct request *request, struct store_conn *conn);

enum status article_put_prepare(struct request *request);
enum status article_patch_prepare(struct request *request);
enum status article_edit_query(struct request *request, struct store_conn *conn);

enum status verdict_list_prepare(struct request *request);
enum status verdict_list_query(struct request *request, struct store_conn *conn);
enum status verdict_put_prepare(struct request *request);
enum status verdict_put_query(struct request *request, struct store_conn *conn);
enum status verdict_delete_prepare(struct request *request);
enum status verdict_delete_query(struct request *request, struct store_conn *conn);
enum status verdict_export_prepare(struct request *request);
enum status verdict_export_query(struct request *request, struct store_conn *conn);

enum status revision_list_prepare(struct request *request);
enum status revision_list_query(struct request *request, struct store_conn *conn);
enum status revision_get_prepare(struct request *request);
enum status revision_get_query(struct request *request, struct store_conn *conn);

enum status article_async_query(struct request *request, struct store_conn *conn);
enum status retag_post_prepare(struct request *request);
enum status retag_post_query(struct request *request, struct store_conn *conn);
enum status retag_list_prepare(struct request *request);
enum status retag_list_query(struct request *request, struct store_conn *conn);
enum status retag_id_prepare(struct request *request);
enum status retag_get_query(struct request *request, struct store_conn *conn);
enum status retag_delete_query(struct request *request, struct store_conn *conn);
enum status job_id_prepare(struct request *request);
enum status job_get_query(struct request *request, struct store_conn *conn);

enum status subscription_post_prepare(struct request *request);
enum status subscription_id_prepare(struct request *request);
enum status subscription_patch_prepare(struct request *request);
enum status subscription_log_prepare(struct request *request);
enum status subscription_list_prepare(struct request *request);
enum status subscription_post_query(struct request *request, struct store_conn *conn);
enum status subscription_get_query(struct request *request, struct store_conn *conn);
enum status subscription_list_query(struct request *request, struct store_conn *conn);
enum status subscription_dead_query(struct request *request, struct store_conn *conn);
enum status subscription_delete_query(struct request *request, struct store_conn *conn);
enum status subscription_pause_query(struct request *request, struct store_conn *conn);
enum status subscription_resume_query(struct request *request, struct store_conn *conn);
enum status subscription_test_query(struct request *request, struct store_conn *conn);
enum status subscription_redeliver_query(struct request *request, struct store_conn *conn);
enum status delivery_redeliver_prepare(struct request *request);
enum status delivery_redeliver_query(struct request *request, struct store_conn *conn);
enum status subscription_patch_query(struct request *request, struct store_conn *conn);
enum status subscription_log_query(struct request *request, struct store_conn *conn);
enum status delivery_again_query(struct request *request, struct store_conn *conn);
enum status subscription_rotate_query(struct request *request, struct store_conn *conn);

enum status article_list_prepare(struct request *request);
enum status article_bulk_prepare(struct request *request);
enum status article_bulk_query(struct request *request, struct store_conn *conn);
enum status article_list_query(struct request *request, struct store_conn *conn);

enum status changes_prepare(struct request *request);
enum status changes_query(struct request *request, struct store_conn *conn);

enum status change_stream_prepare(struct request *request);
enum status change_stream_query(struct request *request, struct store_conn *conn);

enum status article_similar_prepare(struct request *request);
enum status article_similar_query(struct request *request, struct store_conn *conn);

enum status entity_list_prepare(struct request *request);
enum status entity_list_query(struct request *request, struct store_conn *conn);
enum status entity_get_prepare(struct request *request);
enum status entity_get_query(struct request *request, struct store_conn *conn);
enum status entity_articles_prepare(struct request *request);
enum status entity_articles_query(struct request *request, struct store_conn *conn);
enum status entity_related_prepare(struct request *request);
enum status entity_related_query(struct request *request, struct store_conn *conn);
enum status entity_timeline_prepare(struct request *request);
enum status entity_timeline_query(struct request *request, struct store_conn *conn);

enum status candidate_list_prepare(struct request *request);
enum status candidate_list_query(struct request *request, struct store_conn *conn);
enum status candidate_id_prepare(struct request *request);
enum status candidate_get_query(struct request *request, struct store_conn *conn);
enum status candidate_post_prepare(struct request *request);
enum status candidate_post_query(struct request *request, struct store_conn *conn);
enum status candidate_delete_query(struct request *request, struct store_conn *conn);

enum status trends_prepare(struct request *request);
enum status trends_query(struct request *request, struct store_conn *conn);

enum status gazetteer_prepare(struct request *request);
enum status entry_list_prepare(struct request *request);
enum status entry_list_query(struct request *request, struct store_conn *conn);
enum status entry_get_prepare(struct request *request);
enum status entry_get_query(struct request *request, struct store_conn *conn);
enum status entry_post_prepare(struct request *request);
enum status entry_post_query(struct request *request, struct store_conn *conn);
enum status entry_put_prepare(struct request *request);
enum status entry_patch_prepare(struct request *request);
enum status entry_delete_prepare(struct request *request);
enum status entry_edit_query(struct request *request, struct store_conn *conn);
enum status merge_prepare(struct request *request);
enum status merge_query(struct request *request, struct store_conn *conn);
enum status split_prepare(struct request *request);
enum status split_query(struct request *request, struct store_conn *conn);
enum status different_prepare(struct request *request);
enum status different_query(struct request *request, struct store_conn *conn);
enum status edit_log_prepare(struct request *request);
enum status edit_log_query(struct request *request, struct store_conn *conn);
enum status edit_undo_prepare(struct request *request);
enum status edit_undo_query(struct request *request, struct store_conn *conn);

enum status root_prepare(struct request *request);
enum status newsroom_file_prepare(struct request *request);
enum status livez_prepare(struct request *request);
enum status readyz_prepare(struct request *request);
enum status readyz_query(struct request *request, struct store_conn *conn);
enum status metrics_prepare(struct request *request);
enum status openapi_prepare(struct request *request);

#endif
